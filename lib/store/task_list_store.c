/*
 * Lists of tasks by any of their properties, in pages, and of the tags they have.
 */
#include "base/text.h"
#include "store/like.h"
#include "store/task_row.h"
#include "store/task_store.h"

#include <stdlib.h>
#include <assert.h>
#include <string.h>

/*
 * A list's statement is put together from the fragments below, never from anything that was
 * sent: each condition that applies adds its text and its value.
 */
struct sort_rule {
	const char *after;     /* the keyset condition; takes the sort value, the same again, and the id */
	const char *order;
	bool is_moment;        /* the sort value is one; else a number */
};

static const struct sort_rule sort_rules[TASK_SORT_COUNT] = {
	[TASK_SORT_CREATED] = { NULL, "t.id", false },
	[TASK_SORT_DUE] = { "(t.due_sort > ? OR (t.due_sort = ? AND t.id > ?))", "t.due_sort, t.id", true },
	[TASK_SORT_UPDATED] = { "(t.updated_at < ? OR (t.updated_at = ? AND t.id < ?))", "t.updated_at DESC, t.id DESC", true },
	[TASK_SORT_POSITION] = { "(t.position > ? OR (t.position = ? AND t.id > ?))", "t.position, t.id", false },
};

/* Where the tasks of a list are, the narrowest place last. */
enum place {
	PLACE_ANYWHERE,
	PLACE_WORKSPACE,
	PLACE_CREATOR,
	PLACE_ASSIGNEE,
	PLACE_PROJECT,
	PLACE_PARENT,
	PLACE_COUNT,
};

/*
 * The index that holds a place's tasks in the order of the list, so that a page is read from it and no more. Left to
 * itself, MariaDB weighs ten indexes for each list, and may walk through all workspaces or sort a whole one.
 */
static const char *const indexes[PLACE_COUNT][TASK_SORT_COUNT] = {
	[PLACE_WORKSPACE] = {
		[TASK_SORT_CREATED] = "workspace_by_id",
		[TASK_SORT_DUE] = "workspace_by_due",
		[TASK_SORT_UPDATED] = "workspace_by_update",
	},
	[PLACE_CREATOR] = { [TASK_SORT_CREATED] = "created_by_id" },
	[PLACE_ASSIGNEE] = { [TASK_SORT_DUE] = "assignee_by_due", [TASK_SORT_UPDATED] = "assignee_by_update" },
	[PLACE_PROJECT] = { [TASK_SORT_DUE] = "project_by_due", [TASK_SORT_POSITION] = "project_by_position" },
	[PLACE_PARENT] = { [TASK_SORT_POSITION] = "parent" },
};

static const char *const state_rules[TASK_STATE_COUNT] = {
	[TASK_STATE_OPEN] = "t.deleted_at IS NULL AND t.completed_at IS NULL",
	[TASK_STATE_COMPLETED] = "t.deleted_at IS NULL AND t.completed_at IS NOT NULL",
	[TASK_STATE_ANY] = "t.deleted_at IS NULL",
	[TASK_STATE_TRASH] = "t.deleted_at IS NOT NULL",
};

#define OPEN_BLOCKER \
	"EXISTS (SELECT 1 FROM task_blocker b JOIN task o ON o.id = b.blocker_id\n" \
	"    WHERE b.task_id = t.id AND o.completed_at IS NULL AND o.deleted_at IS NULL)"

static const char *const blocked_rules[] = {
	[TASK_EITHER] = NULL,
	[TASK_ONLY] = OPEN_BLOCKER,
	[TASK_NEVER] = "NOT " OPEN_BLOCKER,
};

