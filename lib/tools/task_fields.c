#include "tools/task_fields.h"

#include "desk/moment.h"
#include "fields/lines_field.h"

#include <string.h>

const char *const priority_choices[] = { "none", "low", "medium", "high", "urgent", NULL };

static const struct field task_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct task_result, id), .description = "Absent in a dry run." },
	{ .name = "workspace_id", .type = FIELD_INTEGER, FIELD_AT(struct task_result, workspace_id) },
	{ .name = "workspace", .type = FIELD_TEXT, FIELD_AT(struct task_result, workspace) },
	{ .name = "project_id", .type = FIELD_INTEGER, FIELD_AT(struct task_result, project_id) },
	{ .name = "project", .type = FIELD_TEXT, FIELD_AT(struct task_result, project) },
	{ .name = "section", .type = FIELD_TEXT, FIELD_AT(struct task_result, section) },
	{ .name = "parent_id", .type = FIELD_INTEGER, FIELD_AT(struct task_result, parent_id) },
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(struct task_result, title) },
	{ .name = "notes", .type = FIELD_TEXT, FIELD_AT(struct task_result, notes) },
	{ .name = "assignee", .type = FIELD_TEXT, FIELD_AT(struct task_result, assignee) },
	{ .name = "priority", .type = FIELD_TEXT, FIELD_AT(struct task_result, priority) },
	{ .name = "start", .type = FIELD_TEXT, FIELD_AT(struct task_result, start) },
	{ .name = "due", .type = FIELD_TEXT, FIELD_AT(struct task_result, due) },
	{ .name = "recurrence", .type = FIELD_TEXT, FIELD_AT(struct task_result, recurrence) },
	{ .name = "tags", .type = FIELD_TEXT_LIST, FIELD_AT(struct task_result, tags) },
	{ .name = "followers", .type = FIELD_TEXT_LIST, FIELD_AT(struct task_result, followers) },
	{ .name = "blocked_by", .type = FIELD_TEXT_LIST, FIELD_AT(struct task_result, blocked_by) },
	{ .name = "links", .type = FIELD_TEXT_LIST, FIELD_AT(struct task_result, links) },
	{ .name = "custom_fields", .type = FIELD_TEXT_LIST, FIELD_AT(struct task_result, custom_fields) },
	{ .name = "completed", .type = FIELD_BOOLEAN, FIELD_AT(struct task_result, completed) },
	{ .name = "completed_at", .type = FIELD_TEXT, FIELD_AT(struct task_result, completed_at) },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct task_result, created_at) },
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(struct task_result, created_by) },
	{ .name = "updated_at", .type = FIELD_TEXT, FIELD_AT(struct task_result, updated_at) },
	{ .name = "updated_by", .type = FIELD_TEXT, FIELD_AT(struct task_result, updated_by) },
	{ .name = "deleted_at", .type = FIELD_TEXT, FIELD_AT(struct task_result, deleted_at) },
	{ .name = "version", .type = FIELD_INTEGER, FIELD_AT(struct task_result, version) },
	{ 0 },
};

const struct field_set task_fields = { task_rows, sizeof(struct task_result) };

struct list_value list_of_texts(const struct text_list *list)
{
	return (struct list_value){ list->is_given, list->count, (void *)(uintptr_t)list->texts };
}

/* "URL<TAB>title" as "URL title", the form in which links are taken. */
static const char *links_shown(struct arena *arena, const char *links)
{
	char *shown = arena_strdup(arena, links);

	for (char *at = shown; at && *at; at++)
		if (*at == '\t')
			*at = ' ';
	return shown;
}

static struct integer_value id_given(int64_t id)
{
	return (struct integer_value){ .present = id != 0, .value = id };
}

struct task_result task_result_from(struct arena *arena, const struct task *task, const char *time_zone)
{
	return (struct task_result){
		.id = id_given(task->id),
		.workspace_id = integer_given(task->workspace_id),
		.workspace = text_given(task->workspace),
		.project_id = id_given(task->project_id),
		.project = text_given(task->project),
		.section = text_given(task->section),
		.parent_id = id_given(task->parent_id),
		.title = text_given(task->title),
		.notes = text_given(task->notes),
		.assignee = text_given(task->assignee),
		.priority = text_given(priority_choices[task->priority - PRIORITY_NONE]),
		.start = text_given(task->start_on),
		.due = text_given(moment_text(arena, task->due_on, task->due_at, time_zone)),
		.recurrence = text_given(task->recurrence),
		.tags = list_of_lines(arena, task->tags),
		.blocked_by = list_of_lines(arena, task->blocked_by),
		.links = list_of_lines(arena, links_shown(arena, task->links)),
		.completed = boolean_given(task->completed_at != NULL),
		.completed_at = text_given(task->completed_at),
		.created_at = text_given(task->created_at),
		.created_by = text_given(task->created_by),
		.updated_at = text_given(task->updated_at),
		.updated_by = text_given(task->updated_by),
		.deleted_at = text_given(task->deleted_at),
		.version = integer_given(task->version),
	};
}

struct text_list text_list_from(const struct list_value *list)
{
	return (struct text_list){ .is_given = list->present, .count = list->count, .texts = list->elements };
}

struct task_edit task_edit_from(const struct task_properties *properties)
{
	return (struct task_edit){
		.title = properties->title.value,
		.notes = properties->notes.value,
		.assignee = properties->assignee.value,
		.start = properties->start.value,
		.due = properties->due.value,
		.recurrence = properties->recurrence.value,
		.project = properties->project.value,
		.section = properties->section.value,
		.parent = properties->parent.value,
		.place = properties->place.value,
		.priority = properties->priority.present ? (enum priority)(properties->priority.value + PRIORITY_NONE) : 0,
		.has_completed = properties->completed.present,
		.completed = properties->completed.value,
		.tags = text_list_from(&properties->tags),
		.followers = text_list_from(&properties->followers),
		.blocked_by = text_list_from(&properties->blocked_by),
		.links = text_list_from(&properties->links),
		.fields = text_list_from(&properties->custom_fields),
	};
}
