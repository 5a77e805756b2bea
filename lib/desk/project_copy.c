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

/* All that is open in the project, in order; ids: those of the copies, 0 for what is not copied yet. */
struct originals {
	struct task_list list;
	int64_t *ids;
};

static size_t place_of(const struct originals *originals, int64_t id)
{
	size_t i = 0;

	while (i < originals->list.count && originals->list.tasks[i].id != id)
		i++;
	return i;
}

/* The nearest one above that is open, by its place; the count where there is none: then the copy is on top. */
static bool find_open_above(const struct copying *copying, const struct originals *originals, const struct task *task, size_t *place)
{
	struct desk *desk = copying->desk;
	int64_t above = task->parent_id;
	struct task completed;
	bool found;

	while ((*place = place_of(originals, above)) == originals->list.count && above) {
		if (!task_store_find(desk->db, above, desk_viewer_id(desk), &completed, &found))
			return false;
		if (!found)
			return db_lost_race(desk->db);
		above = completed.parent_id;
	}
	return true;
}

static bool copy_one(const struct copying *copying, struct originals *originals, size_t place)
{
	const struct task *original = &originals->list.tasks[place];
	int64_t parent_id = 0;
	struct task copy;
	size_t above;

	if (originals->ids[place])
		return true;
	if (!find_open_above(copying, originals, original, &above))
		return false;
	if (above < originals->list.count) {
		if (!copy_one(copying, originals, above))
			return false;
		parent_id = originals->ids[above];
	}
	if (!copy_task(copying, original, parent_id, &copy))
		return false;
	originals->ids[place] = copy.id;
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
	struct originals originals;

	if (!task_store_list(desk->db, &query, &originals.list))
		return false;
	if (originals.list.count > MOST_COPIED) {
		fail(desk->error, ERROR_CONFLICT, "the project has more than %d open tasks, too many to copy", MOST_COPIED);
		return fail_remedy(desk->error, "Complete, move or delete some of them first.");
	}
	originals.ids = arena_array(desk->arena, originals.list.count + 1, sizeof(*originals.ids));
	for (size_t i = 0; i < originals.list.count; i++)
		if (!copy_one(copying, &originals, i))
			return false;
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
