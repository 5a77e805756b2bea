/*
 * list_tasks.
 */
#include "base/text.h"
#include "desk/tasks.h"
#include "tools/cursor.h"
#include "tools/page.h"
#include "tools/task_fields.h"
#include "tools/tools.h"

#include <string.h>

#define TASK_COLUMNS_AT_MOST 40

struct list_arguments {
	struct text_value workspace, project, section, parent;
	struct text_value assignee, follower, created_by, blocked_by;
	struct text_value custom_field;
	struct list_value tags;
	struct integer_value state, priority;
	struct boolean_value blocked;
	struct text_value due_from, due_to, start_from, start_to;
	struct text_value created_from, created_to, updated_from, updated_to, completed_from, completed_to;
	struct list_value has;
	struct text_value contains;
	struct integer_value sort;
	struct list_value fields;
	struct integer_value limit;
	struct text_value cursor;
};

/* In the order of enum task_state and enum task_sort. */
static const char *const state_choices[] = { "open", "completed", "any", "trash", NULL };
static const char *const sort_choices[] = { "created", "due", "updated", "position", NULL };

#define REFERENCE_ROW(member, text) \
	{ .name = #member, .type = FIELD_REFERENCE, FIELD_AT(struct list_arguments, member), .minimum = 1, .maximum = 500, \
	  .description = text }
#define DAY_ROW(member) \
	{ .name = #member, .type = FIELD_TEXT, FIELD_AT(struct list_arguments, member), .minimum = 1, .maximum = 40 }

static const struct field list_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct list_arguments, workspace),
	  .minimum = 1, .maximum = 200, .description = "Name or id; left out: all." },
	REFERENCE_ROW(project, NULL),
	REFERENCE_ROW(section, "Needs project."),
	REFERENCE_ROW(parent, "Subtasks of this task."),
	REFERENCE_ROW(assignee, "E-mail, name, id, 'me'; 'none': of nobody."),
	REFERENCE_ROW(follower, NULL),
	REFERENCE_ROW(created_by, NULL),
	REFERENCE_ROW(blocked_by, "Waiting for this task."),
	{ .name = "custom_field", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, custom_field), .minimum = 1,
	  .maximum = 1000, .description = "'Name=value'; needs project." },
	{ .name = "tags", .type = FIELD_TEXT_LIST, FIELD_AT(struct list_arguments, tags), .maximum = 8,
	  .description = "All of these; '-tag': without it." },
	{ .name = "state", .type = FIELD_CHOICE, FIELD_AT(struct list_arguments, state), .choices = state_choices,
	  .standard = "\"open\"" },
	{ .name = "priority", .type = FIELD_CHOICE, FIELD_AT(struct list_arguments, priority), .choices = priority_choices },
	{ .name = "blocked", .type = FIELD_BOOLEAN, FIELD_AT(struct list_arguments, blocked),
	  .description = "Waiting for an open task, or (false) not." },
	{ .name = "due_from", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, due_from), .minimum = 1, .maximum = 40,
	  .description = "Days here are included: 2026-12-01, or words such as today." },
	DAY_ROW(due_to), DAY_ROW(start_from), DAY_ROW(start_to), DAY_ROW(created_from), DAY_ROW(created_to),
	DAY_ROW(updated_from), DAY_ROW(updated_to), DAY_ROW(completed_from), DAY_ROW(completed_to),
	{ .name = "has", .type = FIELD_TEXT_LIST, FIELD_AT(struct list_arguments, has), .maximum = 15,
	  .description = "due, notes, subtasks, comments, …; '-due': without." },
	{ .name = "contains", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, contains), .minimum = 1, .maximum = 100,
	  .description = "In the title; for words anywhere use search." },
	{ .name = "sort", .type = FIELD_CHOICE, FIELD_AT(struct list_arguments, sort), .choices = sort_choices,
	  .standard = "\"created\"", .description = "updated: newest change first." },
	{ .name = "fields", .type = FIELD_TEXT_LIST, FIELD_AT(struct list_arguments, fields), .minimum = 1, .maximum = 30,
	  .description = "Columns to return, such as [\"id\",\"title\",\"notes\"]." },
	FIELD_LIMIT(struct list_arguments),
	FIELD_CURSOR(struct list_arguments),
	{ 0 },
};

static const struct field_set list_fields = { list_rows, sizeof(struct list_arguments) };

struct list_result {
	struct list_value tasks;
	struct text_value next_cursor;
};

static const struct field list_result_rows[] = {
	{ .name = "tasks", .type = FIELD_LIST, .is_brief = true, FIELD_AT(struct list_result, tasks), .required = true, .items = &task_fields },
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct list_result, next_cursor) },
	{ 0 },
};

static const struct field_set list_result_fields = { list_result_rows, sizeof(struct list_result) };

