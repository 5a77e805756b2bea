#include "store/task_store.h"

#include "base/lines.h"
#include "store/same_name.h"
#include "store/task_row.h"

#include <string.h>

static const struct db_statement find_of_member = { "task_find_of_member", OF_MEMBER(TASK_NOTES) "WHERE t.id = ?", TASK_NOTES_LETTERS };
static const struct db_statement find_of_all = { "task_find_of_all", OF_ALL(TASK_NOTES) "WHERE t.id = ?", TASK_NOTES_LETTERS };
static const struct db_statement brief_of_member = { "task_brief_of_member", OF_MEMBER(TASK_ZONE) "WHERE t.id = ?", TASK_ZONE_LETTERS };
static const struct db_statement brief_of_all = { "task_brief_of_all", OF_ALL(TASK_ZONE) "WHERE t.id = ?", TASK_ZONE_LETTERS };

#define BY_TITLE \
	"WHERE " SAME_NAME("t.title") " AND t.deleted_at IS NULL\n" \
	"ORDER BY t.project_id <=> ? DESC, t.workspace_id = ? DESC, t.completed_at IS NOT NULL, t.id DESC\nLIMIT 10"

static const struct db_statement titled_of_member = { "task_titled_of_member", OF_MEMBER("") BY_TITLE, TASK_LETTERS };
static const struct db_statement titled_of_all = { "task_titled_of_all", OF_ALL("") BY_TITLE, TASK_LETTERS };

#define CHILDREN "WHERE t.parent_id = ? AND t.deleted_at IS NULL\nORDER BY t.position, t.id\nLIMIT ?"

static const struct db_statement children_of_member = { "task_children_of_member", OF_MEMBER("") CHILDREN, TASK_LETTERS };
static const struct db_statement children_of_all = { "task_children_of_all", OF_ALL("") CHILDREN, TASK_LETTERS };

static const struct db_statement child_ids = {
	"task_child_ids",
	"SELECT id\n"
	"FROM task\n"
	"WHERE parent_id = ? AND deleted_at IS NULL AND " DB_WITHIN("workspace_id") "\n"
	"ORDER BY position, id",
	"i",
};

static const struct db_statement child_elsewhere = {
	"task_child_elsewhere",
	"SELECT id\n"
	"FROM task\n"
	"WHERE parent_id = ? AND deleted_at IS NULL AND NOT project_id <=> ? AND " DB_WITHIN("workspace_id") "\n"
	"LIMIT 1",
	"i",
};

static const struct db_statement count_under = {
	"task_count_under",
	"WITH RECURSIVE below AS (\n"
	"  SELECT id, 1 AS level\n"
	"  FROM task\n"
	"  WHERE parent_id = ? AND deleted_at IS NULL AND " DB_WITHIN("workspace_id") "\n"
	"  UNION ALL\n"
	"  SELECT t.id, b.level + 1\n"
	"  FROM below b\n"
	"  JOIN task t ON t.parent_id = b.id AND t.deleted_at IS NULL)\n"
	"SELECT COUNT(*), COALESCE(MAX(level), 0)\n"
	"FROM below",
	"ii",
};

static const struct db_statement lock_children = {
	"task_lock_children",
	"SELECT id, workspace_id, version\n"
	"FROM task\n"
	"WHERE parent_id = ? AND deleted_at IS NULL AND id > ? AND " DB_WITHIN("workspace_id") "\n"
	"ORDER BY id\n"
	"LIMIT 200\n"
	"FOR UPDATE",
	"iii",
};

static const struct db_statement is_kept = {
	"task_is_kept",
	"SELECT EXISTS (SELECT 1 FROM task " DB_ANYWHERE " WHERE id = ?)",
	"i",
};

static const struct db_statement lock = {
	"task_lock",
	"SELECT COALESCE(parent_id, 0), deleted_at IS NOT NULL\n"
	"FROM task\n"
	"WHERE id = ? AND " DB_WITHIN("workspace_id") "\n"
	"LOCK IN SHARE MODE",
	"ii",
};

#define INSERT_HEAD \
	"INSERT INTO task (workspace_id, project_id, section_id, parent_id, position, title, notes, assignee_id, priority,\n" \
	"  start_on, due_on, due_at, due_clock, due_zone, recurrence, occurs_on, tags, followers, blocked_by, links,\n" \
	"  field_values, completed_at, completed_by, created_at, created_by, updated_at, updated_by)\n" \
	"VALUES "
