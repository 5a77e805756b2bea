#include "store/task_store.h"

#include "base/text.h"

#include <string.h>

#define TASK_COLUMNS(role, notes) \
	"t.id, t.workspace_id, w.name, " role ", t.title, " notes ", COALESCE(t.assignee_id, 0), a.email, t.priority + 0,\n" \
	"  t.start_on, t.due_on, t.due_at, t.completed_at, t.created_at, c.email, t.updated_at, u.email, t.version"
#define TASK_LETTERS "iitittitiddmmmtmti"
#define TASK_PEOPLE \
	"JOIN workspace w ON w.id = t.workspace_id AND w.deleted_at IS NULL\n" \
	"JOIN user c ON c.id = t.created_by\n" \
	"JOIN user u ON u.id = t.updated_by\n" \
	"LEFT JOIN user a ON a.id = t.assignee_id\n"
#define SEEN_BY_MEMBER "JOIN membership m ON m.workspace_id = t.workspace_id AND m.user_id = ?\n"

static const struct db_statement find_of_member = {
	"task_find_of_member",
	"SELECT " TASK_COLUMNS("m.role + 0", "t.notes") "\nFROM task t\n" SEEN_BY_MEMBER TASK_PEOPLE
	"WHERE t.id = ? AND t.deleted_at IS NULL",
	TASK_LETTERS,
};

static const struct db_statement find_of_all = {
	"task_find_of_all",
	"SELECT " TASK_COLUMNS("3", "t.notes") "\nFROM task t\n" TASK_PEOPLE
	"WHERE t.id = ? AND t.deleted_at IS NULL",
	TASK_LETTERS,
};

#define INSERT_HEAD \
	"INSERT INTO task (workspace_id, title, notes, assignee_id, priority, start_on, due_on, due_at, completed_at, completed_by,\n" \
	"  created_at, created_by, updated_at, updated_by)\n" \
	"VALUES "
#define INSERT_ROW "(?, ?, ?, NULLIF(?, 0), ?, ?, ?, ?, ?, NULLIF(?, 0), ?, ?, ?, ?)"
#define INSERT_TAIL "\nRETURNING id"
#define FIVE(row) row ", " row ", " row ", " row ", " row
#define INSERT_COLUMNS 14
#define INSERT_BATCH 10

static const struct db_statement insert_one = { "task_insert_one", INSERT_HEAD INSERT_ROW INSERT_TAIL, "i" };
static const struct db_statement insert_batch = {
	"task_insert_batch",
	INSERT_HEAD FIVE(INSERT_ROW) ", " FIVE(INSERT_ROW) INSERT_TAIL,
	"i",
};

static const struct db_statement update = {
	"task_update",
	"UPDATE task\n"
	"SET title = ?, notes = ?, assignee_id = NULLIF(?, 0), priority = ?, start_on = ?, due_on = ?, due_at = ?,\n"
	"  completed_by = IF(? IS NULL, NULL, COALESCE(completed_by, ?)), completed_at = ?,\n"
	"  updated_at = ?, updated_by = ?, version = version + 1\n"
	"WHERE id = ? AND version = ? AND deleted_at IS NULL",
	"",
};

static const struct db_statement delete = {
	"task_delete",
	"UPDATE task\n"
	"SET deleted_at = ?, updated_at = ?, updated_by = ?, version = version + 1\n"
	"WHERE id = ? AND version = ? AND deleted_at IS NULL",
	"",
};

static struct task task_from(const struct db_rows *rows, size_t row)
{
	return (struct task){
		.id = db_row_integer(rows, row, 0),
		.workspace_id = db_row_integer(rows, row, 1),
		.workspace = db_row_text(rows, row, 2),
		.role = (enum role)db_row_integer(rows, row, 3),
		.title = db_row_text(rows, row, 4),
		.notes = db_row_text(rows, row, 5),
		.assignee_id = db_row_integer(rows, row, 6),
		.assignee = db_row_text(rows, row, 7),
		.priority = (enum priority)db_row_integer(rows, row, 8),
		.start_on = db_row_text(rows, row, 9),
		.due_on = db_row_text(rows, row, 10),
		.due_at = db_row_text(rows, row, 11),
		.completed_at = db_row_text(rows, row, 12),
		.created_at = db_row_text(rows, row, 13),
		.created_by = db_row_text(rows, row, 14),
		.updated_at = db_row_text(rows, row, 15),
		.updated_by = db_row_text(rows, row, 16),
		.version = db_row_integer(rows, row, 17),
	};
}

