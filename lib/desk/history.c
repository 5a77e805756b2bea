#include "desk/history.h"

#include "desk/comments.h"
#include "desk/moment.h"
#include "desk/projects.h"
#include "desk/resolve.h"
#include "desk/task_properties.h"
#include "desk/tasks.h"
#include "desk/workspaces.h"

#include <string.h>

#define MOST_ACTIVITIES 2000

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

static bool cannot_undo(struct desk *desk, const char *what)
{
	return fail(desk->error, ERROR_CONFLICT, "this change cannot be undone: %s", what);
}

static bool may_undo(struct desk *desk, const struct kept_activity *activity, enum role role, const char *workspace)
{
	enum role needed = activity->actor_id == desk->principal->user.id ? ROLE_MEMBER : ROLE_OWNER;

	if (activity->entity == ENTITY_COMMENT && activity->actor_id == desk->principal->user.id)
		needed = ROLE_GUEST;
	return desk_requires_role(desk, role, needed, workspace);
}

/* Something that came later has to be taken back first. */
static bool is_newest(struct desk *desk, const struct kept_activity *activity)
{
	struct kept_activity newer;
	bool found;

	if (!activity_store_newer(desk->db, activity->entity, activity->entity_id, activity->id, activity->change_id, &newer,
				  &found))
		return false;
	if (!found)
		return true;
	fail(desk->error, ERROR_CONFLICT, "%s %lld was changed again by %s at %s, in change %s",
	     entity_names[activity->entity], (long long)activity->entity_id, newer.actor, newer.at, newer.change_id);
	return fail_remedy(desk->error, "Undo change %s first, if that is what you want.", newer.change_id);
}

static enum activity_action opposite(enum activity_action action)
{
	return action == ACTION_DELETE ? ACTION_RESTORE : ACTION_DELETE;
}

static bool undo_task(struct desk *desk, const struct kept_activity *activity)
{
	struct task task, before;
	struct task_list children;

	if (!resolve_task_anywhere(desk, activity->entity_id, &task) ||
	    !may_undo(desk, activity, task.role, task.workspace))
		return false;
	if (activity->action == ACTION_UPDATE) {
		before = task;
		for (size_t i = 0; i < activity->change_count; i++)
			if (!task_set_back(desk, &task, activity->changes[i].field, activity->changes[i].before))
				return cannot_undo(desk, "one of the changed properties is no longer there");
		return tasks_save(desk, &before, &task);
	}
	if (activity->action == ACTION_CREATE) {
		if (!tasks_subtasks(desk, &task, &children))
			return false;
		if (children.count)
			return cannot_undo(desk, arena_printf(desk->arena, "task %lld has subtasks that came later", (long long)task.id));
	}
	return tasks_save_trash(desk, &task, opposite(activity->action));
}

static bool undo_workspace(struct desk *desk, const struct kept_activity *activity)
{
	struct workspace workspace;
	bool found;

	if (!workspace_store_find(desk->db, activity->entity_id, desk_viewer_id(desk), &workspace, &found))
		return false;
	if (!found)
		return fail(desk->error, ERROR_NOT_FOUND, "the workspace is not there any more, or not yours to see");
	if (!desk_requires_role(desk, workspace.role, ROLE_OWNER, workspace.name))
		return false;
	if (activity->action == ACTION_UPDATE)
		return workspaces_set_back(desk, &workspace, activity->changes, activity->change_count);
	if (!activity_store_newer_in_workspace(desk->db, workspace.id, activity->id, activity->change_id, &found))
		return false;
	if (found && activity->action == ACTION_CREATE)
		return cannot_undo(desk, "things were done in the workspace since; archive it with update_workspace instead");
	return workspaces_save_trash(desk, &workspace, opposite(activity->action));
}