#define INSERT_ROW \
	"(" DB_WITHIN_VALUE("workspace", "id") ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define INSERT_COLUMNS 27
#define INSERT_AT_ONCE 10
#define RETURNING_IDS "\nRETURNING id"

static const struct db_statement insert_one = { "task_insert_one", INSERT_HEAD INSERT_ROW, "" };
static const struct db_statement delete = {
	"task_delete",
	"UPDATE task\n"
	"SET deleted_at = ?, updated_at = ?, updated_by = ?, version = version + 1\n"
	"WHERE id = ? AND version = ? AND " DB_WITHIN("workspace_id"),
	"",
};

#define TASK_WITHIN DB_WITHIN_VALUE("task", "workspace_id")
#define OF_TASK_WITHIN DB_WITHIN_BY("task_id", "task", "workspace_id")

/* The tables that index a row's texts. The texts are the truth; these rows follow them. */
static const struct db_statement clear_tags = { "task_clear_tags", "DELETE FROM task_tag\nWHERE task_id = ? AND " OF_TASK_WITHIN, "" };
static const struct db_statement add_tag = {
	"task_add_tag",
	/* Two that the database has the same small letters for, and we have not, are one row. */
	"INSERT INTO task_tag (task_id, workspace_id, tag, state)\nVALUES (" TASK_WITHIN ", ?, LOWER(?), ?)\nON DUPLICATE KEY UPDATE tag = VALUES(tag)",
	"",
};
static const struct db_statement set_tag_states = {
	"task_set_tag_states",
	"UPDATE task_tag g\n"
	"JOIN task t ON t.id = g.task_id\n"
	"SET g.state = t.state\n"
	"WHERE g.task_id = ? AND " DB_WITHIN("t.workspace_id"),
	"",
};
static const struct db_statement clear_followers = { "task_clear_followers", "DELETE FROM task_follower\nWHERE task_id = ? AND " OF_TASK_WITHIN, "" };
static const struct db_statement add_follower = {
	"task_add_follower",
	"INSERT INTO task_follower (task_id, user_id)\nVALUES (" TASK_WITHIN ", ?)",
	"",
};
static const struct db_statement clear_blockers = { "task_clear_blockers", "DELETE FROM task_blocker\nWHERE task_id = ? AND " OF_TASK_WITHIN, "" };
static const struct db_statement add_blocker = {
	"task_add_blocker",
	"INSERT INTO task_blocker (task_id, blocker_id)\nVALUES (" TASK_WITHIN ", ?)",
	"",
};

#define FIRST_OF(name, neighbours) \
	{ name, "SELECT position\nFROM task\nWHERE " neighbours " AND deleted_at IS NULL AND " DB_WITHIN("workspace_id") "\n" \
		"ORDER BY position, id\nLIMIT 1", "i" }
#define NEXT_OF(name, neighbours) \
	{ name, "SELECT id, position\nFROM task\nWHERE " neighbours " AND deleted_at IS NULL AND " DB_WITHIN("workspace_id") "\n" \
		"  AND position > ? AND id <> ?\nORDER BY position, id\nLIMIT 1", "ii" }
#define UNDER_PARENT "parent_id = ?"
#define ON_TOP_OF_PROJECT "project_id = ? AND parent_id IS NULL"
#define ON_TOP_OF_WORKSPACE "workspace_id = ? AND project_id IS NULL AND parent_id IS NULL"

static const struct db_statement first_under_parent = FIRST_OF("task_first_under_parent", UNDER_PARENT);
static const struct db_statement first_in_project = FIRST_OF("task_first_in_project", ON_TOP_OF_PROJECT);
static const struct db_statement first_in_workspace = FIRST_OF("task_first_in_workspace", ON_TOP_OF_WORKSPACE);
static const struct db_statement next_under_parent = NEXT_OF("task_next_under_parent", UNDER_PARENT);
static const struct db_statement next_in_project = NEXT_OF("task_next_in_project", ON_TOP_OF_PROJECT);
static const struct db_statement next_in_workspace = NEXT_OF("task_next_in_workspace", ON_TOP_OF_WORKSPACE);

