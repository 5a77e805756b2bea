/*
 * A task as the tools show it, and its editable properties as they take them.
 */
#ifndef TASKDESK_TOOLS_TASK_FIELDS_H
#define TASKDESK_TOOLS_TASK_FIELDS_H

#include "desk/tasks.h"
#include "fields/field.h"
#include "tools/shared_fields.h"

struct task_result {
	struct integer_value id;
	struct integer_value workspace_id;
	struct text_value workspace;
	struct text_value title;
	struct text_value notes;
	struct text_value assignee;
	struct text_value priority;
	struct text_value start;
	struct text_value due;
	struct boolean_value completed;
	struct text_value completed_at;
	struct text_value created_at;
	struct text_value created_by;
	struct text_value updated_at;
	struct text_value updated_by;
	struct integer_value version;
};

extern const struct field_set task_fields;

/* Moments are shown in this time zone. */
struct task_result task_result_from(struct arena *arena, const struct task *task, const char *time_zone);

/* The properties that create_tasks and update_tasks share. */
struct task_properties {
	struct text_value title;
	struct text_value notes;
	struct text_value assignee;
	struct text_value start;
	struct text_value due;
	struct integer_value priority;
	struct boolean_value completed;
};

/* The rows of a struct that has a member "properties"; whether the title is required is the caller's. */
#define TASK_PROPERTY_ROWS(owner, title_required) \
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(owner, properties.title), .required = title_required, .minimum = 1, \
	  .maximum = 500, .description = "What is to be done, in one line." }, \
	{ .name = "notes", .type = FIELD_TEXT, FIELD_AT(owner, properties.notes), .maximum = 50000, \
	  .description = "Details, in Markdown." }, \
	{ .name = "assignee", .type = FIELD_REFERENCE, FIELD_AT(owner, properties.assignee), .maximum = 254, \
	  .description = "Who does it: e-mail address, name, id, or 'me'; '' for nobody." }, \
	{ .name = "start", .type = FIELD_TEXT, FIELD_AT(owner, properties.start), .maximum = 40, \
	  .description = "First day, as 2026-12-01; '' for none." }, \
	{ .name = "due", .type = FIELD_TEXT, FIELD_AT(owner, properties.due), .maximum = 40, \
	  .description = "Day 2026-12-01, or moment 2026-12-01T15:00 in the user's time zone or with an offset; '' for none." }, \
	{ .name = "priority", .type = FIELD_CHOICE, FIELD_AT(owner, properties.priority), .choices = priority_choices }, \
	{ .name = "completed", .type = FIELD_BOOLEAN, FIELD_AT(owner, properties.completed) }

extern const char *const priority_choices[];

struct task_edit task_edit_from(const struct task_properties *properties);

#endif