static const char *const part_rules[TASK_PART_COUNT] = {
	[TASK_PART_ASSIGNEE] = "t.assignee_id IS NOT NULL",
	[TASK_PART_START] = "t.start_on IS NOT NULL",
	[TASK_PART_DUE] = "t.due_on IS NOT NULL",
	[TASK_PART_RECURRENCE] = "t.recurrence IS NOT NULL",
	[TASK_PART_PROJECT] = "t.project_id IS NOT NULL",
	[TASK_PART_SECTION] = "s.id IS NOT NULL",
	[TASK_PART_PARENT] = "t.parent_id IS NOT NULL",
	[TASK_PART_SUBTASKS] = "EXISTS (SELECT 1 FROM task x WHERE x.parent_id = t.id AND x.deleted_at IS NULL)",
	[TASK_PART_NOTES] = "t.notes IS NOT NULL",
	[TASK_PART_TAGS] = "t.tags IS NOT NULL",
	[TASK_PART_FOLLOWERS] = "t.followers IS NOT NULL",
	[TASK_PART_BLOCKERS] = "t.blocked_by IS NOT NULL",
	[TASK_PART_LINKS] = "t.links IS NOT NULL",
	[TASK_PART_FIELDS] = "t.field_values IS NOT NULL",
	[TASK_PART_COMMENTS] = "EXISTS (SELECT 1 FROM comment x WHERE x.task_id = t.id AND x.deleted_at IS NULL)",
};

struct built {
	struct text sql;
	struct db_value values[96 + TASK_QUERY_IDS];
	size_t count;
};

static void also(struct built *built, const char *condition)
{
	if (condition)
		text_printf(&built->sql, "\n  AND %s", condition);
}

static void bind(struct built *built, struct db_value value)
{
	assert(built->count < sizeof(built->values) / sizeof(built->values[0]));
	built->values[built->count++] = value;
}

static void also_bound(struct built *built, const char *condition, struct db_value value)
{
	also(built, condition);
	bind(built, value);
}

static void also_integer(struct built *built, const char *condition, int64_t integer)
{
	if (integer)
		also_bound(built, condition, db_integer(integer));
}

static void also_text(struct built *built, const char *condition, const char *text)
{
	if (text)
		also_bound(built, condition, db_text(text));
}

static void add_places(struct built *built, const struct task_query *query)
{
	also_integer(built, "t.workspace_id = ?", query->workspace_id);
	also_integer(built, "t.project_id = ?", query->project_id);
	also_integer(built, "t.section_id = ?", query->section_id);
	also_integer(built, "t.parent_id = ?", query->parent_id);
	also_integer(built, "t.assignee_id = ?", query->assignee_id);
	if (query->unassigned)
		also(built, "t.assignee_id IS NULL");
	if (query->no_archived_projects)
		also(built, "p.archived_at IS NULL");
	if (query->no_archived_workspaces)
		also(built, "w.archived_at IS NULL");
	also_integer(built, "EXISTS (SELECT 1 FROM task_follower f WHERE f.task_id = t.id AND f.user_id = ?)",
		     query->follower_id);
	also_integer(built, "t.created_by = ?", query->created_by_id);
}

static void add_parts(struct built *built, const struct task_query *query)
{
	for (unsigned i = 0; i < TASK_PART_COUNT; i++) {
		if (query->has & 1U << i)
			also(built, part_rules[i]);
		if (query->has_not & 1U << i)
			text_printf(&built->sql, "\n  AND NOT %s", part_rules[i]);
	}
}

static void also_part(struct built *built, const char *condition, const char *part, struct arena *arena)
{
	const char *pattern = like_pattern(arena, "%", part, "%");

	also_bound(built, condition, db_text(pattern));
	bind(built, db_text(pattern));
}

static void add_words(struct built *built, const struct task_query *query, struct arena *arena)
{
	also_text(built, "MATCH (t.title, t.notes) AGAINST (? IN BOOLEAN MODE)", query->words);
	also_text(built, "NOT MATCH (t.title, t.notes) AGAINST (? IN BOOLEAN MODE)", query->not_words);
	for (size_t i = 0; i < query->part_count; i++)
		also_part(built, "(t.title LIKE ? OR t.notes LIKE ?)", query->parts[i], arena);
	for (size_t i = 0; i < query->not_part_count; i++)
		also_part(built, "NOT (t.title LIKE ? OR COALESCE(t.notes, '') LIKE ?)", query->not_parts[i], arena);
}

static void add_ids(struct built *built, const struct task_query *query)
{
	for (size_t i = 0; i < query->id_count; i++) {
		text_add(&built->sql, i ? ", ?" : "\n  AND t.id IN (?");
		bind(built, db_integer(query->ids[i]));
	}
	if (query->id_count)
		text_add_char(&built->sql, ')');
}

