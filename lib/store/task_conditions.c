/*
 * The conditions of a list: those that apply, as SQL with bound values, never anything that was sent.
 */
#include "store/task_conditions.h"

#include "store/like.h"

/* Not EXISTS, which MariaDB would turn into reading all blockers first. */
#define OPEN_BLOCKER \
	"COALESCE((SELECT 1 FROM task_blocker b JOIN task o ON o.id = b.blocker_id\n" \
	"    WHERE b.task_id = t.id AND o.completed_at IS NULL AND o.deleted_at IS NULL LIMIT 1), 0)"

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
	/* Values of a field that was removed stay in the row, since the removal may be undone. */
	[TASK_PART_FIELDS] = "(t.field_values IS NOT NULL AND EXISTS (SELECT 1 FROM custom_field x\n"
			     "    WHERE x.project_id = t.project_id AND x.deleted_at IS NULL\n"
			     "      AND LOCATE(CONCAT('\\n', x.id, '\\t'), CONCAT('\\n', t.field_values))))",
	[TASK_PART_COMMENTS] = "EXISTS (SELECT 1 FROM comment x WHERE x.task_id = t.id AND x.deleted_at IS NULL)",
};

static void add_places(struct built *built, const struct task_query *query)
{
	built_also_integer(built, "t.project_id = ?", query->project_id);
	built_also_integer(built, "t.section_id = ?", query->section_id);
	built_also_integer(built, "t.parent_id = ?", query->parent_id);
	built_also_integer(built, "t.assignee_id = ?", query->assignee_id);
	if (query->unassigned)
		built_also(built, "t.assignee_id IS NULL");
	built_also_integer(built, "t.created_by = ?", query->created_by_id);
}

#define IS_MENTIONED \
	"EXISTS (SELECT 1 FROM comment x JOIN comment_mention n ON n.comment_id = x.id AND n.user_id = ?\n" \
	"    WHERE x.task_id = t.id AND x.deleted_at IS NULL)"

/* What the way begins with is what the rows are found by; tags but for the first, then, are joined. */
static void add_sets(struct built *built, const struct task_query *query, const struct task_way *way)
{
	built_also_integer(built,
		     way->anchor == ANCHOR_FOLLOWER ?
			     "f.user_id = ?" :
			     "EXISTS (SELECT 1 FROM task_follower f WHERE f.task_id = t.id AND f.user_id = ?)",
		     query->follower_id);
	built_also_integer(built,
		     way->anchor == ANCHOR_BLOCKER ?
			     "d.blocker_id = ?" :
			     "EXISTS (SELECT 1 FROM task_blocker d WHERE d.task_id = t.id AND d.blocker_id = ?)",
		     query->blocker_id);
	if (way->anchor != ANCHOR_MENTIONED)
		built_also_integer(built, IS_MENTIONED, query->mentioned_id);
	if (way->anchor == ANCHOR_TAG)
		built_also_bound(built, "g.tag = LOWER(?)", db_text(query->tags[0]));
	for (size_t i = 0; i < query->not_tag_count; i++)
		built_also_bound(built, "NOT EXISTS (SELECT 1 FROM task_tag g WHERE g.task_id = t.id AND g.tag = LOWER(?))",
				db_text(query->not_tags[i]));
}

static void add_parts(struct built *built, const struct task_query *query)
{
	for (unsigned i = 0; i < TASK_PART_COUNT; i++) {
		if (query->has & 1U << i)
			built_also(built, part_rules[i]);
		if (query->has_not & 1U << i)
			text_printf(&built->sql, "\n  AND NOT %s", part_rules[i]);
	}
}

static void also_part(struct built *built, const char *condition, const char *part, struct arena *arena)
{
	const char *pattern = like_pattern(arena, "%", part, "%");

	built_also_bound(built, condition, db_text(pattern));
	built_bind(built, db_text(pattern));
}

/* By words that the rows are not found by: not a condition that MariaDB would rather find them by. */
#define HAS_WORDS "COALESCE(MATCH (t.search_text) AGAINST (? IN BOOLEAN MODE), 0) > 0"

/*
 * CONCAT tells what is unwanted from what is wanted: two conditions that are the same when a statement runs for the first
 * time are one to MariaDB whenever it runs.
 */
static void add_words(struct built *built, const struct task_query *query, const struct task_way *way, struct arena *arena)
{
	built_also_text(built, way->anchor == ANCHOR_WORDS ? "MATCH (t.search_text) AGAINST (? IN BOOLEAN MODE)" : HAS_WORDS, query->words);
	built_also_text(built, "NOT MATCH (t.search_text) AGAINST (CONCAT(?, '') IN BOOLEAN MODE)", query->not_words);
	for (size_t i = 0; i < query->part_count; i++)
		also_part(built, "(t.title LIKE ? OR t.notes LIKE ?)", query->parts[i], arena);
	for (size_t i = 0; i < query->not_part_count; i++)
		also_part(built, "NOT (t.title LIKE ? OR COALESCE(t.notes, '') LIKE ?)", query->not_parts[i], arena);
}

