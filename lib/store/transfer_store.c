#include "store/transfer_store.h"

#include <string.h>

static const struct db_statement members = {
	"transfer_members",
	"SELECT m.user_id, u.email, u.name, m.role + 0, m.created_at, c.email\n"
	"FROM membership m\n"
	"JOIN user u ON u.id = m.user_id\n"
	"JOIN user c ON c.id = m.created_by\n"
	"WHERE m.workspace_id = ?\n"
	"ORDER BY m.user_id",
	"ittimt",
};

static const struct db_statement projects = {
	"transfer_projects",
	"SELECT p.id, p.name, p.description, p.archived_at, p.created_at, c.email, p.updated_at, u.email, p.deleted_at\n"
	"FROM project p\n"
	"JOIN user c ON c.id = p.created_by\n"
	"JOIN user u ON u.id = p.updated_by\n"
	"WHERE p.workspace_id = ? AND p.id > ? AND (? OR p.deleted_at IS NULL)\n"
	"ORDER BY p.id\n"
	"LIMIT ?",
	"ittmmtmtm",
};

static const struct db_statement namesakes = {
	"transfer_namesakes",
	"SELECT COUNT(*) > COUNT(DISTINCT name)\nFROM project\nWHERE workspace_id = ? AND deleted_at IS NULL",
	"i",
};

static const struct db_statement statuses = {
	"transfer_statuses",
	"SELECT h.status + 0, h.text, h.created_at, c.email\n"
	"FROM project_status h\n"
	"JOIN user c ON c.id = h.created_by\n"
	"WHERE h.project_id = ? AND h.deleted_at IS NULL\n"
	"ORDER BY h.id",
	"itmt",
};

/*
 * Tasks with what they name instead of its ids. The flag says whether what is in the trash
 * counts. k1 is the parent.
 */
#define TASK_COLUMNS \
	"t.id, COALESCE(p.id, 0), p.name, COALESCE(s.id, 0), s.name, COALESCE(k1.id, 0), t.position, t.title, t.notes, a.email, t.priority + 0,\n" \
	"  t.start_on, t.due_on, t.due_at, t.due_clock, t.due_zone, t.recurrence, t.occurs_on, t.tags,\n" \
	"  (SELECT GROUP_CONCAT(fu.email ORDER BY f.user_id SEPARATOR '\\n')\n" \
	"     FROM task_follower f JOIN user fu ON fu.id = f.user_id WHERE f.task_id = t.id),\n" \
	"  (SELECT GROUP_CONCAT(b.blocker_id ORDER BY b.blocker_id SEPARATOR '\\n')\n" \
	"     FROM task_blocker b JOIN task o ON o.id = b.blocker_id AND (? OR o.deleted_at IS NULL) WHERE b.task_id = t.id),\n" \
	"  t.links, t.field_values, t.completed_at, cb.email, t.created_at, c.email, t.updated_at, u.email, t.deleted_at,\n" \
	"  EXISTS (SELECT 1 FROM comment k WHERE k.task_id = t.id AND (? OR k.deleted_at IS NULL)),\n" \
	"  EXISTS (SELECT 1 FROM task d WHERE d.parent_id = t.id AND (? OR d.deleted_at IS NULL))\n"
#define TASK_LETTERS "iititii" "ttti" "ddmt" "ttd" "ttttt" "mtmtmtm" "ii"
#define TASK_FROM \
	"FROM task t\n" \
	"JOIN user c ON c.id = t.created_by\n" \
	"JOIN user u ON u.id = t.updated_by\n" \
	"LEFT JOIN user a ON a.id = t.assignee_id\n" \
	"LEFT JOIN user cb ON cb.id = t.completed_by\n" \
	"LEFT JOIN project p ON p.id = t.project_id AND (? OR p.deleted_at IS NULL)\n" \
	"LEFT JOIN section s ON s.id = t.section_id AND s.project_id = p.id AND s.deleted_at IS NULL\n" \
	"LEFT JOIN task k1 ON k1.id = t.parent_id AND (? OR k1.deleted_at IS NULL)\n"

