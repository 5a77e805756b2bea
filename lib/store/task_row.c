#include "store/task_row.h"

static struct task task_from(const struct db_rows *rows, size_t row)
{
	return (struct task){
		.id = db_row_integer(rows, row, 0),
		.workspace_id = db_row_integer(rows, row, 1),
		.workspace = db_row_text(rows, row, 2),
		.role = (enum role)db_row_integer(rows, row, 3),
		.project_id = db_row_integer(rows, row, 4),
		.project = db_row_text(rows, row, 5),
		.section_id = db_row_integer(rows, row, 6),
		.section = db_row_text(rows, row, 7),
		.parent_id = db_row_integer(rows, row, 8),
		.position = db_row_integer(rows, row, 9),
		.title = db_row_text(rows, row, 10),
		.notes = db_row_text(rows, row, 11),
		.assignee_id = db_row_integer(rows, row, 12),
		.assignee = db_row_text(rows, row, 13),
		.priority = (enum priority)db_row_integer(rows, row, 14),
		.start_on = db_row_text(rows, row, 15),
		.due_on = db_row_text(rows, row, 16),
		.due_at = db_row_text(rows, row, 17),
		.due_clock = db_row_text(rows, row, 18),
		.due_sort = db_row_text(rows, row, 19),
		.recurrence = db_row_text(rows, row, 20),
		.occurs_on = db_row_text(rows, row, 21),
		.tags = db_row_text(rows, row, 22),
		.followers = db_row_text(rows, row, 23),
		.blocked_by = db_row_text(rows, row, 24),
		.links = db_row_text(rows, row, 25),
		.field_values = db_row_text(rows, row, 26),
		.completed_at = db_row_text(rows, row, 27),
		.created_at = db_row_text(rows, row, 28),
		.created_by = db_row_text(rows, row, 29),
		.updated_at = db_row_text(rows, row, 30),
		.updated_by = db_row_text(rows, row, 31),
		.deleted_at = db_row_text(rows, row, 32),
		.version = db_row_integer(rows, row, 33),
		.is_project_archived = db_row_integer(rows, row, 34) != 0,
		.is_workspace_archived = db_row_integer(rows, row, 35) != 0,
	};
}

bool task_rows_find(struct db *db, const struct db_statement *statement, struct db_values values, struct task_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->tasks = arena_array(db_arena(db), rows.count + 1, sizeof(*list->tasks));
	for (size_t i = 0; i < rows.count; i++)
		list->tasks[i] = task_from(&rows, i);
	return true;
}
