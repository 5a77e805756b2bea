#include "desk/tasks.h"

#include "base/text.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "desk/task_edit.h"
#include "desk/task_properties.h"
#include "desk/task_repeat.h"
#include "desk/version.h"

#include <stdlib.h>
#include <string.h>

#define POSITIONS_PER_MICROSECOND 1024
#define POSITION_IN_CALL 16384    /* fifty of them are less than the time one call takes */

static bool only_workspace(struct desk *desk, struct workspace *workspace)
{
	struct workspace_list list;

	if (!workspace_store_list(desk->db, desk_viewer_id(desk), false, 0, 2, &list))
		return false;
	if (list.count == 1) {
		*workspace = list.workspaces[0];
		return true;
	}
	fail(desk->error, ERROR_INVALID,
	     list.count ? "'workspace' is missing, and there are several" : "there is no workspace yet to put tasks into");
	return fail_remedy(desk->error, list.count ? "list_workspaces shows them; send the name or id of one." :
						     "create_workspace makes one.");
}

static bool check_open(struct desk *desk, const char *archived_project, const char *archived_workspace)
{
	if (archived_workspace) {
		fail(desk->error, ERROR_CONFLICT, "the workspace '%.100s' is archived", archived_workspace);
		return fail_remedy(desk->error, "update_workspace with archived false opens it again.");
	}
	if (!archived_project)
		return true;
	fail(desk->error, ERROR_CONFLICT, "the project '%.100s' is archived", archived_project);
	return fail_remedy(desk->error, "update_project with archived false opens it again.");
}

bool tasks_check_open(struct desk *desk, const struct task *task)
{
	return check_open(desk, task->is_project_archived ? task->project : NULL,
			  task->is_workspace_archived ? task->workspace : NULL);
}

static bool check_place(struct desk *desk, const struct task_place *place)
{
	return desk_requires_role(desk, place->workspace.role, ROLE_MEMBER, place->workspace.name) &&
	       check_open(desk, place->project.archived_at ? place->project.name : NULL,
			  place->workspace.archived_at ? place->workspace.name : NULL);
}

bool tasks_open_place(struct desk *desk, const char *workspace, const char *project, const char *section,
		      struct task_place *place)
{
	bool found = true;

	*place = (struct task_place){ 0 };
	if (workspace && !resolve_workspace(desk, workspace, &place->workspace))
		return false;
	if (project && !resolve_project(desk, project, place->workspace.id, &place->project))
		return false;
	if (!workspace && project &&
	    !workspace_store_find(desk->db, place->project.workspace_id, desk_viewer_id(desk), &place->workspace, &found))
		return false;
	if (!workspace && !project && !only_workspace(desk, &place->workspace))
		return false;
	if (section && !project)
		return fail(desk->error, ERROR_INVALID, "a section belongs to a project; send project too");
	if (section && !resolve_section(desk, section, &place->project, &place->section))
		return false;
	return check_place(desk, place);
}

static bool says(const char *reference)
{
	return reference && !task_edit_clears(reference);
}

bool tasks_say_place(const struct task_edit *edit)
{
	return says(edit->parent) || says(edit->project);
}

bool tasks_open_own_place(struct desk *desk, const struct task_edit *edit, struct task_place *place)
{
	struct task parent;
	bool found;

	if (!says(edit->parent))
		return tasks_open_place(desk, NULL, edit->project, NULL, place);
	*place = (struct task_place){ 0 };
	return resolve_task(desk, edit->parent, &parent) &&
	       workspace_store_find(desk->db, parent.workspace_id, desk_viewer_id(desk), &place->workspace, &found) && found &&
	       check_place(desk, place);
}

int64_t tasks_last_position(size_t number)
{
	return clock_unix_microseconds() * POSITIONS_PER_MICROSECOND + (int64_t)number * POSITION_IN_CALL;
}

bool tasks_prepare(struct desk *desk, const struct task_place *place, const struct task_edit *edit, size_t number,
		   struct task *task)
{
	const char *actor = desk->principal->user.email;
	const char *now = arena_strdup(desk->arena, desk->now);

	*task = (struct task){
		.workspace_id = place->workspace.id,
		.workspace = place->workspace.name,
		.role = place->workspace.role,
		.project_id = place->project.id,
		.project = place->project.name,
		.section_id = place->section.id,
		.section = place->section.name,
		.position = tasks_last_position(number),
		.priority = PRIORITY_NONE,
		.created_at = now,
		.created_by = actor,
		.updated_at = now,
		.updated_by = actor,
	};
	return task_edit_apply(desk, edit, task);
}

