#include "store/task_row.h"

#include "store/emails.h"

/* Columns that are ids of users here and e-mail addresses in a struct task. */
#define ASSIGNEE 7
#define CREATED_BY 23
#define UPDATED_BY 25

#define DUE_ZONE 34
#define NOTES 35

static struct task task_from(const struct db_rows *rows, size_t row)
{
	const char *section = db_row_text(rows, row, 33);

	return (struct task){
		.id = db_row_integer(rows, row, 0),
		.workspace_id = db_row_integer(rows, row, 1),
		.project_id = db_row_integer(rows, row, 2),
		.section_id = section ? db_row_integer(rows, row, 3) : 0, /* a deleted one has no name here */
		.parent_id = db_row_integer(rows, row, 4),
		.position = db_row_integer(rows, row, 5),
		.title = db_row_text(rows, row, 6),
		.assignee_id = db_row_integer(rows, row, ASSIGNEE),
		.priority = (enum priority)db_row_integer(rows, row, 8),
		.start_on = db_row_text(rows, row, 9),
		.due_on = db_row_text(rows, row, 10),
		.due_at = db_row_text(rows, row, 11),
		.due_clock = db_row_text(rows, row, 12),
		.due_sort = db_row_text(rows, row, 13),
		.recurrence = db_row_text(rows, row, 14),
		.occurs_on = db_row_text(rows, row, 15),
		.tags = db_row_text(rows, row, 16),
		.followers = db_row_text(rows, row, 17),
		.blocked_by = db_row_text(rows, row, 18),
		.links = db_row_text(rows, row, 19),
		.field_values = db_row_text(rows, row, 20),
		.completed_at = db_row_text(rows, row, 21),
		.created_at = db_row_text(rows, row, 22),
		.updated_at = db_row_text(rows, row, CREATED_BY + 1),
		.deleted_at = db_row_text(rows, row, UPDATED_BY + 1),
		.version = db_row_integer(rows, row, 27),
		.workspace = db_row_text(rows, row, 28),
		.is_workspace_archived = db_row_integer(rows, row, 29) != 0,
		.role = (enum role)db_row_integer(rows, row, 30),
		.project = db_row_text(rows, row, 31),
		.is_project_archived = db_row_integer(rows, row, 32) != 0,
		.section = section,
		.due_zone = rows->columns > DUE_ZONE ? db_row_text(rows, row, DUE_ZONE) : NULL,
		.notes = rows->columns > NOTES ? db_row_text(rows, row, NOTES) : NULL,
	};
}

/* Each row names who it is for, who made it and who changed it last. */
static bool add_people(struct db *db, const struct db_rows *rows, struct task *tasks)
{
	static const size_t columns[] = { ASSIGNEE, CREATED_BY, UPDATED_BY };
	size_t count = rows->count;
	const char **emails;

	if (!emails_find_columns(db, rows, columns, sizeof(columns) / sizeof(columns[0]), &emails))
		return false;
	for (size_t i = 0; i < count; i++) {
		tasks[i].assignee = emails[i];
		tasks[i].created_by = emails[count + i];
		tasks[i].updated_by = emails[count * 2 + i];
	}
	return true;
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
	return add_people(db, &rows, list->tasks);
}

bool task_rows_find_titles(struct db *db, const struct db_statement *statement, struct db_values values, struct task_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->tasks = arena_array(db_arena(db), rows.count + 1, sizeof(*list->tasks));
	for (size_t i = 0; i < rows.count; i++)
		list->tasks[i] = (struct task){
			.id = db_row_integer(&rows, i, 0),
			.title = db_row_text(&rows, i, 1),
		};
	return true;
}
