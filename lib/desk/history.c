#include "desk/history.h"

#include "desk/moment.h"
#include "desk/resolve.h"

const char *const entity_names[] = { "", "user", "api_key", "workspace", "task", "project", "comment", "oauth_client", NULL };
const char *const action_names[] = { "", "create", "update", "delete", "restore", "revoke", NULL };

static bool read_days(struct desk *desk, const struct history_listing *listing, struct activity_query *query)
{
	struct span span;

	if (!moment_read_span(desk->arena, listing->from, listing->to, desk->principal->user.time_zone, "day", &span, desk->error))
		return false;
	query->from = span.from_utc;
	query->before = span.before_utc;
	return true;
}

static bool choose(struct desk *desk, const struct history_listing *listing, struct activity_query *query)
{
	struct workspace workspace = { 0 };
	struct project project = { 0 };
	struct task task = { 0 };
	struct user actor = { 0 };

	if ((listing->workspace && !resolve_workspace(desk, listing->workspace, &workspace)) ||
	    (listing->project && !resolve_project(desk, listing->project, workspace.id, &project)) ||
	    (listing->task && !resolve_task(desk, listing->task, &task)) ||
	    (listing->actor && !resolve_user(desk, listing->actor, &actor)))
		return false;
	query->workspace_id = workspace.id;
	query->project_id = project.id;
	query->task_id = task.id;
	query->actor_id = actor.id;
	return read_days(desk, listing, query);
}

bool history_list(struct desk *desk, const struct history_listing *listing, struct activity_list *list)
{
	struct activity_query query = {
		.viewer_id = desk_viewer_id(desk),
		.change_id = listing->change_id,
		.before_id = listing->before_id,
		.limit = listing->limit,
	};

	return choose(desk, listing, &query) && activity_store_list(desk->db, &query, list);
}