static const struct db_statement top_tasks = {
	"transfer_top_tasks",
	"SELECT " TASK_COLUMNS TASK_FROM
	"WHERE t.workspace_id = ? AND t.deleted_at IS NULL AND t.id > ? AND k1.id IS NULL\n"
	"ORDER BY t.id\n"
	"LIMIT ?",
	TASK_LETTERS,
};

static const struct db_statement top_tasks_in_trash = {
	"transfer_top_tasks_in_trash",
	"SELECT " TASK_COLUMNS TASK_FROM
	"WHERE t.workspace_id = ? AND t.deleted_at >= ? AND (t.deleted_at > ? OR t.id > ?) AND k1.id IS NULL\n"
	"ORDER BY t.deleted_at, t.id\n"
	"LIMIT ?",
	TASK_LETTERS,
};

static const struct db_statement subtasks = {
	"transfer_subtasks",
	"SELECT " TASK_COLUMNS TASK_FROM
	"WHERE t.parent_id = ? AND (? OR t.deleted_at IS NULL) AND t.id > ?\n"
	"ORDER BY t.id\n"
	"LIMIT ?",
	TASK_LETTERS,
};

static const struct db_statement comments = {
	"transfer_comments",
	"SELECT k.id, k.task_id, k.text, k.created_at, c.email, k.deleted_at\n"
	"FROM comment k\n"
	"JOIN user c ON c.id = k.created_by\n"
	"WHERE k.task_id = ? AND k.id > ? AND (? OR k.deleted_at IS NULL)\n"
	"ORDER BY k.id\n"
	"LIMIT ?",
	"iitmtm",
};

bool transfer_store_members(struct db *db, int64_t workspace_id, struct whole_member_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &members, DB_VALUES(db_integer(workspace_id)), &rows))
		return false;
	list->count = rows.count;
	list->members = arena_array(db_arena(db), rows.count + 1, sizeof(*list->members));
	for (size_t i = 0; i < rows.count; i++)
		list->members[i] = (struct whole_member){
			.member = {
				.user_id = db_row_integer(&rows, i, 0),
				.email = db_row_text(&rows, i, 1),
				.name = db_row_text(&rows, i, 2),
				.role = (enum role)db_row_integer(&rows, i, 3),
			},
			.created_at = db_row_text(&rows, i, 4),
			.created_by = db_row_text(&rows, i, 5),
		};
	return true;
}

bool transfer_store_projects(struct db *db, int64_t workspace_id, bool with_trash, int64_t after_id, int64_t limit,
			     struct project_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &projects,
		    DB_VALUES(db_integer(workspace_id), db_integer(after_id), db_integer(with_trash), db_integer(limit)), &rows))
		return false;
	list->count = rows.count;
	list->projects = arena_array(db_arena(db), rows.count + 1, sizeof(*list->projects));
	for (size_t i = 0; i < rows.count; i++)
		list->projects[i] = (struct project){
			.id = db_row_integer(&rows, i, 0),
			.workspace_id = workspace_id,
			.name = db_row_text(&rows, i, 1),
			.description = db_row_text(&rows, i, 2),
			.archived_at = db_row_text(&rows, i, 3),
			.created_at = db_row_text(&rows, i, 4),
			.created_by = db_row_text(&rows, i, 5),
			.updated_at = db_row_text(&rows, i, 6),
			.updated_by = db_row_text(&rows, i, 7),
			.deleted_at = db_row_text(&rows, i, 8),
		};
	return true;
}

bool transfer_store_has_namesakes(struct db *db, int64_t workspace_id, bool *has_namesakes)
{
	struct db_rows rows;

	if (!db_run(db, &namesakes, DB_VALUES(db_integer(workspace_id)), &rows))
		return false;
	*has_namesakes = db_row_integer(&rows, 0, 0) != 0;
	return true;
}

bool transfer_store_statuses(struct db *db, int64_t project_id, struct project_status_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &statuses, DB_VALUES(db_integer(project_id)), &rows))
		return false;
	list->count = rows.count;
	list->statuses = arena_array(db_arena(db), rows.count + 1, sizeof(*list->statuses));
	for (size_t i = 0; i < rows.count; i++)
		list->statuses[i] = (struct project_status){
			.health = (enum project_health)db_row_integer(&rows, i, 0),
			.text = db_row_text(&rows, i, 1),
			.created_at = db_row_text(&rows, i, 2),
			.created_by = db_row_text(&rows, i, 3),
		};
	return true;
}