/* Circles are looked for wherever they lead; of what is passed on the way nothing is told. */
static const struct db_statement blockers = {
	"task_blockers",
	"SELECT blocker_id\nFROM task_blocker " DB_ANYWHERE "\nWHERE task_id = ?\nLOCK IN SHARE MODE",
	"i",
};

static const struct db_statement any_in_project = {
	"task_any_in_project",
	"SELECT EXISTS (SELECT 1 FROM task WHERE project_id = ? AND deleted_at IS NULL AND " DB_WITHIN("workspace_id") ")",
	"i",
};

static bool find_one(struct db *db, const struct db_statement *statement, struct db_values values, struct task *task, bool *found)
{
	struct task_list list;

	if (!task_rows_find(db, statement, values, &list))
		return false;
	*found = list.count != 0;
	if (*found)
		*task = list.tasks[0];
	return true;
}

bool task_store_find(struct db *db, int64_t id, int64_t viewer_id, struct task *task, bool *found)
{
	if (!viewer_id)
		return find_one(db, &find_of_all, DB_VALUES(db_integer(id)), task, found);
	return find_one(db, &find_of_member, DB_VALUES(db_integer(viewer_id), db_integer(id)), task, found);
}

bool task_store_find_brief(struct db *db, int64_t id, int64_t viewer_id, struct task *task, bool *found)
{
	if (!viewer_id)
		return find_one(db, &brief_of_all, DB_VALUES(db_integer(id)), task, found);
	return find_one(db, &brief_of_member, DB_VALUES(db_integer(viewer_id), db_integer(id)), task, found);
}

bool task_store_find_by_title(struct db *db, const char *title, int64_t workspace_id, int64_t project_id, int64_t viewer_id,
			      struct task_list *list)
{
	struct db_value project = db_integer(project_id), workspace = db_integer(workspace_id), wanted = db_text(title);

	if (!viewer_id)
		return task_rows_find(db, &titled_of_all, DB_VALUES(wanted, wanted, project, workspace), list);
	return task_rows_find(db, &titled_of_member, DB_VALUES(db_integer(viewer_id), wanted, wanted, project, workspace), list);
}

bool task_store_children(struct db *db, int64_t parent_id, int64_t viewer_id, struct task_list *list)
{
	const struct db_value parent = db_integer(parent_id), most = db_integer(TASK_CHILDREN_SHOWN);

	if (!viewer_id)
		return task_rows_find(db, &children_of_all, DB_VALUES(parent, most), list);
	return task_rows_find(db, &children_of_member, DB_VALUES(db_integer(viewer_id), parent, most), list);
}

bool task_store_child_ids(struct db *db, int64_t parent_id, struct id_list *list)
{
	return id_list_find(db, &child_ids, DB_VALUES(db_integer(parent_id)), list);
}

bool task_store_child_elsewhere(struct db *db, int64_t parent_id, int64_t project_id, int64_t *id)
{
	struct id_list list;

	if (!id_list_find(db, &child_elsewhere, DB_VALUES(db_integer(parent_id), db_id(project_id)), &list))
		return false;
	*id = list.count ? list.ids[0] : 0;
	return true;
}

bool task_store_count_under(struct db *db, int64_t id, int64_t *count, int64_t *levels)
{
	struct db_rows rows;

	if (!db_run(db, &count_under, DB_VALUES(db_integer(id)), &rows))
		return false;
	*count = db_row_integer(&rows, 0, 0);
	*levels = db_row_integer(&rows, 0, 1);
	return true;
}

bool task_store_lock_children(struct db *db, int64_t parent_id, int64_t after_id, struct task_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &lock_children, DB_VALUES(db_integer(parent_id), db_integer(after_id)), &rows))
		return false;
	list->count = rows.count;
	list->tasks = arena_array(db_arena(db), rows.count + 1, sizeof(*list->tasks));
	for (size_t i = 0; i < rows.count; i++)
		list->tasks[i] = (struct task){
			.id = db_row_integer(&rows, i, 0),
			.workspace_id = db_row_integer(&rows, i, 1),
			.parent_id = parent_id,
			.version = db_row_integer(&rows, i, 2),
		};
	return true;
}