static void add_properties(struct built *built, const struct task_query *query, struct arena *arena)
{
	also(built, state_rules[query->state]);
	also_integer(built, "t.priority = ?", query->priority);
	also(built, blocked_rules[query->blocked]);
	for (size_t i = 0; i < query->tag_count; i++)
		also_bound(built, "EXISTS (SELECT 1 FROM task_tag g WHERE g.task_id = t.id AND g.tag = ?)",
			   db_text(query->tags[i]));
	for (size_t i = 0; i < query->not_tag_count; i++)
		also_bound(built, "NOT EXISTS (SELECT 1 FROM task_tag g WHERE g.task_id = t.id AND g.tag = ?)",
			   db_text(query->not_tags[i]));
	if (query->contains)
		also_bound(built, "t.title LIKE ?", db_text(like_pattern(arena, "%", query->contains, "%")));
	if (query->field_value)
		also_bound(built, "CONCAT('\\n', t.field_values, '\\n') LIKE ?",
			   db_text(like_pattern(arena, "%\n", query->field_value, "\n%")));
}

/*
 * A moment lies on one day for who wrote it and perhaps on the next for who looks for it. The
 * wider condition on due_sort is what the index can serve.
 */
static void add_due(struct built *built, const struct task_query *query, struct arena *arena)
{
	if (query->due_from) {
		also_text(built, "t.due_sort >= ? - INTERVAL 1 DAY", query->due_from);
		also_bound(built, "(t.due_at >= ? OR t.due_at IS NULL AND t.due_on >= ?)", db_moment(arena, query->due_from_utc));
		bind(built, db_text(query->due_from));
	}
	if (query->due_to) {
		also_text(built, "t.due_sort < ? + INTERVAL 2 DAY", query->due_to);
		also_bound(built, "(t.due_at < ? OR t.due_at IS NULL AND t.due_on <= ?)", db_moment(arena, query->due_before_utc));
		bind(built, db_text(query->due_to));
	}
}

static void add_overdue(struct built *built, const struct task_query *query, struct arena *arena)
{
	if (!query->overdue_on)
		return;
	also_text(built, "t.due_sort < ? + INTERVAL 2 DAY", query->overdue_on);
	also_bound(built, "(t.due_at < ? OR t.due_at IS NULL AND t.due_on < ?)", db_moment(arena, query->overdue_utc));
	bind(built, db_text(query->overdue_on));
}

static void also_moment(struct built *built, const char *condition, const char *moment, struct arena *arena)
{
	if (moment)
		also_bound(built, condition, db_moment(arena, moment));
}

static void add_days(struct built *built, const struct task_query *query, struct arena *arena)
{
	add_due(built, query, arena);
	add_overdue(built, query, arena);
	also_text(built, "t.start_on >= ?", query->start_from);
	also_text(built, "t.start_on <= ?", query->start_to);
	also_moment(built, "t.created_at >= ?", query->created_from, arena);
	also_moment(built, "t.created_at < ?", query->created_before, arena);
	also_moment(built, "t.updated_at >= ?", query->updated_from, arena);
	also_moment(built, "t.updated_at < ?", query->updated_before, arena);
	also_moment(built, "t.completed_at >= ?", query->completed_from, arena);
	also_moment(built, "t.completed_at < ?", query->completed_before, arena);
}

static void add_start(struct built *built, const struct task_query *query, struct arena *arena)
{
	const struct sort_rule *rule = &sort_rules[query->sort];
	struct db_value after;

	if (!query->after_value)
		return;
	after = rule->is_moment ? db_moment(arena, query->after_value) : db_integer(strtoll(query->after_value, NULL, 10));
	if (!rule->after) {
		also_bound(built, "t.id > ?", db_integer(query->after_id));
		return;
	}
	also_bound(built, rule->after, after);
	bind(built, after);
	bind(built, db_integer(query->after_id));
}

static enum place narrowest_place(const struct task_query *query)
{
	return query->parent_id	     ? PLACE_PARENT :
	       query->project_id     ? PLACE_PROJECT :
	       query->assignee_id    ? PLACE_ASSIGNEE :
	       query->created_by_id  ? PLACE_CREATOR :
	       query->workspace_id   ? PLACE_WORKSPACE :
				       PLACE_ANYWHERE;
}