static struct whole_task task_from(const struct db_rows *rows, size_t row, int64_t workspace_id)
{
	return (struct whole_task){
		.task = {
			.id = db_row_integer(rows, row, 0),
			.workspace_id = workspace_id,
			.project_id = db_row_integer(rows, row, 1),
			.project = db_row_text(rows, row, 2),
			.section_id = db_row_integer(rows, row, 3),
			.section = db_row_text(rows, row, 4),
			.parent_id = db_row_integer(rows, row, 5),
			.position = db_row_integer(rows, row, 6),
			.title = db_row_text(rows, row, 7),
			.notes = db_row_text(rows, row, 8),
			.assignee = db_row_text(rows, row, 9),
			.priority = (enum priority)db_row_integer(rows, row, 10),
			.start_on = db_row_text(rows, row, 11),
			.due_on = db_row_text(rows, row, 12),
			.due_at = db_row_text(rows, row, 13),
			.due_clock = db_row_text(rows, row, 14),
			.due_zone = db_row_text(rows, row, 15),
			.recurrence = db_row_text(rows, row, 16),
			.occurs_on = db_row_text(rows, row, 17),
			.tags = db_row_text(rows, row, 18),
			.followers = db_row_text(rows, row, 19),
			.blocked_by = db_row_text(rows, row, 20),
			.links = db_row_text(rows, row, 21),
			.field_values = db_row_text(rows, row, 22),
			.completed_at = db_row_text(rows, row, 23),
			.created_at = db_row_text(rows, row, 25),
			.created_by = db_row_text(rows, row, 26),
			.updated_at = db_row_text(rows, row, 27),
			.updated_by = db_row_text(rows, row, 28),
			.deleted_at = db_row_text(rows, row, 29),
		},
		.completed_by = db_row_text(rows, row, 24),
		.has_comments = db_row_integer(rows, row, 30) != 0,
		.has_subtasks = db_row_integer(rows, row, 31) != 0,
	};
}

/* The first moment that a row can have. */
#define FIRST_MOMENT "1000-01-01T00:00:00Z"

static bool read_tasks(struct db *db, const struct task_place_read *place, int64_t limit, struct db_rows *rows)
{
	const char *after = place->in_trash && *place->after_deleted_at ? place->after_deleted_at : FIRST_MOMENT;
	const struct db_value flag = db_integer(place->with_trash), workspace = db_integer(place->workspace_id);
	const struct db_value moment = db_moment(db_arena(db), after), id = db_integer(place->after_id), most = db_integer(limit);

	if (place->parent_id)
		return db_run(db, &subtasks,
			      DB_VALUES(flag, flag, flag, flag, flag, db_integer(place->parent_id), flag, id, most), rows);
	if (place->in_trash)
		return db_run(db, &top_tasks_in_trash,
			      DB_VALUES(flag, flag, flag, flag, flag, workspace, moment, moment, id, most), rows);
	return db_run(db, &top_tasks, DB_VALUES(flag, flag, flag, flag, flag, workspace, id, most), rows);
}

bool transfer_store_tasks(struct db *db, const struct task_place_read *place, int64_t limit, struct whole_task_list *list)
{
	struct db_rows rows;

	if (!read_tasks(db, place, limit, &rows))
		return false;
	list->count = rows.count;
	list->tasks = arena_array(db_arena(db), rows.count + 1, sizeof(*list->tasks));
	for (size_t i = 0; i < rows.count; i++)
		list->tasks[i] = task_from(&rows, i, place->workspace_id);
	return true;
}

bool transfer_store_comments(struct db *db, int64_t task_id, bool with_trash, int64_t after_id, int64_t limit,
			     struct whole_comment_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &comments,
		    DB_VALUES(db_integer(task_id), db_integer(after_id), db_integer(with_trash), db_integer(limit)), &rows))
		return false;
	list->count = rows.count;
	list->comments = arena_array(db_arena(db), rows.count + 1, sizeof(*list->comments));
	for (size_t i = 0; i < rows.count; i++)
		list->comments[i] = (struct whole_comment){
			.id = db_row_integer(&rows, i, 0),
			.task_id = db_row_integer(&rows, i, 1),
			.text = db_row_text(&rows, i, 2),
			.created_at = db_row_text(&rows, i, 3),
			.created_by = db_row_text(&rows, i, 4),
			.deleted_at = db_row_text(&rows, i, 5),
		};
	return true;
}

