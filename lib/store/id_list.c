#include "store/id_list.h"

bool id_list_find(struct db *db, const struct db_statement *statement, struct db_values values, struct id_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->ids = arena_array(db_arena(db), rows.count + 1, sizeof(*list->ids));
	for (size_t i = 0; i < rows.count; i++)
		list->ids[i] = db_row_integer(&rows, i, 0);
	return true;
}
