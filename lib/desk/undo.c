#include "desk/undo.h"

#include "desk/change.h"
#include "desk/comments.h"
#include "desk/history.h"
#include "desk/projects.h"
#include "desk/resolve.h"
#include "desk/task_edit.h"
#include "desk/task_properties.h"
#include "desk/tasks.h"
#include "desk/workspaces.h"
#include "store/undo_store.h"

#include <stdlib.h>
#include <string.h>

#define MOST_ACTIVITIES (CHANGE_MOST_THINGS + 500)    /* neighbours move on, and subtasks are added while they are counted */

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

/* Properties of a task that are set with an eye to each other, under one name. */
static const struct {
	const char *field;
	const char *topic;
} topics[] = {
	{ "project", "place" }, { "section", "place" }, { "parent", "place" }, { "position", "place" }, { "fields", "place" },
	{ "start", "days" }, { "due", "days" }, { "recurrence", "days" }, { "occurs_on", "days" },
};

#define TOPIC_COUNT (sizeof(topics) / sizeof(topics[0]))

static const char *topic_of(const char *field)
{
	for (size_t i = 0; i < TOPIC_COUNT; i++)
		if (strcmp(topics[i].field, field) == 0)
			return topics[i].topic;
	return field;
}

/* What an update changed, and whatever is of the same topic; how many there are. */
static size_t concerned_fields(struct desk *desk, const struct kept_activity *activity, const char *const **fields)
{
	const char **list = arena_array(desk->arena, activity->change_count * (1 + TOPIC_COUNT) + 1, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < activity->change_count; i++) {
		const char *topic = topic_of(activity->changes[i].field);

		list[count++] = activity->changes[i].field;
		for (size_t j = 0; j < TOPIC_COUNT; j++)
			if (strcmp(topics[j].topic, topic) == 0)
				list[count++] = topics[j].field;
	}
	*fields = list;
	return count;
}

/* What rests on it has to be taken back first: whatever changed the same since, or the whole thing. */
static bool nothing_depends(struct desk *desk, const struct kept_activity *activity)
{
	struct activity_query query = {
		.entity = activity->entity,
		.entity_id = activity->entity_id,
		.after_id = activity->id,
		.change_id_not = activity->change_id,
		.in_effect = true,
		.without_changes = true,
		.limit = 1,
	};
	struct activity_list newer;

	query.field_count = concerned_fields(desk, activity, &query.fields);
	if (!activity_store_list(desk->db, &query, &newer))
		return false;
	if (!newer.count)
		return true;
	fail(desk->error, ERROR_CONFLICT, "%s %lld was changed again by %s at %s, in change %s", entity_names[activity->entity],
	     (long long)activity->entity_id, newer.activities->actor, newer.activities->at, newer.activities->change_id);
	return fail_remedy(desk->error, "Undo change %s first, if that is what you want.", newer.activities->change_id);
}

static enum activity_action opposite(enum activity_action action)
{
	return action == ACTION_DELETE ? ACTION_RESTORE : ACTION_DELETE;
}

static bool changed_notes(const struct kept_activity *activity)
{
	for (size_t i = 0; i < activity->change_count; i++)
		if (strcmp(activity->changes[i].field, "notes") == 0)
			return true;
	return false;
}

/* With its notes where those are to be set back. */
static bool find_task(struct desk *desk, int64_t id, const struct kept_activity *activity, struct task *task)
{
	bool found, ran;

	ran = changed_notes(activity) ? task_store_find(desk->db, id, desk_viewer_id(desk), task, &found) :
					task_store_find_brief(desk->db, id, desk_viewer_id(desk), task, &found);
	if (!ran)
		return false;
	return found || cannot_undo(desk, arena_printf(desk->arena, "task %lld has left the trash for good", (long long)id));
}

static bool undo_update_of_task(struct desk *desk, const struct kept_activity *activity, struct task *task)
{
	const struct task before = *task;

	for (size_t i = 0; i < activity->change_count; i++)
		if (!task_set_back(desk, task, activity->changes[i].field, activity->changes[i].before))
			return cannot_undo(desk, "one of the changed properties is no longer there");
	return task_can_be_set_back(desk, task, activity) && tasks_save(desk, &before, task);
}

