#include "store/id_list.h"

static void take(struct arena *arena, const struct db_rows *rows, struct id_list *list)
{
	list->count = rows->count;
	list->ids = arena_array(arena, rows->count + 1, sizeof(*list->ids));
	for (size_t i = 0; i < rows->count; i++)
		list->ids[i] = db_row_integer(rows, i, 0);
}

bool id_list_find(struct db *db, const struct db_statement *statement, struct db_values values, struct id_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	take(db_arena(db), &rows, list);
	return true;
}

bool id_list_find_once(struct db *db, const struct db_statement *statement, struct db_values values, struct id_list *list)
{
	struct db_rows rows;

	if (!db_run_once(db, statement, values, &rows))
		return false;
	take(db_arena(db), &rows, list);
	return true;
}