static void note(struct desk *desk, const struct task *task, enum activity_action action,
		 const struct field_change *changes, size_t count)
{
	change_note(desk, &(struct activity){
				  .entity = ENTITY_TASK,
				  .entity_id = task->id,
				  .workspace_id = task->workspace_id,
				  .action = action,
				  .changes = changes,
				  .change_count = count,
			  });
}

void tasks_note_new(struct desk *desk, const struct task *task)
{
	note(desk, task, ACTION_CREATE, NULL, 0);
}

bool tasks_save_new(struct desk *desk, struct task *tasks[], size_t count)
{
	if (!task_store_insert(desk->db, tasks, count, desk->now, desk->principal->user.id))
		return false;
	for (size_t i = 0; i < count; i++)
		tasks_note_new(desk, tasks[i]);
	return true;
}

bool tasks_may_change(struct desk *desk, const struct task *task, int64_t if_version)
{
	if (!desk_requires_role(desk, task->role, ROLE_MEMBER, task->workspace) || !tasks_check_open(desk, task))
		return false;
	return version_check(desk, &(struct versioned){ ENTITY_TASK, task->id, task->version, task->updated_at, task->updated_by },
			     if_version);
}

/* The row has now what the caller has seen plus the change. */
static void touch(const struct desk *desk, struct task *task)
{
	task->updated_at = arena_strdup(desk->arena, desk->now);
	task->updated_by = desk->principal->user.email;
	task->version++;
}

bool tasks_save(struct desk *desk, const struct task *before, struct task *task)
{
	size_t count;
	const struct field_change *changes = task_differences(desk->arena, before, task, &count);
	bool changed;

	if (!count)
		return true;
	if (!task_store_update(desk->db, before, task, desk->now, desk->principal->user.id, &changed))
		return false;
	if (!changed)
		return db_lost_race(desk->db);
	touch(desk, task);
	note(desk, task, ACTION_UPDATE, changes, count);
	return true;
}

bool tasks_save_trash(struct desk *desk, struct task *task, enum activity_action action)
{
	int64_t actor = desk->principal->user.id;
	bool changed;
	bool ran = action == ACTION_DELETE ?
			   task_store_delete(desk->db, task->id, task->version, desk->now, actor, &changed) :
			   task_store_restore(desk->db, task->id, task->version, desk->now, actor, &changed);

	if (!ran)
		return false;
	if (!changed)
		return db_lost_race(desk->db);
	touch(desk, task);
	note(desk, task, action, NULL, 0);
	return true;
}

static bool count_whole(struct desk *desk, int64_t id, int64_t *count)
{
	int64_t levels;

	if (!task_store_count_under(desk->db, id, count, &levels))
		return false;
	++*count;
	return true;
}

/* What is done to a task with all that is under it is one change, which undo takes back whole. */
static bool fits_into_change(struct desk *desk, const struct task *task)
{
	int64_t count;

	if (!count_whole(desk, task->id, &count))
		return false;
	if ((int64_t)desk->activity_count + count <= CHANGE_MOST_THINGS)
		return true;
	fail(desk->error, ERROR_CONFLICT, "task %lld has %lld tasks under it, and one call changes %d tasks at most", (long long)task->id,
	     (long long)count - 1, CHANGE_MOST_THINGS);
	return fail_remedy(desk->error, count > CHANGE_MOST_THINGS ? "Do it to its subtasks first, in several calls, and then to the task." :
								     "Send it in a call of its own.");
}

bool tasks_each_subtask(struct desk *desk, const struct task *parent,
			bool (*visit)(struct desk *desk, struct task *subtask, const struct task *parent, void *context), void *context)
{
	struct task_list children = { 0 };

	do {
		int64_t after_id = children.count ? children.tasks[children.count - 1].id : 0;

		if (!task_store_lock_children(desk->db, parent->id, after_id, &children))
			return false;
		for (size_t i = 0; i < children.count; i++)
			if (!visit(desk, &children.tasks[i], parent, context))
				return false;
	} while (children.count);
	return true;
}