static bool undo_task(struct desk *desk, const struct kept_activity *activity)
{
	struct id_list children;
	struct task task;

	if (!find_task(desk, activity->entity_id, activity, &task) ||
	    !may_undo(desk, activity, task.role, task.workspace) || !tasks_check_open(desk, &task))
		return false;
	if (activity->action == ACTION_UPDATE)
		return undo_update_of_task(desk, activity, &task);
	if (activity->action == ACTION_CREATE) {
		if (!task_store_child_ids(desk->db, task.id, &children))
			return false;
		if (children.count)
			return cannot_undo(desk, arena_printf(desk->arena, "task %lld came under task %lld later; delete or move it first",
							      (long long)children.ids[0], (long long)task.id));
	}
	return tasks_save_trash(desk, &task, opposite(activity->action));
}

/* A workspace goes with nothing in it but what was taken back. */
static bool is_untouched(struct desk *desk, const struct kept_activity *activity)
{
	const struct activity_query query = {
		.workspace_id = activity->workspace_id,
		.after_id = activity->id,
		.change_id_not = activity->change_id,
		.in_effect = true,
		.limit = 1,
	};
	struct activity_list list;

	if (!activity_store_list(desk->db, &query, &list))
		return false;
	return !list.count ||
	       cannot_undo(desk, "things were done in the workspace since; archive it with update_workspace instead");
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
	if (activity->action == ACTION_CREATE && !is_untouched(desk, activity))
		return false;
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
	if (!may_undo(desk, activity, project.role, project.workspace) || !projects_check_open(desk, &project))
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
	struct task task;
	bool found;

	if (!comment_store_find(desk->db, activity->entity_id, desk_viewer_id(desk), &comment, &found))
		return false;
	if (!found)
		return cannot_undo(desk, arena_printf(desk->arena, "comment %lld has left the trash for good", (long long)activity->entity_id));
	if (!may_undo(desk, activity, comment.role, "of the comment") || !find_task(desk, comment.task_id, activity, &task) ||
	    !tasks_check_open(desk, &task))
		return false;
	return comments_save_trash(desk, &comment, opposite(activity->action));
}

static bool stands(struct desk *desk, const struct kept_activity *activity)
{
	return activity->entity != ENTITY_TASK || task_stands(desk, activity->entity_id);
}

static bool undo_nothing(struct desk *desk, const struct kept_activity *activity)
{
	return cannot_undo(desk, activity->entity == ENTITY_USER ? "accounts are not taken back; the administrator looks after them" :
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

static bool read_all_of_change(struct desk *desk, const char *change_id, struct activity_list *list)
{
	const struct activity_query query = { .everywhere = true, .change_id = change_id, .limit = MOST_ACTIVITIES + 1 };

	return activity_store_list(desk->db, &query, list);
}

static bool read_visible_of_change(struct desk *desk, const char *change_id, struct activity_list *list)
{
	const struct activity_query query = {
		.viewer_id = desk_viewer_id(desk), .change_id = change_id, .without_changes = true, .limit = MOST_ACTIVITIES + 1,
	};

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

	if (!read_all_of_change(desk, change_id, list) || !read_visible_of_change(desk, change_id, &visible))
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

static bool is_in_effect(struct desk *desk, const char *change_id)
{
	const char *undone_by;

	if (!undo_store_find(desk->db, change_id, &undone_by))
		return false;
	if (!undone_by)
		return true;
	fail(desk->error, ERROR_CONFLICT, "change %s is undone already, by change %s", change_id, undone_by);
	return fail_remedy(desk->error, "Undo change %s to have it again.", undone_by);
}

/* A question leaves nothing behind, or those about some thousand things would not fit into a request's memory. */
static bool asks(struct desk *desk, bool (*question)(struct desk *desk, const struct kept_activity *activity),
		 const struct kept_activity *activity)
{
	const struct arena_mark mark = arena_mark(desk->arena);
	bool answer = question(desk, activity);

	arena_back_to(desk->arena, &mark);
	return answer;
}

/* The list is newest first, which is the order to take things back in. */
static bool take_back(struct desk *desk, const struct activity_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (!asks(desk, nothing_depends, &list->activities[i]) ||
		    !undoers[list->activities[i].entity](desk, &list->activities[i]))
			return false;
	return true;
}

bool undo_change(struct desk *desk, const char *change_id, int64_t *undone)
{
	struct activity_list list;

	if (!find_change(desk, change_id, &list) || !is_in_effect(desk, change_id) || !take_back(desk, &list))
		return false;
	for (size_t i = 0; i < list.count; i++)
		if (!asks(desk, stands, &list.activities[i]))
			return false;
	*undone = (int64_t)desk->activity_count;
	return undo_store_note(desk->db, desk->change_id, change_id);
}
