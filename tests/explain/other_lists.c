/*
 * What stores put together besides lists of tasks.
 */
#include "store/activity_store.h"
#include "store/project_store.h"
#include "store/task_store.h"
#include "store/user_store.h"
#include "tests/explain/asking.h"
#include "tests/explain/lists.h"

static void set_nothing(struct activity_query *query)
{
	(void)query;
}

static void set_workspace(struct activity_query *query)
{
	query->workspace_id = asked_id("workspace");
}

static void set_project(struct activity_query *query)
{
	query->project_id = asked_id("project");
}

static void set_task(struct activity_query *query)
{
	query->task_id = asked_id("task");
}

static void set_thing(struct activity_query *query)
{
	query->entity = ENTITY_TASK;
	query->entity_id = asked_id("task");
}

static void set_actor(struct activity_query *query)
{
	query->actor_id = asked_id("assignee");
}

static void set_change(struct activity_query *query)
{
	query->change_id = asked_text("change");
}

static void set_lately(struct activity_query *query)
{
	query->from = asked_text("last_week_utc");
}

static void set_earlier(struct activity_query *query)
{
	query->before = asked_text("last_week_utc");
}

static void set_in_effect(struct activity_query *query)
{
	query->after_id = 1000;
	query->change_id_not = "other";
	query->in_effect = true;
}

static void set_fields(struct activity_query *query)
{
	static const char *const fields[] = { "title", "notes", "project" };

	set_in_effect(query);
	query->fields = fields;
	query->field_count = COUNT(fields);
}

struct condition {
	const char *name;
	void (*set)(struct activity_query *query);
};

static const struct condition places[] = {
	{ "everywhere", set_nothing }, { "workspace", set_workspace }, { "project", set_project }, { "task", set_task },
	{ "one thing", set_thing }, { "of a colleague", set_actor }, { "of one change", set_change },
};

static const struct condition further[] = {
	{ "at any time", set_nothing }, { "lately", set_lately }, { "earlier", set_earlier }, { "in effect", set_in_effect },
	{ "of some fields", set_fields },
};

static void ask_activity(const char *viewer, const struct condition *place, const struct condition *condition)
{
	struct activity_query query = { .viewer_id = asked_id(viewer), .with_names = true, .limit = 26 };
	struct activity_list list;

	place->set(&query);
	condition->set(&query);
	asked_begin("activity for %s: %s, %s", viewer, place->name, condition->name);
	asked_end(activity_store_list(asked_db(), &query, &list));
}

static void ask_tags(const char *viewer)
{
	const char **tags;
	size_t count;

	asked_begin("tags for %s", viewer);
	asked_end(task_store_tags(asked_db(), asked_id(viewer), "l", 26, &tags, &count));
}

static void ask_ids(const char *viewer)
{
	struct id_list list;

	asked_begin("ids of tasks for %s", viewer);
	asked_end(task_store_ids(asked_db(), asked_id(viewer), "12", 26, &list));
}

static void ask_users(const char *viewer)
{
	struct user_list list;

	asked_begin("users for %s", viewer);
	asked_end(user_store_page(asked_db(), asked_id(viewer), 0, "", 0, 26, &list));
}

static void ask_counts(void)
{
	struct project projects[] = { { .id = asked_id("project") }, { .id = asked_id("project") + 1 } };

	asked_begin("tasks of projects");
	asked_end(project_store_count(asked_db(), projects, COUNT(projects)));
	asked_begin("how many open tasks projects have");
	asked_end(project_store_count_open(asked_db(), projects, COUNT(projects)));
}

/* Of a version that is not there, so that nothing is written. */
static void ask_update(void)
{
	struct task before = { .id = asked_id("task"), .version = INT32_MAX, .title = "before" }, after = before;
	bool changed;

	after.title = "after";
	asked_begin("a task's change");
	asked_end(task_store_update(asked_db(), &before, &after, asked_text("today_utc"), asked_id("assignee"), &changed));
}

void explain_other_lists(const char *viewer)
{
	for (size_t place = 0; place < COUNT(places); place++)
		for (size_t condition = 0; condition < COUNT(further); condition++)
			ask_activity(viewer, &places[place], &further[condition]);
	ask_tags(viewer);
	ask_ids(viewer);
	ask_users(viewer);
	ask_counts();
	ask_update();
}
