/*
 * Changing a task's row. The statement names only what differs, so that MariaDB leaves the other columns and their
 * indexes alone; it is put together from the columns below, never from anything that was sent.
 */
#include "base/text.h"
#include "store/built.h"
#include "store/db_limit.h"
#include "store/task_store.h"

#include <stddef.h>
#include <string.h>

enum kind {
	COLUMN_ID,         /* int64_t, 0 for none */
	COLUMN_INTEGER,    /* int64_t */
	COLUMN_TEXT,
	COLUMN_MOMENT,     /* text, RFC 3339 */
};

struct column {
	const char *name;
	enum kind kind;
	size_t offset;
};

#define COLUMN(member, its_kind) { #member, its_kind, offsetof(struct task, member) }

/* What people edit, but for priority and completed_at, which are more than their column. */
static const struct column columns[] = {
	COLUMN(project_id, COLUMN_ID),	 COLUMN(section_id, COLUMN_ID),	 COLUMN(parent_id, COLUMN_ID),
	COLUMN(position, COLUMN_INTEGER), COLUMN(title, COLUMN_TEXT),	 COLUMN(notes, COLUMN_TEXT),
	COLUMN(assignee_id, COLUMN_ID),	 COLUMN(start_on, COLUMN_TEXT),	 COLUMN(due_on, COLUMN_TEXT),
	COLUMN(due_at, COLUMN_MOMENT),	 COLUMN(due_clock, COLUMN_TEXT), COLUMN(due_zone, COLUMN_TEXT),
	COLUMN(recurrence, COLUMN_TEXT), COLUMN(occurs_on, COLUMN_TEXT), COLUMN(tags, COLUMN_TEXT),
	COLUMN(followers, COLUMN_TEXT),	 COLUMN(blocked_by, COLUMN_TEXT), COLUMN(links, COLUMN_TEXT),
	COLUMN(field_values, COLUMN_TEXT),
};

#define COLUMN_COUNT (sizeof(columns) / sizeof(columns[0]))

static void set(struct built *built, const char *assignment, struct db_value value)
{
	text_add(&built->sql, assignment);
	text_add(&built->sql, ",\n  ");
	built_bind(built, value);
}

static bool texts_differ(const char *one, const char *other)
{
	return one != other && (!one || !other || strcmp(one, other) != 0);
}

static void set_column(struct built *built, const struct column *column, const struct task *before, const struct task *task,
		       struct arena *arena)
{
	const void *old = (const char *)before + column->offset, *new = (const char *)task + column->offset;
	const int64_t *old_integer = old, *new_integer = new;
	const char *const *old_text = old, *const *new_text = new;
	bool is_text = column->kind == COLUMN_TEXT || column->kind == COLUMN_MOMENT;

	if (is_text ? !texts_differ(*old_text, *new_text) : *old_integer == *new_integer)
		return;
	set(built, arena_printf(arena, "%s = ?", column->name),
	    column->kind == COLUMN_ID	  ? db_id(*new_integer) :
	    column->kind == COLUMN_INTEGER ? db_integer(*new_integer) :
	    column->kind == COLUMN_MOMENT  ? db_moment(arena, *new_text) :
					     db_text(*new_text));
}

/* Who completed a task stays the same when only the moment is another. */
static void set_completion(struct built *built, const struct task *before, const struct task *task, int64_t updated_by,
			   struct arena *arena)
{
	const struct db_value completed_at = db_moment(arena, task->completed_at);

	if (!texts_differ(before->completed_at, task->completed_at))
		return;
	set(built, "completed_by = IF(? IS NULL, NULL, COALESCE(completed_by, ?))", completed_at);
	built_bind(built, db_integer(updated_by));
	set(built, "completed_at = ?", completed_at);
}

static struct built build(const struct task *before, const struct task *task, const char *now, int64_t updated_by,
			  struct arena *arena)
{
	struct built built = built_in(arena);

	text_add(&built.sql, "UPDATE task\nSET ");
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		set_column(&built, &columns[i], before, task, arena);
	if (before->priority != task->priority)
		set(&built, "priority = ?", db_integer(task->priority));
	set_completion(&built, before, task, updated_by, arena);
	text_add(&built.sql,
		 "updated_at = ?, updated_by = ?, version = version + 1\nWHERE id = ? AND version = ? AND " DB_WITHIN("workspace_id"));
	built_bind(&built, db_moment(arena, now));
	built_bind(&built, db_integer(updated_by));
	built_bind(&built, db_integer(task->id));
	built_bind(&built, db_integer(task->version));
	return built;
}

bool task_store_update(struct db *db, const struct task *before, const struct task *task, const char *now,
		       int64_t updated_by, bool *changed)
{
	struct built built = build(before, task, now, updated_by, db_arena(db));
	struct db_statement statement = { "task_update", text_string(&built.sql), "" };

	if (!db_run(db, &statement, (struct db_values){ built.values, built.count }, NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return !*changed || task_store_index_again(db, before, task);
}
