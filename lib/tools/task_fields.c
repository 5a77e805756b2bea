#include "tools/task_fields.h"

#include "desk/moment.h"

const char *const priority_choices[] = { "none", "low", "medium", "high", "urgent", NULL };

static const struct field task_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct task_result, id),
	  .description = "Absent in a dry run." },
	{ .name = "workspace_id", .type = FIELD_INTEGER, FIELD_AT(struct task_result, workspace_id), .required = true },
	{ .name = "workspace", .type = FIELD_TEXT, FIELD_AT(struct task_result, workspace), .required = true },
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(struct task_result, title), .required = true },
	{ .name = "notes", .type = FIELD_TEXT, FIELD_AT(struct task_result, notes),
	  .description = "Left out in lists." },
	{ .name = "assignee", .type = FIELD_TEXT, FIELD_AT(struct task_result, assignee),
	  .description = "E-mail address." },
	{ .name = "priority", .type = FIELD_TEXT, FIELD_AT(struct task_result, priority), .required = true },
	{ .name = "start", .type = FIELD_TEXT, FIELD_AT(struct task_result, start) },
	{ .name = "due", .type = FIELD_TEXT, FIELD_AT(struct task_result, due),
	  .description = "A day, or a moment with its offset." },
	{ .name = "completed", .type = FIELD_BOOLEAN, FIELD_AT(struct task_result, completed), .required = true },
	{ .name = "completed_at", .type = FIELD_TEXT, FIELD_AT(struct task_result, completed_at) },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct task_result, created_at), .required = true },
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(struct task_result, created_by), .required = true },
	{ .name = "updated_at", .type = FIELD_TEXT, FIELD_AT(struct task_result, updated_at), .required = true },
	{ .name = "updated_by", .type = FIELD_TEXT, FIELD_AT(struct task_result, updated_by), .required = true },
	{ .name = "version", .type = FIELD_INTEGER, FIELD_AT(struct task_result, version), .required = true,
	  .description = "For if_version." },
	{ 0 },
};

const struct field_set task_fields = { task_rows, sizeof(struct task_result) };

struct task_result task_result_from(struct arena *arena, const struct task *task, const char *time_zone)
{
	return (struct task_result){
		.id = { .present = task->id != 0, .value = task->id },
		.workspace_id = integer_given(task->workspace_id),
		.workspace = text_given(task->workspace),
		.title = text_given(task->title),
		.notes = text_given(task->notes),
		.assignee = text_given(task->assignee),
		.priority = text_given(priority_choices[task->priority - PRIORITY_NONE]),
		.start = text_given(task->start_on),
		.due = text_given(moment_text(arena, task->due_on, task->due_at, time_zone)),
		.completed = boolean_given(task->completed_at != NULL),
		.completed_at = text_given(task->completed_at),
		.created_at = text_given(task->created_at),
		.created_by = text_given(task->created_by),
		.updated_at = text_given(task->updated_at),
		.updated_by = text_given(task->updated_by),
		.version = integer_given(task->version),
	};
}

struct task_edit task_edit_from(const struct task_properties *properties)
{
	return (struct task_edit){
		.title = properties->title.value,
		.notes = properties->notes.value,
		.assignee = properties->assignee.value,
		.start = properties->start.value,
		.due = properties->due.value,
		.priority = properties->priority.present ? (enum priority)(properties->priority.value + PRIORITY_NONE) : 0,
		.has_completed = properties->completed.present,
		.completed = properties->completed.value,
	};
}