bool task_store_find(struct db *db, int64_t id, int64_t viewer_id, struct task *task, bool *found)
{
	struct db_rows rows;
	bool ran = viewer_id ? db_run(db, &find_of_member, DB_VALUES(db_integer(viewer_id), db_integer(id)), &rows) :
			       db_run(db, &find_of_all, DB_VALUES(db_integer(id)), &rows);

	if (!ran)
		return false;
	*found = rows.count != 0;
	if (*found)
		*task = task_from(&rows, 0);
	return true;
}

/*
 * A list's statement is put together from the fragments below, never from anything that was
 * sent: each condition that applies adds its text and its value.
 */
struct sort_rule {
	const char *after;     /* the keyset condition; takes the sort value, the same again, and the id */
	const char *order;
};

static const struct sort_rule sort_rules[TASK_SORT_COUNT] = {
	[TASK_SORT_CREATED] = { NULL, "t.id" },
	[TASK_SORT_DUE] = { "(t.due_sort > ? OR (t.due_sort = ? AND t.id > ?))", "t.due_sort, t.id" },
	[TASK_SORT_UPDATED] = { "(t.updated_at < ? OR (t.updated_at = ? AND t.id < ?))", "t.updated_at DESC, t.id DESC" },
};

static const char *const state_rules[TASK_STATE_COUNT] = {
	[TASK_STATE_OPEN] = "t.completed_at IS NULL",
	[TASK_STATE_COMPLETED] = "t.completed_at IS NOT NULL",
	[TASK_STATE_ANY] = NULL,
};

struct built {
	struct text sql;
	struct db_value values[16];
	size_t count;
};

static void also(struct built *built, const char *condition)
{
	text_printf(&built->sql, "\n  AND %s", condition);
}

static void bind(struct built *built, struct db_value value)
{
	built->values[built->count++] = value;
}

static void also_bound(struct built *built, const char *condition, struct db_value value)
{
	also(built, condition);
	bind(built, value);
}

static const char *like_pattern(struct arena *arena, const char *contains)
{
	struct text pattern = text_in(arena);

	text_add_char(&pattern, '%');
	for (; *contains; contains++) {
		if (strchr("%_\\", *contains))
			text_add_char(&pattern, '\\');
		text_add_char(&pattern, *contains);
	}
	text_add_char(&pattern, '%');
	return text_string(&pattern);
}

static void add_conditions(struct built *built, const struct task_query *query, struct arena *arena)
{
	if (query->workspace_id)
		also_bound(built, "t.workspace_id = ?", db_integer(query->workspace_id));
	if (query->assignee_id)
		also_bound(built, "t.assignee_id = ?", db_integer(query->assignee_id));
	if (query->unassigned)
		also(built, "t.assignee_id IS NULL");
	if (state_rules[query->state])
		also(built, state_rules[query->state]);
	if (query->due_from)
		also_bound(built, "t.due_sort >= ?", db_text(query->due_from));
	if (query->due_to)
		also_bound(built, "t.due_sort <= ?", db_text(query->due_to));
	if (query->contains)
		also_bound(built, "t.title LIKE ?", db_text(like_pattern(arena, query->contains)));
}

static void add_start(struct built *built, const struct task_query *query, struct arena *arena)
{
	const struct sort_rule *rule = &sort_rules[query->sort];
	struct db_value after = db_moment(arena, query->after_value);

	if (!query->after_value)
		return;
	if (!rule->after) {
		also_bound(built, "t.id > ?", db_integer(query->after_id));
		return;
	}
	also_bound(built, rule->after, after);
	bind(built, after);
	bind(built, db_integer(query->after_id));
}

static struct built build(const struct task_query *query, struct arena *arena)
{
	struct built built = { .sql = text_in(arena) };

