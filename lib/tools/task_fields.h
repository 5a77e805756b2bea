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
	struct integer_value project_id;
	struct text_value project;
	struct text_value section;
	struct integer_value parent_id;
	struct text_value title;
	struct text_value notes;
	struct text_value assignee;
	struct text_value priority;
	struct text_value start;
	struct text_value due;
	struct text_value recurrence;
	struct list_value tags;
	struct list_value followers;
	struct list_value blocked_by;
	struct list_value links;
	struct list_value custom_fields;
	struct boolean_value completed;
	struct text_value completed_at;
	struct text_value created_at;
	struct text_value created_by;
	struct text_value updated_at;
	struct text_value updated_by;
	struct text_value deleted_at;
	struct integer_value version;
};

extern const struct field_set task_fields;

/* What one row tells; moments are shown in this time zone. Followers and custom fields are left out. */
struct task_result task_result_from(struct arena *arena, const struct task *task, const char *time_zone);

/* The properties that create_tasks and update_tasks share. */
struct task_properties {
	struct text_value title;
	struct text_value notes;
	struct text_value assignee;
	struct text_value start;
	struct text_value due;
	struct text_value recurrence;
	struct text_value project;
	struct text_value section;
	struct text_value parent;
	struct text_value place;
	struct integer_value priority;
	struct boolean_value completed;
	struct list_value tags;
	struct list_value followers;
	struct list_value blocked_by;
	struct list_value links;
	struct list_value custom_fields;
};

/*
 * The rows of a struct that has a member "properties"; whether the title is required is the
 * caller's, and whether they are described: once in a catalogue is enough.
 */
#define DESCRIBED(text) text
#define NOT_DESCRIBED(text) NULL
#define TASK_PROPERTY_ROWS(owner, title_required, DESCRIBE) \
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(owner, properties.title), .required = title_required, .minimum = 1, \
	  .maximum = 500 }, \
	{ .name = "notes", .type = FIELD_TEXT, FIELD_AT(owner, properties.notes), .maximum = 50000, \
	  .description = DESCRIBE("Markdown.") }, \
	{ .name = "assignee", .type = FIELD_REFERENCE, FIELD_AT(owner, properties.assignee), .maximum = 254, \
	  .description = DESCRIBE("E-mail, name, id or 'me'; '' for nobody.") }, \
	{ .name = "start", .type = FIELD_TEXT, FIELD_AT(owner, properties.start), .maximum = 40, \
	  .description = DESCRIBE("Day; '' for none.") }, \
	{ .name = "due", .type = FIELD_TEXT, FIELD_AT(owner, properties.due), .maximum = 40, \
	  .description = DESCRIBE("2026-12-01, 2026-12-01T15:00 (user's time zone, or with offset), or words: tomorrow, next friday, in 3 days, end of month; '' for none.") }, \
	{ .name = "recurrence", .type = FIELD_TEXT, FIELD_AT(owner, properties.recurrence), .maximum = 300, \
	  .description = DESCRIBE("RRULE (FREQ=WEEKLY;BYDAY=MO,FR) or daily, weekly, monthly, yearly, every weekday; '' ends it. Completing makes the next one.") }, \
	{ .name = "project", .type = FIELD_REFERENCE, FIELD_AT(owner, properties.project), .maximum = 200, \
	  .description = DESCRIBE("Name or id; '' for none.") }, \
	{ .name = "section", .type = FIELD_REFERENCE, FIELD_AT(owner, properties.section), .maximum = 200, \
	  .description = DESCRIBE("Of that project; '' for none.") }, \
	{ .name = "parent", .type = FIELD_REFERENCE, FIELD_AT(owner, properties.parent), .maximum = 500, \
	  .description = DESCRIBE("Task that this is a subtask of; '' for none.") }, \
	{ .name = "place", .type = FIELD_REFERENCE, FIELD_AT(owner, properties.place), .minimum = 1, .maximum = 500, \
	  .description = DESCRIBE("top, bottom, or the task it comes behind.") }, \
	{ .name = "priority", .type = FIELD_CHOICE, FIELD_AT(owner, properties.priority), .choices = priority_choices }, \
	{ .name = "completed", .type = FIELD_BOOLEAN, FIELD_AT(owner, properties.completed) }, \
	{ .name = "tags", .type = FIELD_TEXT_LIST, FIELD_AT(owner, properties.tags), .maximum = 100, \
	  .description = DESCRIBE("Replaces; or all with '+' or '-' before them: adds and takes out. So do the lists below.") }, \
	{ .name = "followers", .type = FIELD_TEXT_LIST, FIELD_AT(owner, properties.followers), .maximum = 100 }, \
	{ .name = "blocked_by", .type = FIELD_TEXT_LIST, FIELD_AT(owner, properties.blocked_by), .maximum = 100, \
	  .description = DESCRIBE("Tasks that must be done first.") }, \
	{ .name = "links", .type = FIELD_TEXT_LIST, FIELD_AT(owner, properties.links), .maximum = 100, \
	  .description = DESCRIBE("'https://… title'.") }, \
	{ .name = "custom_fields", .type = FIELD_TEXT_LIST, FIELD_AT(owner, properties.custom_fields), .maximum = 30, \
	  .description = DESCRIBE("'Name=value' each; 'Name=' clears.") }

extern const char *const priority_choices[];

struct task_edit task_edit_from(const struct task_properties *properties);

/* A list argument as the desk takes it. */
struct text_list text_list_from(const struct list_value *list);

/* Texts as a list to show; absent when there are none. */
struct list_value list_of_texts(const struct text_list *list);

#endif
