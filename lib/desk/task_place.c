/*
 * Where a task stands, as an edit sets it: project, section, parent, and place among its neighbours.
 */
#include "desk/task_edit.h"

#include "desk/resolve.h"

#include <string.h>
#include <strings.h>

#define POSITION_STEP 65536

static bool set_project(struct desk *desk, const char *reference, struct task *task)
{
	struct project project;

	if (task_edit_clears(reference)) {
		task->project_id = task->section_id = 0;
		task->project = task->section = NULL;
		task->field_values = NULL;
		return true;
	}
	if (!resolve_project(desk, reference, task->workspace_id, &project))
		return false;
	if (project.archived_at)
		return fail(desk->error, ERROR_CONFLICT, "the project '%.100s' is archived", project.name);
	if (project.id == task->project_id)
		return true;
	task->project_id = project.id;
	task->project = project.name;
	task->section_id = 0;
	task->section = NULL;
	task->field_values = NULL; /* they belong to the project it left */
	return true;
}

static bool set_section(struct desk *desk, const char *reference, struct task *task)
{
	struct project project = { .id = task->project_id, .name = task->project };
	struct section section;

	if (task_edit_clears(reference)) {
		task->section_id = 0;
		task->section = NULL;
		return true;
	}
	if (!task->project_id)
		return fail(desk->error, ERROR_INVALID, "a section belongs to a project, and this task is in none; send project too");
	if (!resolve_section(desk, reference, &project, &section))
		return false;
	task->section_id = section.id;
	task->section = section.name;
	return true;
}

static bool too_deep(struct desk *desk)
{
	return fail(desk->error, ERROR_INVALID, "subtasks go %d levels deep at most", TASK_DEEPEST);
}

/* How many levels hang under a task, itself not counted. */
static bool height_of(struct desk *desk, int64_t id, int limit, int *height)
{
	struct task_list children;

	*height = 0;
	if (!id)
		return true;
	if (!task_store_children(desk->db, id, desk_viewer_id(desk), &children))
		return false;
	for (size_t i = 0; i < children.count; i++) {
		int below;

		if (!limit)
			return too_deep(desk);
		if (!height_of(desk, children.tasks[i].id, limit - 1, &below))
			return false;
		if (below + 1 > *height)
			*height = below + 1;
	}
	return true;
}

/* Those above are locked, or two moves at once could put two tasks under each other. */
static bool check_ancestors(struct desk *desk, const struct task *task, const struct task *parent)
{
	int64_t above = parent->id;
	int height, levels;
	bool is_deleted;

	if (!height_of(desk, task->id, TASK_DEEPEST - 1, &height))
		return false;
	for (levels = 2; above; levels++) { /* the task and its parent */
		if (above == task->id)
			return fail(desk->error, ERROR_INVALID, "task %lld would be under itself", (long long)task->id);
		if (levels + height > TASK_DEEPEST)
			return too_deep(desk);
		if (!task_store_lock(desk->db, above, &above, &is_deleted))
			return false;
		if (is_deleted && levels == 2)
			return db_lost_race(desk->db);
	}
	return true;
}

static bool set_parent(struct desk *desk, const char *reference, struct task *task)
{
	struct task parent;

	if (task_edit_clears(reference)) {
		task->parent_id = 0;
		return true;
	}
	if (!resolve_task_beside(desk, reference, task, &parent))
		return false;
	if (parent.workspace_id != task->workspace_id)
		return fail(desk->error, ERROR_INVALID, "task %lld is in another workspace, '%.100s'", (long long)parent.id,
			    parent.workspace);
	if (!check_ancestors(desk, task, &parent))
		return false;
	task->parent_id = parent.id;
	if (!task->project_id) {
		task->project_id = parent.project_id;
		task->project = parent.project;
	}
	return true;
}

static bool place_behind(struct desk *desk, const char *reference, struct task *task)
{
	struct task before;
	int64_t next;

	if (!resolve_task_beside(desk, reference, task, &before))
		return false;
	if (before.project_id != task->project_id || before.parent_id != task->parent_id)
		return fail(desk->error, ERROR_INVALID, "task %lld is not beside this one, so it cannot come behind it",
			    (long long)before.id);
	if (!task_store_next_position(desk->db, task->project_id, task->parent_id, before.position, &next))
		return false;
	if (next && next - before.position < 2) {
		if (!task_store_make_room(desk->db, task->project_id, task->parent_id, before.position, POSITION_STEP))
			return false;
		next += POSITION_STEP;
	}
	task->position = next ? before.position + (next - before.position) / 2 : before.position + POSITION_STEP;
	return true;
}

static bool set_place(struct desk *desk, const char *place, struct task *task)
{
	int64_t first;

	if (strcasecmp(place, "bottom") == 0) {
		task->position = tasks_last_position(0);
		return true;
	}
	if (strcasecmp(place, "top") != 0)
		return place_behind(desk, place, task);
	if (!task_store_first_position(desk->db, task->project_id, task->parent_id, &first))
		return false;
	task->position = first - POSITION_STEP;
	return true;
}

bool task_edit_place(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	return (!edit->project || set_project(desk, edit->project, task)) &&
	       (!edit->section || set_section(desk, edit->section, task)) &&
	       (!edit->parent || set_parent(desk, edit->parent, task)) && (!edit->place || set_place(desk, edit->place, task));
}
