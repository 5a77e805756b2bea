/*
 * Every list that a caller can ask for, one condition at a time: each place with each order and
 * state, each further condition with each order, for people who are in one workspace and in many.
 * The stores are asked as the desk asks them; what they run is run, and printed as well.
 */
#include "tests/explain/lists.h"

#include "store/comment_store.h"
#include "store/task_finding.h"
#include "store/task_store.h"
#include "tests/explain/asking.h"

#define SET(member) \
	static void set_##member(struct task_query *query) \
	{ \
		query->member##_id = asked_id(#member); \
	}

SET(workspace)
SET(project)
SET(parent)
SET(follower)
SET(mentioned)
SET(blocker)
SET(created_by)

static void set_nothing(struct task_query *query)
{
	(void)query;
}

static void set_section(struct task_query *query)
{
	set_project(query);
	query->section_id = asked_id("section");
}

static void set_mine(struct task_query *query)
{
	query->assignee_id = query->viewer_id;
}

static void set_assignee(struct task_query *query)
{
	query->assignee_id = asked_id("assignee");
}

static void set_mine_here(struct task_query *query)
{
	set_workspace(query);
	set_mine(query);
}

static void set_unassigned_here(struct task_query *query)
{
	set_workspace(query);
	query->unassigned = true;
}

static void set_tag(struct task_query *query)
{
	query->tags[query->tag_count++] = asked_text("tag");
}

static void set_rare_tag(struct task_query *query)
{
	query->tags[query->tag_count++] = asked_text("rare_tag");
}

static void set_without_tag(struct task_query *query)
{
	query->not_tags[query->not_tag_count++] = asked_text("tag");
}

static void set_due_week(struct task_query *query)
{
	query->due_from = asked_text("today");
	query->due_to = asked_text("next_week");
	query->due_from_utc = asked_text("today_utc");
	query->due_before_utc = asked_text("next_week_utc");
}

static void set_overdue(struct task_query *query)
{
	query->overdue = TASK_ONLY;
	query->overdue_on = asked_text("today");
	query->overdue_utc = asked_text("today_utc");
}

static void set_completed_lately(struct task_query *query)
{
	query->state = TASK_STATE_COMPLETED;
	query->completed_from = asked_text("last_week_utc");
}

static void set_created_lately(struct task_query *query)
{
	query->created_from = asked_text("last_week_utc");
}

static void set_changed_lately(struct task_query *query)
{
	query->state = TASK_STATE_ANY;
	query->updated_from = asked_text("last_week_utc");
}

static void set_urgent(struct task_query *query)
{
	query->priority = PRIORITY_URGENT;
}

static void set_blocked(struct task_query *query)
{
	query->blocked = TASK_ONLY;
}

static void set_contains(struct task_query *query)
{
	query->contains = asked_text("part");
}

static void set_words(struct task_query *query)
{
	query->state = TASK_STATE_ANY;
	query->words = asked_text("words");
}

static void set_phrase(struct task_query *query)
{
	query->state = TASK_STATE_ANY;
	query->words = asked_text("phrase");
}

/* Where no word is in the index. */
static void set_part(struct task_query *query)
{
	static const char *const parts[] = { "port" };

	query->parts = parts;
	query->part_count = 1;
}

static void set_field(struct task_query *query)
{
	set_project(query);
	query->field_value = asked_text("field");
}

struct condition {
	const char *name;
	void (*set)(struct task_query *query);
};

static const struct condition places[] = {
	{ "everywhere", set_nothing }, { "workspace", set_workspace }, { "project", set_project }, { "section", set_section },
	{ "parent", set_parent }, { "mine", set_mine }, { "mine in a workspace", set_mine_here }, { "of a colleague", set_assignee },
	{ "of nobody in a workspace", set_unassigned_here }, { "followed", set_follower }, { "mentioning", set_mentioned }, { "waiting", set_blocker }, { "made by", set_created_by },
};

static const struct condition further[] = {
	{ "tag", set_tag }, { "rare tag", set_rare_tag }, { "without a tag", set_without_tag }, { "due this week", set_due_week },
	{ "overdue", set_overdue }, { "completed lately", set_completed_lately }, { "created lately", set_created_lately },
	{ "changed lately", set_changed_lately }, { "urgent", set_urgent }, { "blocked", set_blocked }, { "contains", set_contains },
	{ "words", set_words }, { "phrase", set_phrase }, { "field", set_field },
};

static const char *const sorts[TASK_SORT_COUNT] = { "created", "due", "updated", "position" };
static const char *const states[TASK_STATE_COUNT] = { "open", "completed", "any", "trash" };

static void ask(const char *viewer, const struct condition *place, const struct condition *condition, enum task_state state,
		enum task_sort sort, bool is_first)
{
	struct task_query query = { .viewer_id = asked_id(viewer), .state = state, .sort = sort, .limit = 26 };
	struct task_list list;

	place->set(&query);
	if (condition)
		condition->set(&query);
	if (!is_first) {
		query.after_value = asked_text(sort == TASK_SORT_POSITION ? "position" : "today_utc");
		query.after_id = asked_id("task");
	}
	asked_begin("list for %s: %s%s%s, %s, by %s%s", viewer, place->name, condition ? ", " : "", condition ? condition->name : "",
		    states[query.state], sorts[sort], is_first ? "" : ", second page");
	asked_end(task_store_list(asked_db(), &query, &list));
}

static void ask_everything(const char *viewer, enum task_sort sort)
{
	for (size_t place = 0; place < COUNT(places); place++)
		for (int state = 0; state < TASK_STATE_COUNT; state++)
			for (int page = 0; page < 2; page++)
				ask(viewer, &places[place], NULL, (enum task_state)state, sort, page == 0);
	/* Everywhere, in a workspace, in a project, and mine. */
	for (size_t condition = 0; condition < COUNT(further); condition++) {
		ask(viewer, &places[0], &further[condition], TASK_STATE_OPEN, sort, true);
		ask(viewer, &places[1], &further[condition], TASK_STATE_OPEN, sort, true);
		ask(viewer, &places[2], &further[condition], TASK_STATE_OPEN, sort, true);
		ask(viewer, &places[5], &further[condition], TASK_STATE_OPEN, sort, true);
	}
}

static void ask_comments(const char *viewer, const struct condition *place, const struct condition *condition, int64_t before_id)
{
	struct task_query query = { .viewer_id = asked_id(viewer), .no_archived_projects = true, .no_archived_workspaces = true };
	struct task_finding finding;
	struct comment_list list;

	place->set(&query);
	condition->set(&query);
	asked_begin("comments for %s: %s, %s%s", viewer, place->name, condition->name, before_id ? ", second page" : "");
	asked_end(task_finding_run(asked_db(), &query, &finding) &&
		  comment_store_search(asked_db(), &finding, before_id, 26, &list));
}

static const struct condition comment_conditions[] = { { "words", set_words }, { "phrase", set_phrase }, { "part", set_part } };

void explain_comment_searches(const char *viewer)
{
	for (size_t place = 0; place < COUNT(places); place++)
		for (size_t condition = 0; condition < COUNT(comment_conditions); condition++)
			for (int64_t before_id = 0; before_id <= 1000000; before_id += 1000000)
				ask_comments(viewer, &places[place], &comment_conditions[condition], before_id);
}

void explain_task_lists(const char *viewer)
{
	for (int sort = 0; sort < TASK_SORT_COUNT; sort++)
		ask_everything(viewer, (enum task_sort)sort);
}
