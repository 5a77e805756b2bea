#include "store/id_list.h"

static bool take(struct arena *arena, bool ran, const struct db_rows *rows, struct id_list *list)
{
	if (!ran)
		return false;
	list->count = rows->count;
	list->ids = arena_array(arena, rows->count + 1, sizeof(*list->ids));
	for (size_t i = 0; i < rows->count; i++)
		list->ids[i] = db_row_integer(rows, i, 0);
	return true;
}

bool id_list_find(struct db *db, const struct db_statement *statement, struct db_values values, struct id_list *list)
{
	struct db_rows rows;

	return take(db_arena(db), db_run(db, statement, values, &rows), &rows, list);
}

bool id_list_find_once(struct db *db, const struct db_statement *statement, struct db_values values, struct id_list *list)
{
	struct db_rows rows;

	return take(db_arena(db), db_run_once(db, statement, values, &rows), &rows, list);
}