bool task_store_is_kept(struct db *db, int64_t id, bool *kept)
{
	struct db_rows rows;

	if (!db_run(db, &is_kept, DB_VALUES(db_integer(id)), &rows))
		return false;
	*kept = db_row_integer(&rows, 0, 0) != 0;
	return true;
}

bool task_store_lock(struct db *db, int64_t id, int64_t *parent_id, bool *is_deleted)
{
	struct db_rows rows;

	if (!db_run(db, &lock, DB_VALUES(db_integer(id)), &rows))
		return false;
	*parent_id = rows.count ? db_row_integer(&rows, 0, 0) : 0;
	*is_deleted = !rows.count || db_row_integer(&rows, 0, 1);
	return true;
}

static void insert_values(struct db_value *values, const struct task *task, struct db_value now, int64_t user_id,
			  struct arena *arena)
{
	const struct db_value row[INSERT_COLUMNS] = {
		db_integer(task->workspace_id), db_id(task->project_id), db_id(task->section_id), db_id(task->parent_id),
		db_integer(task->position), db_text(task->title), db_text(task->notes),
		db_id(task->assignee_id), db_integer(task->priority), db_text(task->start_on), db_text(task->due_on),
		db_moment(arena, task->due_at), db_text(task->due_clock), db_text(task->due_zone), db_text(task->recurrence),
		db_text(task->occurs_on), db_text(task->tags),
		db_text(task->followers), db_text(task->blocked_by), db_text(task->links), db_text(task->field_values),
		db_moment(arena, task->completed_at), db_id(task->completed_at ? user_id : 0), now,
		db_integer(user_id), now, db_integer(user_id),
	};

	memcpy(values, row, sizeof(row));
}

/* As the column task.state says it. */
static int64_t state_of(const struct task *task)
{
	return task->deleted_at ? 2 : task->completed_at ? 1 : 0;
}

static bool index_tags(struct db *db, const struct task *task)
{
	const struct db_value id = db_integer(task->id), workspace = db_integer(task->workspace_id), state = db_integer(state_of(task));
	const char *rest = task->tags;
	const char *tag;

	while ((tag = lines_next(db_arena(db), &rest)))
		if (!db_run(db, &add_tag, DB_VALUES(id, workspace, db_text(tag), state), NULL))
			return false;
	return true;
}

static bool index_ids(struct db *db, const struct db_statement *statement, int64_t task_id, const char *ids)
{
	const char *line;

	while ((line = lines_next(db_arena(db), &ids)))
		if (!db_run(db, statement, DB_VALUES(db_integer(task_id), db_text(line)), NULL))
			return false;
	return true;
}

bool task_store_index(struct db *db, const struct task *task)
{
	return index_tags(db, task) && index_ids(db, &add_follower, task->id, task->followers) &&
	       index_ids(db, &add_blocker, task->id, task->blocked_by);
}

static bool differs(const char *one, const char *other)
{
	return strcmp(one ? one : "", other ? other : "") != 0;
}

bool task_store_index_again(struct db *db, const struct task *before, const struct task *task)
{
	struct db_values id = DB_VALUES(db_integer(task->id));

	if (differs(before->tags, task->tags)) {
		if (!db_run(db, &clear_tags, id, NULL) || !index_tags(db, task))
			return false;
	} else if (task->tags && state_of(before) != state_of(task) && !db_run(db, &set_tag_states, id, NULL)) {
		return false;
	}
	if (differs(before->followers, task->followers) &&
	    (!db_run(db, &clear_followers, id, NULL) || !index_ids(db, &add_follower, task->id, task->followers)))
		return false;
	return !differs(before->blocked_by, task->blocked_by) ||
	       (db_run(db, &clear_blockers, id, NULL) && index_ids(db, &add_blocker, task->id, task->blocked_by));
}

static bool insert_single(struct db *db, struct task *task, struct db_values values)
{
	if (!db_run(db, &insert_one, values, NULL))
		return false;
	task->id = db_insert_id(db);
	return true;
}

static bool insert_several(struct db *db, struct task *tasks[], size_t count, struct db_values values)
{
	struct db_statement statement = {
		"task_insert_several",
		db_rows_sql(db_arena(db), INSERT_HEAD, INSERT_ROW, count, RETURNING_IDS),
		"i",
	};
	struct db_rows rows;

	if (!db_run(db, &statement, values, &rows))
		return false;
	for (size_t i = 0; i < count; i++)
		tasks[i]->id = db_row_integer(&rows, i, 0);
	return true;
}

