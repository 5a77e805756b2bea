#include "desk/project_copy.h"

#include "base/lines.h"
#include "desk/resolve.h"
#include "desk/tasks.h"

#include <stdlib.h>
#include <string.h>

#define MOST_COPIED 500

/* Where the copied sections and fields of a template have come to. */
struct copying {
	struct desk *desk;
	const struct project *from;
	struct project *to;
	struct section_list old_sections, new_sections;
	struct custom_field_list old_fields, new_fields;
};

static bool copy_sections(struct copying *copying)
{
	struct db *db = copying->desk->db;

	if (!project_store_sections(db, copying->from->id, &copying->old_sections) ||
	    !project_store_sections(db, copying->from->id, &copying->new_sections))
		return false;
	for (size_t i = 0; i < copying->new_sections.count; i++)
		if (!project_store_add_section(db, copying->to->id, &copying->new_sections.sections[i], (int64_t)i + 1))
			return false;
	return true;
}

static bool copy_fields(struct copying *copying)
{
	struct db *db = copying->desk->db;

	if (!project_store_fields(db, copying->from->id, &copying->old_fields) ||
	    !project_store_fields(db, copying->from->id, &copying->new_fields))
		return false;
	for (size_t i = 0; i < copying->new_fields.count; i++)
		if (!project_store_add_field(db, copying->to->id, &copying->new_fields.fields[i]))
			return false;
	return true;
}

static const char *copied_values(const struct copying *copying, const char *values)
{
	struct arena *arena = copying->desk->arena;
	const char *copied = NULL;
	const char *line;

	while ((line = lines_next(arena, &values)))
		for (size_t i = 0; i < copying->old_fields.count; i++)
			if (copying->old_fields.fields[i].id == strtoll(line, NULL, 10))
				copied = lines_with(arena, copied,
						    arena_printf(arena, "%lld%s", (long long)copying->new_fields.fields[i].id,
								 strchr(line, '\t')),
						    LINES_AS_NUMBERS);
	return copied;
}

static bool copy_task(const struct copying *copying, const struct task *original, int64_t parent_id, struct task *copy)
{
	struct desk *desk = copying->desk;
	struct task *saved = copy;
	bool found;

	/* Read whole: a list leaves the notes out. */
	if (!task_store_find(desk->db, original->id, desk_viewer_id(desk), copy, &found) || !found)
		return false;
	copy->parent_id = parent_id;
	copy->workspace_id = copying->to->workspace_id;
	copy->project_id = copying->to->id;
	copy->assignee_id = 0;
	copy->followers = copy->blocked_by = NULL;
	copy->field_values = copied_values(copying, copy->field_values);
	copy->section_id = 0;
	for (size_t i = 0; i < copying->old_sections.count; i++)
		if (copying->old_sections.sections[i].id == original->section_id)
			copy->section_id = copying->new_sections.sections[i].id;
	return tasks_save_new(desk, &saved, 1);
}

static bool copy_under(const struct copying *copying, int64_t old_parent, int64_t new_parent)
{
	struct desk *desk = copying->desk;
	struct task_list children;

	if (!task_store_children(desk->db, old_parent, desk_viewer_id(desk), &children))
		return false;
	for (size_t i = 0; i < children.count; i++) {
		struct task copy;

		if (children.tasks[i].completed_at)
			continue;
		if (!copy_task(copying, &children.tasks[i], new_parent, &copy) ||
		    !copy_under(copying, children.tasks[i].id, copy.id))
			return false;
	}
	return true;
}

static bool copy_tasks(const struct copying *copying)
{
	struct desk *desk = copying->desk;
	const struct task_query query = {
		.viewer_id = desk_viewer_id(desk),
		.project_id = copying->from->id,
		.sort = TASK_SORT_POSITION,
		.limit = MOST_COPIED + 1,
	};
	struct task_list list;

	if (!task_store_list(desk->db, &query, &list))
		return false;
	if (list.count > MOST_COPIED)
		return fail(desk->error, ERROR_CONFLICT, "the project has more than %d open tasks, too many to copy", MOST_COPIED);
	for (size_t i = 0; i < list.count; i++) {
		struct task copy;

		if (list.tasks[i].parent_id)
			continue;
		if (!copy_task(copying, &list.tasks[i], 0, &copy) || !copy_under(copying, list.tasks[i].id, copy.id))
			return false;
	}
	return true;
}

bool project_copy_find(struct desk *desk, const char *reference, int64_t workspace_id, struct project *from)
{
	if (resolve_project(desk, reference, workspace_id, from))
		return true;
	return desk->error->kind == ERROR_NOT_FOUND && resolve_project(desk, reference, 0, from);
}

bool project_copy(struct desk *desk, const struct project *from, struct project *to)
{
	struct copying copying = { .desk = desk, .from = from, .to = to };

	return copy_sections(&copying) && copy_fields(&copying) && copy_tasks(&copying);
}