	text_add(&built.sql, query->viewer_id ? "SELECT " TASK_COLUMNS("m.role + 0", "NULL") "\nFROM task t\n" :
						"SELECT " TASK_COLUMNS("3", "NULL") "\nFROM task t\n");
	if (query->viewer_id) {
		text_add(&built.sql, SEEN_BY_MEMBER);
		bind(&built, db_integer(query->viewer_id));
	}
	text_add(&built.sql, TASK_PEOPLE "WHERE t.deleted_at IS NULL");
	add_conditions(&built, query, arena);
	add_start(&built, query, arena);
	text_printf(&built.sql, "\nORDER BY %s\nLIMIT ?", sort_rules[query->sort].order);
	bind(&built, db_integer(query->limit));
	return built;
}

bool task_store_list(struct db *db, const struct task_query *query, struct task_list *list)
{
	struct built built = build(query, db_arena(db));
	struct db_statement statement = { "task_list", text_string(&built.sql), TASK_LETTERS };
	struct db_rows rows;

	if (!db_run(db, &statement, (struct db_values){ built.values, built.count }, &rows))
		return false;
	list->count = rows.count;
	list->tasks = arena_array(db_arena(db), rows.count, sizeof(*list->tasks));
	for (size_t i = 0; i < rows.count; i++)
		list->tasks[i] = task_from(&rows, i);
	return true;
}

const char *task_sort_value(const struct task *task, enum task_sort sort)
{
	switch (sort) {
	case TASK_SORT_DUE:
		return task->due_on ? task->due_on : "9999-12-31";
	case TASK_SORT_UPDATED:
		return task->updated_at;
	case TASK_SORT_CREATED:
	case TASK_SORT_COUNT:
		break;
	}
	return "";
}

static void insert_values(struct db_value *values, const struct task *task, struct db_value now, int64_t user_id,
			  struct arena *arena)
{
	const struct db_value row[INSERT_COLUMNS] = {
		db_integer(task->workspace_id), db_text(task->title), db_text(task->notes), db_integer(task->assignee_id),
		db_integer(task->priority), db_text(task->start_on), db_text(task->due_on),
		db_moment(arena, task->due_at), db_moment(arena, task->completed_at),
		db_integer(task->completed_at ? user_id : 0), now, db_integer(user_id), now,
		db_integer(user_id),
	};

	memcpy(values, row, sizeof(row));
}

static bool insert_rows(struct db *db, const struct db_statement *statement, struct task *tasks[], size_t count,
			struct db_value now, int64_t created_by)
{
	struct arena *arena = db_arena(db);
	struct db_value *values = arena_array(arena, count * INSERT_COLUMNS, sizeof(*values));
	struct db_rows rows;

	for (size_t i = 0; i < count; i++)
		insert_values(values + i * INSERT_COLUMNS, tasks[i], now, created_by, arena);
	if (!db_run(db, statement, (struct db_values){ values, count * INSERT_COLUMNS }, &rows))
		return false;
	for (size_t i = 0; i < count; i++) {
		tasks[i]->id = db_row_integer(&rows, i, 0);
		tasks[i]->version = 1;
	}
	return true;
}

bool task_store_insert(struct db *db, struct task *tasks[], size_t count, const char *now, int64_t created_by)
{
	const struct db_value at = db_moment(db_arena(db), now);

	for (; count >= INSERT_BATCH; tasks += INSERT_BATCH, count -= INSERT_BATCH)
		if (!insert_rows(db, &insert_batch, tasks, INSERT_BATCH, at, created_by))
			return false;
	for (; count; tasks++, count--)
		if (!insert_rows(db, &insert_one, tasks, 1, at, created_by))
			return false;
	return true;
}

bool task_store_update(struct db *db, const struct task *task, const char *now, int64_t updated_by, bool *changed)
{
	struct arena *arena = db_arena(db);
	struct db_value completed_at = db_moment(arena, task->completed_at);

	if (!db_run(db, &update,
		    DB_VALUES(db_text(task->title), db_text(task->notes), db_integer(task->assignee_id),
			      db_integer(task->priority), db_text(task->start_on), db_text(task->due_on),
			      db_moment(arena, task->due_at), completed_at, db_integer(updated_by), completed_at,
			      db_moment(arena, now), db_integer(updated_by), db_integer(task->id),
			      db_integer(task->version)),
		    NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}

bool task_store_delete(struct db *db, int64_t id, int64_t version, const char *now, int64_t updated_by, bool *changed)
{
	const struct db_value at = db_moment(db_arena(db), now);

	if (!db_run(db, &delete,
		    DB_VALUES(at, at, db_integer(updated_by), db_integer(id), db_integer(version)), NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}
