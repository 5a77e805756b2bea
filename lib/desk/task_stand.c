/*
 * Whether a task may be set back, and stand where it is then: the rules that an edit keeps, asked of what an undo sets and of
 * the result.
 */
#include "desk/task_edit.h"

#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

static bool refuse(struct desk *desk, const struct task *task, const char *why)
{
	return fail(desk->error, ERROR_CONFLICT, "this change cannot be undone: task %lld %s", (long long)task->id, why);
}

static bool parent_stands(struct desk *desk, const struct task *task)
{
	struct task parent;
	bool found;

	if (!task->parent_id)
		return true;
	if (!task_store_find_brief(desk->db, task->parent_id, desk_viewer_id(desk), &parent, &found))
		return false;
	if (!found)
		return db_lost_race(desk->db);
	if (parent.deleted_at)
		return refuse(desk, task, arena_printf(desk->arena, "would be under task %lld, which is in the trash", (long long)parent.id));
	if (parent.project_id != task->project_id)
		return refuse(desk, task, arena_printf(desk->arena, "would be under task %lld, which is in another project now",
						       (long long)parent.id));
	if (task_edit_check_parent(desk, task, &parent))
		return true;
	desk->error->kind = desk->error->kind == ERROR_INVALID ? ERROR_CONFLICT : desk->error->kind;
	return false;
}

static bool children_stand(struct desk *desk, const struct task *task)
{
	int64_t child_id;

	if (!task_store_child_elsewhere(desk->db, task->id, task->project_id, &child_id))
		return false;
	return !child_id || refuse(desk, task, arena_printf(desk->arena, "would leave its subtask %lld behind in another project",
							    (long long)child_id));
}

static bool project_stands(struct desk *desk, const struct task *task)
{
	struct project project;
	bool found;

	if (!task->project_id)
		return true;
	if (!project_store_find(desk->db, task->project_id, desk_viewer_id(desk), &project, &found))
		return false;
	if (!found || project.deleted_at)
		return refuse(desk, task, "would be in a project that is not there any more");
	return tasks_check_open(desk, task);
}

static bool assignee_can_be_set(struct desk *desk, const struct task *task, const char *assignee)
{
	bool is_member;

	(void)assignee;
	if (!task->assignee_id)
		return true;
	if (!workspace_store_has_member(desk->db, task->workspace_id, task->assignee_id, &is_member))
		return false;
	return is_member || refuse(desk, task, "would be assigned to somebody who has left the workspace");
}

/* section: as the activity has it, "12 Doing". */
static bool section_can_be_set(struct desk *desk, const struct task *task, const char *section)
{
	const char *name = section ? strchr(section, ' ') : NULL;
	struct section_list list;

	if (!task->section_id)
		return true;
	if (!project_store_sections(desk->db, task->project_id, &list))
		return false;
	for (size_t i = 0; i < list.count; i++)
		if (list.sections[i].id == task->section_id)
			return true;
	refuse(desk, task, arena_printf(desk->arena, "would be in the section '%.100s', which was removed", name ? name + 1 : ""));
	return fail_remedy(desk->error, "Undo the change that removed it first, or move the task with update_tasks.");
}

static const struct {
	const char *field;
	bool (*can_be_set)(struct desk *desk, const struct task *task, const char *text);
} set_rules[] = {
	{ "assignee", assignee_can_be_set },
	{ "section", section_can_be_set },
};

bool task_can_be_set_back(struct desk *desk, const struct task *task, const struct kept_activity *activity)
{
	for (size_t i = 0; i < activity->change_count; i++)
		for (size_t j = 0; j < sizeof(set_rules) / sizeof(set_rules[0]); j++)
			if (strcmp(set_rules[j].field, activity->changes[i].field) == 0 &&
			    !set_rules[j].can_be_set(desk, task, activity->changes[i].before))
				return false;
	return true;
}

static bool blockers_stand(struct desk *desk, const struct task *task)
{
	const char *rest = task->blocked_by;
	const char *line;

	while ((line = lines_next(desk->arena, &rest))) {
		bool is_circle;

		if (!task_edit_waits_for(desk, strtoll(line, NULL, 10), task->id, &is_circle))
			return false;
		if (is_circle)
			return refuse(desk, task, arena_printf(desk->arena, "and task %s would wait for each other", line));
	}
	return true;
}

bool task_stands(struct desk *desk, int64_t id)
{
	struct task task;
	bool found;

	if (!task_store_find_brief(desk->db, id, desk_viewer_id(desk), &task, &found))
		return false;
	if (!found)
		return db_lost_race(desk->db);
	return task.deleted_at || (parent_stands(desk, &task) && children_stand(desk, &task) && project_stands(desk, &task) &&
				   blockers_stand(desk, &task));
}