static bool is_chosen(const struct list_value *columns, const char *name)
{
	const char *const *names = columns->elements;

	for (size_t i = 0; i < columns->count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static struct task_listing listing_from(const struct list_arguments *given)
{
	return (struct task_listing){
		.workspace = given->workspace.value,
		.project = given->project.value,
		.section = given->section.value,
		.parent = given->parent.value,
		.assignee = given->assignee.value,
		.follower = given->follower.value,
		.created_by = given->created_by.value,
		.blocked_by = given->blocked_by.value,
		.field = given->custom_field.value,
		.tags = text_list_from(&given->tags),
		.state = (enum task_state)given->state.value,
		.priority = given->priority.present ? (enum priority)(given->priority.value + PRIORITY_NONE) : 0,
		.blocked = !given->blocked.present ? TASK_EITHER : given->blocked.value ? TASK_ONLY : TASK_NEVER,
		.due_from = given->due_from.value,
		.due_to = given->due_to.value,
		.start_from = given->start_from.value,
		.start_to = given->start_to.value,
		.created_from = given->created_from.value,
		.created_to = given->created_to.value,
		.updated_from = given->updated_from.value,
		.updated_to = given->updated_to.value,
		.completed_from = given->completed_from.value,
		.completed_to = given->completed_to.value,
		.has = text_list_from(&given->has),
		.contains = given->contains.value,
		.with_notes = is_chosen(&given->fields, "notes"),
		.sort = (enum task_sort)given->sort.value,
		.limit = given->limit.present ? given->limit.value : STANDARD_LIMIT,
	};
}

static bool unknown_column(struct mcp_call *call, const char *name, size_t index)
{
	const char *names[TASK_COLUMNS_AT_MOST + 1] = { 0 };
	const char *nearest;

	for (size_t i = 0; task_fields.fields[i].name; i++)
		names[i] = task_fields.fields[i].name;
	nearest = text_nearest(name, names);
	return fail(call->error, ERROR_INVALID, "'fields[%zu]': there is no column '%.60s'%s%s%s", index, name,
		    nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static bool check_columns(struct mcp_call *call, const struct list_value *columns)
{
	const char *const *names = columns->elements;

	for (size_t i = 0; i < columns->count; i++)
		if (!field_find(&task_fields, names[i]))
			return unknown_column(call, names[i], i);
	return true;
}

/* Leaves only the chosen columns in a row: each member begins with whether it is there. */
static void choose_columns(struct task_result *row, const struct list_value *columns)
{
	for (const struct field *field = task_fields.fields; columns->present && field->name; field++)
		if (!is_chosen(columns, field->name))
			*(bool *)((char *)row + field->offset) = false;
}

static bool wants_words(const struct list_value *columns)
{
	return is_chosen(columns, "followers") || is_chosen(columns, "custom_fields");
}

static bool rows_from(struct mcp_call *call, const struct task_list *list, const struct list_value *columns,
		      struct list_value *rows)
{
	struct task_result *results = arena_array(call->arena, list->count + 1, sizeof(*results));
	struct task_words *words = arena_array(call->arena, list->count + 1, sizeof(*words));

	if (wants_words(columns) && !tasks_words(tool_desk(call), list, words))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		results[i] = task_result_from(call->arena, &list->tasks[i], call->principal->user.time_zone);
		results[i].followers = list_of_texts(&words[i].followers);
		results[i].custom_fields = list_of_texts(&words[i].fields);
		choose_columns(&results[i], columns);
	}
	*rows = (struct list_value){ true, list->count, results };
	return true;
}

struct listing_page {
	struct mcp_call *call;
	const struct task_list *list;
	enum task_sort sort;
};

static const char *cursor_behind(void *context, size_t count)
{
	const struct listing_page *page = context;
	const struct task *last = &page->list->tasks[count - 1];

	return cursor_write(page->call->arena, &(struct cursor){ sort_choices[page->sort],
								 task_sort_value(page->call->arena, last, page->sort), last->id });
}

static bool list_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct list_arguments *given = arguments;
	struct task_listing listing = listing_from(given);
	size_t limit = (size_t)listing.limit;
	struct task_list list;
	struct listing_page context = { call, &list, listing.sort };
	struct list_result answer = { 0 };
	struct cursor cursor = { 0 };

	if (!check_columns(call, &given->fields))
		return false;
	if (given->cursor.present &&
	    !cursor_read(call->arena, given->cursor.value, sort_choices[listing.sort], &cursor, call->error))
		return false;
	listing.after_value = cursor.value;
	listing.after_id = cursor.id;
	listing.limit = (int64_t)limit + 1; /* one more tells whether there is a next page */
	if (!tasks_list(tool_desk(call), &listing, &list) || !rows_from(call, &list, &given->fields, &answer.tasks))
		return false;
	page_write(call, result, &list_result_fields, &answer,
		   &(struct page){ &answer.tasks, &answer.next_cursor, cursor_behind, &context, limit });
	return true;
}

const struct tool list_tasks_tool = {
	.name = "list_tasks",
	.title = "List tasks",
	.description = "Lists tasks by any of their properties; open ones unless state says otherwise, archived ones where their project or "
		       "workspace is named. "
		       "Example: {\"project\":\"Website\",\"assignee\":\"me\",\"due_to\":\"next friday\",\"sort\":\"due\"}",
	.toolset = "tasks",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &list_fields,
	.returns = &list_result_fields,
	.run = list_tasks,
};