static bool insert_rows(struct db *db, struct task *tasks[], size_t count, struct db_value now, int64_t created_by)
{
	struct arena *arena = db_arena(db);
	struct db_value *values = arena_array(arena, count * INSERT_COLUMNS, sizeof(*values));
	const struct db_values all = { values, count * INSERT_COLUMNS };

	for (size_t i = 0; i < count; i++)
		insert_values(values + i * INSERT_COLUMNS, tasks[i], now, created_by, arena);
	if (!(count == 1 ? insert_single(db, tasks[0], all) : insert_several(db, tasks, count, all)))
		return false;
	for (size_t i = 0; i < count; i++) {
		tasks[i]->version = 1;
		if (!task_store_index(db, tasks[i]))
			return false;
	}
	return true;
}

bool task_store_insert(struct db *db, struct task *tasks[], size_t count, const char *now, int64_t created_by)
{
	const struct db_value at = db_moment(db_arena(db), now);

	while (count) {
		size_t some = count < INSERT_AT_ONCE ? count : INSERT_AT_ONCE;

		if (!insert_rows(db, tasks, some, at, created_by))
			return false;
		tasks += some;
		count -= some;
	}
	return true;
}

static bool set_deleted(struct db *db, struct db_value deleted_at, int64_t id, int64_t version, const char *now,
			int64_t updated_by, bool *changed)
{
	if (!db_run(db, &delete,
		    DB_VALUES(deleted_at, db_moment(db_arena(db), now), db_integer(updated_by), db_integer(id),
			      db_integer(version)),
		    NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return !*changed || db_run(db, &set_tag_states, DB_VALUES(db_integer(id)), NULL);
}

bool task_store_delete(struct db *db, int64_t id, int64_t version, const char *now, int64_t updated_by, bool *changed)
{
	return set_deleted(db, db_moment(db_arena(db), now), id, version, now, updated_by, changed);
}

bool task_store_restore(struct db *db, int64_t id, int64_t version, const char *now, int64_t updated_by, bool *changed)
{
	return set_deleted(db, db_null(), id, version, now, updated_by, changed);
}

static bool one_integer(struct db *db, const struct db_statement *statement, struct db_values values, int64_t *integer)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	*integer = db_row_integer(&rows, 0, 0);
	return true;
}

/* What the neighbours of a task have in common. */
static int64_t common_id(const struct task *task)
{
	return task->parent_id ? task->parent_id : task->project_id ? task->project_id : task->workspace_id;
}

static const struct db_statement *choose(const struct task *task, const struct db_statement *under_parent,
					 const struct db_statement *in_project, const struct db_statement *in_workspace)
{
	return task->parent_id ? under_parent : task->project_id ? in_project : in_workspace;
}

bool task_store_first_neighbour(struct db *db, const struct task *task, int64_t *position, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, choose(task, &first_under_parent, &first_in_project, &first_in_workspace),
		    DB_VALUES(db_integer(common_id(task))), &rows))
		return false;
	*found = rows.count != 0;
	*position = *found ? db_row_integer(&rows, 0, 0) : 0;
	return true;
}

bool task_store_next_neighbour(struct db *db, const struct task *task, int64_t after, int64_t *id, int64_t *position)
{
	struct db_rows rows;

	if (!db_run(db, choose(task, &next_under_parent, &next_in_project, &next_in_workspace),
		    DB_VALUES(db_integer(common_id(task)), db_integer(after), db_integer(task->id)), &rows))
		return false;
	*id = rows.count ? db_row_integer(&rows, 0, 0) : 0;
	*position = rows.count ? db_row_integer(&rows, 0, 1) : 0;
	return true;
}

bool task_store_blockers(struct db *db, int64_t task_id, struct id_list *list)
{
	return id_list_find(db, &blockers, DB_VALUES(db_integer(task_id)), list);
}

bool task_store_any_in_project(struct db *db, int64_t project_id, bool *any)
{
	int64_t found;

	if (!one_integer(db, &any_in_project, DB_VALUES(db_integer(project_id)), &found))
		return false;
	*any = found != 0;
	return true;
}
