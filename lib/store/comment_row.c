#include "store/comment_row.h"

static struct comment comment_from(const struct db_rows *rows, size_t row)
{
	return (struct comment){
		.id = db_row_integer(rows, row, 0),
		.task_id = db_row_integer(rows, row, 1),
		.workspace_id = db_row_integer(rows, row, 2),
		.role = (enum role)db_row_integer(rows, row, 3),
		.text = db_row_text(rows, row, 4),
		.created_at = db_row_text(rows, row, 5),
		.created_by = db_row_text(rows, row, 6),
		.deleted_at = db_row_text(rows, row, 7),
	};
}

bool comment_rows_find(struct db *db, const struct db_statement *statement, struct db_values values, struct comment_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->comments = arena_array(db_arena(db), rows.count + 1, sizeof(*list->comments));
	for (size_t i = 0; i < rows.count; i++)
		list->comments[i] = comment_from(&rows, i);
	return true;
}