static bool undo_project(struct desk *desk, const struct kept_activity *activity)
{
	struct project project;
	bool found, any;

	if (!project_store_find(desk->db, activity->entity_id, desk_viewer_id(desk), &project, &found))
		return false;
	if (!found)
		return fail(desk->error, ERROR_NOT_FOUND, "the project is not there any more, or not yours to see");
	if (!may_undo(desk, activity, project.role, project.workspace))
		return false;
	if (activity->action == ACTION_UPDATE)
		return projects_set_back(desk, &project, activity->changes, activity->change_count);
	if (!task_store_any_in_project(desk->db, project.id, &any))
		return false;
	if (any && activity->action == ACTION_CREATE)
		return cannot_undo(desk, "tasks were added to the project since; archive it with update_project instead");
	return projects_save_trash(desk, &project, opposite(activity->action));
}

static bool undo_comment(struct desk *desk, const struct kept_activity *activity)
{
	struct comment comment;
	bool found;

	if (!comment_store_find(desk->db, activity->entity_id, desk_viewer_id(desk), &comment, &found))
		return false;
	if (!found)
		return fail(desk->error, ERROR_NOT_FOUND, "the comment is not there any more, or not yours to see");
	if (!may_undo(desk, activity, comment.role, "of the comment"))
		return false;
	return comments_save_trash(desk, &comment, opposite(activity->action));
}

static bool undo_nothing(struct desk *desk, const struct kept_activity *activity)
{
	return cannot_undo(desk, activity->entity == ENTITY_USER ? "accounts are not taken back; the administrator can remove one" :
								  "keys and clients are not taken back; the administrator revokes them");
}

static bool (*const undoers[])(struct desk *desk, const struct kept_activity *activity) = {
	[ENTITY_USER] = undo_nothing,
	[ENTITY_API_KEY] = undo_nothing,
	[ENTITY_WORKSPACE] = undo_workspace,
	[ENTITY_TASK] = undo_task,
	[ENTITY_PROJECT] = undo_project,
	[ENTITY_COMMENT] = undo_comment,
	[ENTITY_OAUTH_CLIENT] = undo_nothing,
};

static bool read_change(struct desk *desk, const char *change_id, int64_t viewer_id, struct activity_list *list)
{
	const struct activity_query query = { .viewer_id = viewer_id, .change_id = change_id, .limit = MOST_ACTIVITIES + 1 };

	return activity_store_list(desk->db, &query, list);
}

/* Accounts and keys belong to no workspace, so only who made them knows of it. */
static bool is_own(const struct desk *desk, const struct activity_list *list)
{
	return list->count && !list->activities[0].workspace_id && list->activities[0].actor_id == desk->principal->user.id;
}

/* All that a change did, where the caller may see all of it: half a change is not taken back. */
static bool find_change(struct desk *desk, const char *change_id, struct activity_list *list)
{
	struct activity_list visible;

	if (!read_change(desk, change_id, 0, list) || !read_change(desk, change_id, desk_viewer_id(desk), &visible))
		return false;
	if (list->count > MOST_ACTIVITIES)
		return cannot_undo(desk, "it is too large");
	if (visible.count == list->count && list->count)
		return true;
	if (is_own(desk, list))
		return true;
	if (visible.count) {
		fail(desk->error, ERROR_DENIED, "this change also concerns things that %s cannot see", desk->principal->user.email);
		return fail_remedy(desk->error, "Calling again will not help; somebody who sees all of it can undo it.");
	}
	fail(desk->error, ERROR_NOT_FOUND, "there is no change '%.40s' that %s can see", change_id,
	     desk->principal->user.email);
	return fail_remedy(desk->error, "Every write returns its change_id; list_activity shows earlier ones.");
}

bool history_undo(struct desk *desk, const char *change_id, int64_t *undone)
{
	struct activity_list list;

	*undone = 0;
	if (!find_change(desk, change_id, &list))
		return false;
	/* The list is newest first, which is the order to take things back in. */
	for (size_t i = 0; i < list.count; i++) {
		if (!is_newest(desk, &list.activities[i]) ||
		    !undoers[list.activities[i].entity](desk, &list.activities[i]))
			return false;
		++*undone;
	}
	return true;
}
