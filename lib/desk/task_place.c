/*
 * Where a task stands, as an edit sets it: project, section and parent.
 */
#include "desk/task_edit.h"

#include "desk/resolve.h"

#include <string.h>

/* What belongs to the project it leaves stays there. */
static void enter_project(struct task *task, int64_t project_id, const char *project)
{
	if (project_id == task->project_id)
		return;
	task->project_id = project_id;
	task->project = project;
	task->section_id = 0;
	task->section = NULL;
	task->field_values = NULL;
}

/* Says of a project that was not found here where it is. Always false. */
static bool is_elsewhere(struct desk *desk, const char *reference)
{
	const struct error not_here = *desk->error;
	struct project project;

	if (not_here.kind != ERROR_NOT_FOUND || !resolve_project(desk, reference, 0, &project)) {
		*desk->error = not_here;
		return false;
	}
	fail(desk->error, ERROR_INVALID, "the project '%.100s' is in another workspace, '%.100s'", project.name, project.workspace);
	return fail_remedy(desk->error, "A task stays in its workspace; create one there instead.");
}

static bool set_project(struct desk *desk, const char *reference, struct task *task)
{
	struct project project;

	if (task_edit_clears(reference)) {
		enter_project(task, 0, NULL);
		return true;
	}
	if (!resolve_project(desk, reference, task->workspace_id, &project))
		return is_elsewhere(desk, reference);
	if (project.archived_at) {
		fail(desk->error, ERROR_CONFLICT, "the project '%.100s' is archived", project.name);
		return fail_remedy(desk->error, "update_project with archived false opens it again.");
	}
	enter_project(task, project.id, project.name);
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

/* Those above are locked, or two moves at once could put two tasks under each other. */
static bool count_levels(struct desk *desk, const struct task *task, const struct task *parent, int *levels)
{
	int64_t above = parent->id;
	bool is_deleted;

	for (*levels = 1; above && *levels <= TASK_DEEPEST; ++*levels) {
		if (above == task->id)
			return fail(desk->error, ERROR_INVALID, "task %lld would be under itself", (long long)task->id);
		if (!task_store_lock(desk->db, above, &above, &is_deleted))
			return false;
		if (is_deleted && *levels == 1)
			return db_lost_race(desk->db);
	}
	return true;
}

bool task_edit_check_parent(struct desk *desk, const struct task *task, const struct task *parent)
{
	int64_t count = 0, below = 0;
	int above;

	if (!count_levels(desk, task, parent, &above) || (task->id && !task_store_count_under(desk->db, task->id, &count, &below)))
		return false;
	return above + below <= TASK_DEEPEST || too_deep(desk);
}

static bool other_project(struct desk *desk, const struct task *parent)
{
	fail(desk->error, ERROR_INVALID, "a subtask is in the project of its parent, and task %lld is in %s%.100s%s",
	     (long long)parent->id, parent->project_id ? "'" : "none", parent->project_id ? parent->project : "",
	     parent->project_id ? "'" : "");
	return fail_remedy(desk->error, "Leave project out, or send parent '' as well to take the task out from under it.");
}

/* A subtask comes into its parent's project; naming another one beside it is a mistake. */
static bool set_parent(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	struct task parent;

	if (task_edit_clears(edit->parent)) {
		task->parent_id = 0;
		return true;
	}
	if (!resolve_task_beside(desk, edit->parent, task, &parent))
		return false;
	if (parent.workspace_id != task->workspace_id)
		return fail(desk->error, ERROR_INVALID, "task %lld is in another workspace, '%.100s'", (long long)parent.id,
			    parent.workspace);
	if (!tasks_check_open(desk, &parent))
		return false;
	if (edit->project && parent.project_id != task->project_id)
		return other_project(desk, &parent);
	if (!task_edit_check_parent(desk, task, &parent))
		return false;
	enter_project(task, parent.project_id, parent.project);
	task->parent_id = parent.id;
	return true;
}

/* A new project is for a task by itself: a subtask goes where its parent goes. */
static bool check_parent_project(struct desk *desk, const struct task *task)
{
	struct task parent;

	if (!task->parent_id)
		return true;
	if (!resolve_task_anywhere(desk, task->parent_id, &parent))
		return false;
	return parent.project_id == task->project_id || other_project(desk, &parent);
}

bool task_edit_place(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	const struct task before = *task;

	if (edit->project && !set_project(desk, edit->project, task))
		return false;
	if (edit->parent ? !set_parent(desk, edit, task) : edit->project && !check_parent_project(desk, task))
		return false;
	if (edit->section && !set_section(desk, edit->section, task))
		return false;
	if (edit->place)
		return task_edit_order(desk, edit->place, task);
	/* Among new neighbours it is the last. */
	if (task->id && (task->project_id != before.project_id || task->parent_id != before.parent_id))
		task->position = tasks_last_position(0);
	return true;
}