static const struct db_statement add_workspace = {
	"transfer_add_workspace",
	"INSERT INTO workspace (name, description, created_at, created_by, updated_at, updated_by)\n"
	"VALUES (?, ?, ?, ?, ?, ?)",
	"",
};

static const struct db_statement add_member = {
	"transfer_add_member",
	"INSERT INTO membership (workspace_id, user_id, role, created_at, created_by)\n"
	"VALUES (?, ?, ?, ?, ?)\n"
	"ON DUPLICATE KEY UPDATE role = VALUES(role)",
	"",
};

static const struct db_statement add_project = {
	"transfer_add_project",
	"INSERT INTO project (workspace_id, name, description, created_at, created_by, updated_at, updated_by, deleted_at)\n"
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	"",
};

#define INSERT_HEAD \
	"INSERT INTO task (workspace_id, project_id, section_id, parent_id, position, title, notes, assignee_id, priority,\n" \
	"  start_on, due_on, due_at, due_clock, due_zone, recurrence, occurs_on, tags, followers, blocked_by, links,\n" \
	"  field_values, completed_at, completed_by, created_at, created_by, updated_at, updated_by, deleted_at)\n" \
	"VALUES "
#define INSERT_ROW \
	"(?, NULLIF(?, 0), NULLIF(?, 0), NULLIF(?, 0), ?, ?, ?, NULLIF(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0),\n" \
	"  ?, ?, ?, ?, ?)"
#define INSERT_TAIL "\nRETURNING id"
#define FIVE(row) row ", " row ", " row ", " row ", " row
#define INSERT_COLUMNS 28
#define INSERT_BATCH 10

static const struct db_statement add_task = { "transfer_add_task", INSERT_HEAD INSERT_ROW INSERT_TAIL, "i" };
static const struct db_statement add_tasks = {
	"transfer_add_tasks",
	INSERT_HEAD FIVE(INSERT_ROW) ", " FIVE(INSERT_ROW) INSERT_TAIL,
	"i",
};

static const struct db_statement add_comment = {
	"transfer_add_comment",
	"INSERT INTO comment (workspace_id, task_id, text, created_at, created_by, deleted_at)\nVALUES (?, ?, ?, ?, ?, ?)",
	"",
};

static const struct db_statement archive_workspace = {
	"transfer_archive_workspace",
	"UPDATE workspace\nSET archived_at = ?\nWHERE id = ?",
	"",
};

static const struct db_statement archive_project = {
	"transfer_archive_project",
	"UPDATE project\nSET archived_at = ?\nWHERE id = ?",
	"",
};

static const struct db_statement tie_task = {
	"transfer_tie_task",
	"UPDATE task\nSET parent_id = NULLIF(?, 0), blocked_by = ?\nWHERE id = ?",
	"",
};

bool transfer_store_add_workspace(struct db *db, struct workspace *workspace, const struct row_origin *origin)
{
	struct arena *arena = db_arena(db);

	if (!db_run(db, &add_workspace,
		    DB_VALUES(db_text(workspace->name), db_text(workspace->description),
			      db_moment(arena, origin->created_at), db_integer(origin->created_by_id),
			      db_moment(arena, origin->updated_at), db_integer(origin->updated_by_id)),
		    NULL))
		return false;
	workspace->id = db_insert_id(db);
	workspace->version = 1;
	return true;
}

bool transfer_store_add_member(struct db *db, int64_t workspace_id, int64_t user_id, enum role role,
			       const struct row_origin *origin)
{
	return db_run(db, &add_member,
		      DB_VALUES(db_integer(workspace_id), db_integer(user_id), db_integer(role),
				db_moment(db_arena(db), origin->created_at), db_integer(origin->created_by_id)),
		      NULL);
}