/* Whether a condition may pick so few tasks that finding them and sorting is less work than walking in order. */
static bool may_pick_few(const struct task_query *query)
{
	/* Also to leave words out the index of words is needed. */
	return query->words || query->not_words || query->tag_count || query->follower_id || query->state == TASK_STATE_TRASH ||
	       ((query->due_from || query->due_to) && query->sort != TASK_SORT_DUE) ||
	       ((query->updated_from || query->updated_before) && query->sort != TASK_SORT_UPDATED);
}

static void add_index(struct built *built, const struct task_query *query)
{
	const char *index = indexes[narrowest_place(query)][query->sort];

	if (index && !may_pick_few(query))
		text_printf(&built->sql, " FORCE INDEX (%s)", index);
}

static void add_select(struct built *built, const struct task_query *query)
{
	if (query->viewer_id)
		text_add(&built->sql, query->with_notes ? TASKS_OF_MEMBER("t.notes") : TASKS_OF_MEMBER("NULL"));
	else
		text_add(&built->sql, query->with_notes ? TASKS_OF_ALL("t.notes") : TASKS_OF_ALL("NULL"));
	add_index(built, query);
	text_add(&built->sql, query->viewer_id ? JOINS_OF_MEMBER : JOINS_OF_ALL);
	if (query->viewer_id)
		bind(built, db_integer(query->viewer_id));
}

static struct built build(const struct task_query *query, struct arena *arena)
{
	struct built built = { .sql = text_in(arena) };

	add_select(&built, query);
	text_add(&built.sql, "WHERE TRUE");
	add_places(&built, query);
	add_properties(&built, query, arena);
	add_parts(&built, query);
	add_words(&built, query, arena);
	add_ids(&built, query);
	add_days(&built, query, arena);
	add_start(&built, query, arena);
	text_printf(&built.sql, "\nORDER BY %s\nLIMIT ?", sort_rules[query->sort].order);
	bind(&built, db_integer(query->limit));
	return built;
}

bool task_store_list(struct db *db, const struct task_query *query, struct task_list *list)
{
	struct built built = build(query, db_arena(db));
	struct db_statement statement = { "task_list", text_string(&built.sql), TASK_LETTERS };

	return task_rows_find(db, &statement, (struct db_values){ built.values, built.count }, list);
}

const char *task_sort_value(struct arena *arena, const struct task *task, enum task_sort sort)
{
	switch (sort) {
	case TASK_SORT_DUE:
		return task->due_sort;
	case TASK_SORT_UPDATED:
		return task->updated_at;
	case TASK_SORT_POSITION:
		return arena_printf(arena, "%lld", (long long)task->position);
	case TASK_SORT_CREATED:
	case TASK_SORT_COUNT:
		break;
	}
	return "";
}

static const struct db_statement tags_of_member = {
	"task_tags_of_member",
	"SELECT DISTINCT g.tag\n"
	"FROM membership m\n"
	"JOIN task_tag g ON g.workspace_id = m.workspace_id\n"
	"WHERE m.user_id = ? AND g.tag LIKE ? AND " DB_WITHIN("g.workspace_id") "\n"
	"ORDER BY g.tag\n"
	"LIMIT ?",
	"t",
};

static const struct db_statement tags_of_all = {
	"task_tags_of_all",
	"SELECT DISTINCT g.tag\nFROM task_tag g\nWHERE g.tag LIKE ? AND " DB_WITHIN("g.workspace_id") "\nORDER BY g.tag\nLIMIT ?",
	"t",
};

bool task_store_tags(struct db *db, int64_t viewer_id, const char *prefix, int64_t limit, const char ***tags,
		     size_t *count)
{
	struct arena *arena = db_arena(db);
	struct db_value pattern = db_text(like_pattern(arena, "", prefix, "%"));
	struct db_rows rows;
	bool ran = viewer_id ? db_run(db, &tags_of_member, DB_VALUES(db_integer(viewer_id), pattern, db_integer(limit)), &rows) :
			       db_run(db, &tags_of_all, DB_VALUES(pattern, db_integer(limit)), &rows);

	if (!ran)
		return false;
	*count = rows.count;
	*tags = arena_array(arena, rows.count + 1, sizeof(**tags));
	for (size_t i = 0; i < rows.count; i++)
		(*tags)[i] = db_row_text(&rows, i, 0);
	return true;
}
