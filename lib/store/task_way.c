#include "store/task_way.h"

#define TASKS "FROM task t"

struct anchor_rule {
	const char *from;
	const char *index;                        /* by which the tasks are found; NULL: by what leads to them */
	const char *ordered[TASK_SORT_COUNT];     /* the same, in the order of the list */
	bool is_led_by_id;                        /* what leads to the tasks of one state does so in the order of their ids */
};

static const struct anchor_rule rules[ANCHOR_COUNT] = {
	[ANCHOR_WORDS] = { .from = TASKS, .index = "words" },
	[ANCHOR_PARENT] = { .from = TASKS, .index = "parent" },
	[ANCHOR_BLOCKER] = { .from = "FROM task_blocker d\nJOIN task t ON t.id = d.task_id" },
	[ANCHOR_FOLLOWER] = { .from = "FROM task_follower f\nJOIN task t ON t.id = f.task_id" },
	[ANCHOR_ASSIGNEE] = {
		.from = TASKS,
		.index = "assignee_by_due",
		.ordered = { [TASK_SORT_DUE] = "assignee_by_due", [TASK_SORT_UPDATED] = "assignee_by_update" },
	},
	[ANCHOR_PROJECT] = {
		.from = TASKS,
		.index = "project_by_position",
		.ordered = { [TASK_SORT_DUE] = "project_by_due", [TASK_SORT_POSITION] = "project_by_position" },
	},
	[ANCHOR_MENTIONED] = {
		.from = "FROM (SELECT DISTINCT x.task_id\n"
			"  FROM comment_mention n\n"
			"  JOIN comment x ON x.id = n.comment_id AND x.deleted_at IS NULL\n"
			"  WHERE n.user_id = ?) n\n"
			"JOIN task t ON t.id = n.task_id",
	},
	[ANCHOR_TAG] = { .from = "FROM task_tag g\nJOIN task t ON t.id = g.task_id", .is_led_by_id = true },
	[ANCHOR_CREATOR] = {
		.from = TASKS,
		.index = "created_by_id",
		.ordered = { [TASK_SORT_CREATED] = "created_by_id" },
	},
	[ANCHOR_WORKSPACE] = {
		.from = TASKS,
		.index = "workspace_by_id",
		.ordered = { [TASK_SORT_CREATED] = "workspace_by_id", [TASK_SORT_DUE] = "workspace_by_due",
			     [TASK_SORT_UPDATED] = "workspace_by_update" },
	},
	[ANCHOR_ALL] = {
		.from = TASKS,
		.index = "by_update",
		.ordered = { [TASK_SORT_CREATED] = "by_id", [TASK_SORT_DUE] = "by_due", [TASK_SORT_UPDATED] = "by_update" },
	},
};

bool task_way_needs_scope(const struct task_query *query)
{
	return !query->workspace_id && !query->parent_id && !query->blocker_id && !query->follower_id && !query->mentioned_id &&
	       !query->assignee_id && !query->project_id && !query->created_by_id && !query->words;
}

bool task_way_is_narrow(const struct task_query *query)
{
	return query->tag_count || query->not_tag_count || query->contains || query->part_count || query->not_part_count ||
	       query->not_words || query->priority || query->blocked || query->unassigned || query->has || query->has_not ||
	       query->start_from || query->start_to;
}

static enum task_anchor anchor_of(const struct task_query *query, const struct workspace_scope *scope, struct task_counts counts)
{
	if (query->words && !counts.has_few)
		return ANCHOR_WORDS;
	if (query->parent_id)
		return ANCHOR_PARENT;
	if (query->blocker_id)
		return ANCHOR_BLOCKER;
	if (query->follower_id)
		return ANCHOR_FOLLOWER;
	if (query->assignee_id)
		return ANCHOR_ASSIGNEE;
	if (query->project_id)
		return ANCHOR_PROJECT;
	if (query->mentioned_id)
		return ANCHOR_MENTIONED;
	if (query->tag_count && !counts.has_common_tag)
		return ANCHOR_TAG;
	if (query->created_by_id)
		return ANCHOR_CREATOR;
	return query->workspace_id || !scope->is_wide ? ANCHOR_WORKSPACE : ANCHOR_ALL;
}

/*
 * A span of days is mostly a short one: it is read by its own index and sorted. So is what is open and due by a day, but
 * not what was ever due by then. Whatever was made or completed was changed then, or later.
 */
static enum task_sort index_order(const struct task_query *query)
{
	if (query->due_from || (query->state == TASK_STATE_OPEN && (query->due_to || query->overdue == TASK_ONLY)))
		return TASK_SORT_DUE;
	if (query->created_from || query->updated_from || query->completed_from)
		return TASK_SORT_UPDATED;
	return query->sort;
}

static bool has_span_indexes(enum task_anchor anchor)
{
	return anchor == ANCHOR_ASSIGNEE || anchor == ANCHOR_WORKSPACE || anchor == ANCHOR_ALL;
}

/* The few in which words are looked for come in any order: what has the words is sorted. */
struct task_way task_way_for(const struct task_query *query, const struct workspace_scope *scope, struct task_counts counts)
{
	enum task_anchor anchor = anchor_of(query, scope, counts);
	enum task_sort order = has_span_indexes(anchor) ? index_order(query) : query->sort;
	const struct anchor_rule *rule = &rules[anchor];
	const char *ordered = query->words ? NULL : rule->ordered[order];

	return (struct task_way){
		.anchor = anchor,
		.from = rule->from,
		.index = ordered ? ordered : rule->index,
		.in_order = (ordered && order == query->sort) || (rule->is_led_by_id && query->sort == TASK_SORT_CREATED),
	};
}