static void add_properties(struct built *built, const struct task_query *query, struct arena *arena)
{
	built_also_integer(built, "t.priority = ?", query->priority);
	built_also(built, blocked_rules[query->blocked]);
	if (query->contains)
		built_also_bound(built, "t.title LIKE ?", db_text(like_pattern(arena, "%", query->contains, "%")));
	if (query->field_value)
		built_also_bound(built, "LOWER(CONCAT('\\n', t.field_values, '\\n')) COLLATE utf8mb4_bin LIKE LOWER(?)",
				db_text(like_pattern(arena, "%\n", query->field_value, "\n%")));
}

/*
 * A moment lies on one day for who wrote it and perhaps on the next for who looks for it. The
 * wider condition on due_sort is what the index can serve.
 */
static void add_due(struct built *built, const struct task_query *query, struct arena *arena)
{
	if (query->due_from) {
		built_also_text(built, "t.due_sort >= ? - INTERVAL 1 DAY", query->due_from);
		built_also_bound(built, "(t.due_at >= ? OR t.due_at IS NULL AND t.due_on >= ?)", db_moment(arena, query->due_from_utc));
		built_bind(built, db_text(query->due_from));
	}
	if (query->due_to) {
		built_also_text(built, "t.due_sort < ? + INTERVAL 2 DAY", query->due_to);
		built_also_bound(built, "(t.due_at < ? OR t.due_at IS NULL AND t.due_on <= ?)", db_moment(arena, query->due_before_utc));
		built_bind(built, db_text(query->due_to));
	}
}

static void add_overdue(struct built *built, const struct task_query *query, struct arena *arena)
{
	if (!query->overdue)
		return;
	if (query->overdue == TASK_NEVER) {
		built_also_bound(built, "NOT (t.state = 0 AND COALESCE(t.due_at < ?, t.due_on < ?, 0))", db_moment(arena, query->overdue_utc));
		built_bind(built, db_text(query->overdue_on));
		return;
	}
	built_also_text(built, "t.due_sort < ? + INTERVAL 2 DAY", query->overdue_on);
	built_also_bound(built, "(t.due_at < ? OR t.due_at IS NULL AND t.due_on < ?)", db_moment(arena, query->overdue_utc));
	built_bind(built, db_text(query->overdue_on));
}

static void also_moment(struct built *built, const char *condition, const char *moment, struct arena *arena)
{
	if (moment)
		built_also_bound(built, condition, db_moment(arena, moment));
}

/* What was made or completed on a day was changed then or later, for the index by changes. */
static void add_days(struct built *built, const struct task_query *query, struct arena *arena)
{
	add_due(built, query, arena);
	add_overdue(built, query, arena);
	built_also_text(built, "t.start_on >= ?", query->start_from);
	built_also_text(built, "t.start_on <= ?", query->start_to);
	also_moment(built, "t.updated_at >= ?", query->created_from, arena);
	also_moment(built, "t.updated_at >= ?", query->completed_from, arena);
	also_moment(built, "t.created_at >= ?", query->created_from, arena);
	also_moment(built, "t.created_at < ?", query->created_before, arena);
	also_moment(built, "t.updated_at >= ?", query->updated_from, arena);
	also_moment(built, "t.updated_at < ?", query->updated_before, arena);
	also_moment(built, "t.completed_at >= ?", query->completed_from, arena);
	also_moment(built, "t.completed_at < ?", query->completed_before, arena);
}

const char *task_conditions_state(enum task_state state)
{
	/* The values of task.state and task_tag.state. */
	static const char *const rules[TASK_STATE_COUNT] = {
		[TASK_STATE_OPEN] = "state = 0",
		[TASK_STATE_COMPLETED] = "state = 1",
		[TASK_STATE_ANY] = "state IN (0, 1)",
		[TASK_STATE_TRASH] = "state = 2",
	};

	return rules[state];
}

/* Also to leave words out, or to look for them in rows found otherwise, their index has to be allowed. */
void task_conditions_add_index(struct built *built, const struct task_query *query, const struct task_way *way)
{
	bool needs_words = (query->words || query->not_words) && way->anchor != ANCHOR_WORDS;

	if (way->index)
		text_printf(&built->sql, " FORCE INDEX (%s%s)", way->index, needs_words ? ", words" : "");
}

void task_conditions_add_from(struct built *built, const struct task_query *query, const struct task_way *way)
{
	text_add(&built->sql, way->from);
	if (way->anchor == ANCHOR_MENTIONED)
		built_bind(built, db_integer(query->mentioned_id));
	task_conditions_add_index(built, query, way);
}

/* A task has a tag once: what must have several is joined to each, before anything else is read. */
void task_conditions_add_tags(struct built *built, const struct task_query *query, const struct task_way *way)
{
	for (size_t i = way->anchor == ANCHOR_TAG; i < query->tag_count; i++) {
		text_printf(&built->sql, "\nJOIN task_tag g%zu FORCE INDEX (PRIMARY) ON g%zu.task_id = t.id AND g%zu.tag = LOWER(?)", i, i, i);
		built_bind(built, db_text(query->tags[i]));
	}
}

struct built task_conditions_of(const struct task_query *query, const struct task_way *way, struct arena *arena)
{
	struct built built = built_in(arena);

	add_places(&built, query);
	add_sets(&built, query, way);
	add_properties(&built, query, arena);
	add_parts(&built, query);
	add_words(&built, query, way, arena);
	add_days(&built, query, arena);
	return built;
}