bool transfer_store_add_project(struct db *db, struct project *project, const struct row_origin *origin)
{
	struct arena *arena = db_arena(db);

	if (!db_run(db, &add_project,
		    DB_VALUES(db_integer(project->workspace_id), db_text(project->name), db_text(project->description),
			      db_moment(arena, origin->created_at),
			      db_integer(origin->created_by_id), db_moment(arena, origin->updated_at),
			      db_integer(origin->updated_by_id), db_moment(arena, project->deleted_at)),
		    NULL))
		return false;
	project->id = db_insert_id(db);
	project->version = 1;
	return true;
}

bool transfer_store_archive_workspace(struct db *db, int64_t id, const char *archived_at)
{
	return db_run(db, &archive_workspace, DB_VALUES(db_moment(db_arena(db), archived_at), db_integer(id)), NULL);
}

bool transfer_store_archive_project(struct db *db, int64_t id, const char *archived_at)
{
	return db_run(db, &archive_project, DB_VALUES(db_moment(db_arena(db), archived_at), db_integer(id)), NULL);
}

static void task_values(struct arena *arena, const struct whole_task *whole, struct db_value *values)
{
	const struct task *task = &whole->task;
	const struct row_origin *origin = &whole->origin;
	const struct db_value row[INSERT_COLUMNS] = {
		db_integer(task->workspace_id), db_integer(task->project_id), db_integer(task->section_id),
		db_integer(task->parent_id), db_integer(task->position), db_text(task->title), db_text(task->notes),
		db_integer(task->assignee_id), db_integer(task->priority), db_text(task->start_on), db_text(task->due_on),
		db_moment(arena, task->due_at), db_text(task->due_clock), db_text(task->due_zone), db_text(task->recurrence),
		db_text(task->occurs_on), db_text(task->tags),
		db_text(task->followers), db_text(task->blocked_by), db_text(task->links), db_text(task->field_values),
		db_moment(arena, task->completed_at), db_integer(whole->completed_by_id),
		db_moment(arena, origin->created_at), db_integer(origin->created_by_id),
		db_moment(arena, origin->updated_at), db_integer(origin->updated_by_id), db_moment(arena, task->deleted_at),
	};

	memcpy(values, row, sizeof(row));
}

static bool insert_tasks(struct db *db, const struct db_statement *statement, struct whole_task *const tasks[], size_t count)
{
	struct db_value *values = arena_array(db_arena(db), count * INSERT_COLUMNS, sizeof(*values));
	struct db_rows rows;

	for (size_t i = 0; i < count; i++)
		task_values(db_arena(db), tasks[i], values + i * INSERT_COLUMNS);
	if (!db_run(db, statement, (struct db_values){ values, count * INSERT_COLUMNS }, &rows))
		return false;
	for (size_t i = 0; i < count; i++) {
		tasks[i]->task.id = db_row_integer(&rows, i, 0);
		tasks[i]->task.version = 1;
		if (!task_store_index(db, &tasks[i]->task))
			return false;
	}
	return true;
}

bool transfer_store_add_tasks(struct db *db, struct whole_task *const tasks[], size_t count)
{
	for (; count >= INSERT_BATCH; tasks += INSERT_BATCH, count -= INSERT_BATCH)
		if (!insert_tasks(db, &add_tasks, tasks, INSERT_BATCH))
			return false;
	for (; count; tasks++, count--)
		if (!insert_tasks(db, &add_task, tasks, 1))
			return false;
	return true;
}

bool transfer_store_add_comment(struct db *db, struct whole_comment *comment)
{
	struct arena *arena = db_arena(db);

	if (!db_run(db, &add_comment,
		    DB_VALUES(db_integer(comment->workspace_id), db_integer(comment->task_id), db_text(comment->text),
			      db_moment(arena, comment->created_at),
			      db_integer(comment->created_by_id), db_moment(arena, comment->deleted_at)),
		    NULL))
		return false;
	comment->id = db_insert_id(db);
	return true;
}

bool transfer_store_tie_task(struct db *db, int64_t task_id, int64_t parent_id, const char *blocked_by)
{
	const struct task none = { .id = task_id }, tied = { .id = task_id, .blocked_by = blocked_by };

	return db_run(db, &tie_task, DB_VALUES(db_integer(parent_id), db_text(blocked_by), db_integer(task_id)), NULL) &&
	       task_store_index_again(db, &none, &tied);
}