/* A subtask goes where its parent has gone. */
static bool move_along(struct desk *desk, struct task *child, const struct task *parent, void *context)
{
	struct task before;
	bool found;

	if (!task_store_find_brief(desk->db, child->id, desk_viewer_id(desk), child, &found))
		return false;
	if (!found)
		return db_lost_race(desk->db);
	before = *child;
	child->project_id = parent->project_id;
	child->project = parent->project;
	child->section_id = 0;
	child->section = NULL;
	child->field_values = NULL;
	return tasks_save(desk, &before, child) && tasks_each_subtask(desk, child, move_along, context);
}

bool tasks_update(struct desk *desk, int64_t if_version, const struct task_edit *edit, struct task *task, struct task *next)
{
	const struct task before = *task;
	bool completes, moves;

	*next = (struct task){ 0 };
	if (!tasks_may_change(desk, task, if_version) || !task_edit_apply(desk, edit, task))
		return false;
	completes = !before.completed_at && task->completed_at && task->recurrence;
	moves = task->project_id != before.project_id;
	if ((completes || moves) && !fits_into_change(desk, task))
		return false;
	if (completes && !task_repeat(desk, task, next))
		return false;
	if (next->id)
		task->recurrence = NULL; /* the next one carries the rule on */
	if (!tasks_save(desk, &before, task))
		return false;
	if (moves && !tasks_each_subtask(desk, task, move_along, NULL))
		return false;
	return !next->id || task_repeat_subtasks(desk, task, next);
}

bool tasks_repeats_subtasks(struct desk *desk, const struct task *task, const struct task_edit *edit, bool *repeats)
{
	struct id_list children;

	*repeats = false;
	if (task->completed_at || !edit->completed || !(task->recurrence || edit->recurrence))
		return true;
	if (!task_store_child_ids(desk->db, task->id, &children))
		return false;
	*repeats = children.count != 0;
	return true;
}

static bool find_any(struct desk *desk, const char *reference, struct task *task, bool *found)
{
	*found = resolve_task(desk, reference, task);
	if (*found)
		return true;
	if (desk->error->kind != ERROR_NOT_FOUND && desk->error->kind != ERROR_INVALID)
		return false;
	*desk->error = (struct error){ 0 };
	return true;
}

static bool walk_up_to(struct desk *desk, const char *reference, int64_t id, bool *is_under)
{
	struct task task;
	bool found;

	*is_under = false;
	if (!find_any(desk, reference, &task, &found))
		return false;
	while (found && task.parent_id && !*is_under) {
		*is_under = task.parent_id == id;
		if (!task_store_find_brief(desk->db, task.parent_id, desk_viewer_id(desk), &task, &found))
			return false;
	}
	return true;
}

bool tasks_is_under(struct desk *desk, const char *reference, int64_t id, bool *is_under)
{
	const struct arena_mark mark = arena_mark(desk->arena);
	bool ran = walk_up_to(desk, reference, id, is_under);

	arena_back_to(desk->arena, &mark);
	return ran;
}

static bool delete_along(struct desk *desk, struct task *child, const struct task *parent, void *context)
{
	int64_t *count = context;

	(void)parent;
	++*count;
	return tasks_save_trash(desk, child, ACTION_DELETE) && tasks_each_subtask(desk, child, delete_along, count);
}

bool tasks_delete(struct desk *desk, const char *reference, int64_t if_version, struct task *task, int64_t *subtasks)
{
	int64_t id;

	*subtasks = 0;
	/* With its parent, by an item before. */
	if (text_to_int64(reference, &id) && change_has_done(desk, ENTITY_TASK, id, ACTION_DELETE))
		return resolve_task_anywhere(desk, id, task);
	return resolve_task(desk, reference, task) && tasks_may_change(desk, task, if_version) && fits_into_change(desk, task) &&
	       tasks_save_trash(desk, task, ACTION_DELETE) && tasks_each_subtask(desk, task, delete_along, subtasks);
}

bool tasks_count_with_subtasks(struct desk *desk, const char *reference, int64_t *count)
{
	struct task task;
	bool found;

	*count = 1;
	return find_any(desk, reference, &task, &found) && (!found || count_whole(desk, task.id, count));
}

bool tasks_get(struct desk *desk, const char *reference, struct task *task)
{
	return resolve_task(desk, reference, task);
}

bool tasks_subtasks(struct desk *desk, const struct task *task, struct task_list *list)
{
	return task_store_children(desk->db, task->id, desk_viewer_id(desk), list);
}
