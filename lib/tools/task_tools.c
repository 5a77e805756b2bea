/*
 * list_tasks and get_task; the writers are in task_write_tools.c.
 */
#include "desk/comments.h"
#include "desk/tasks.h"
#include "fields/json.h"
#include "tools/cursor.h"
#include "tools/page.h"
#include "tools/task_fields.h"
#include "tools/tools.h"

#include <string.h>

struct list_arguments {
	struct text_value workspace, project, section, parent;
	struct text_value assignee, follower, created_by;
	struct text_value custom_field;
	struct list_value tags;
	struct integer_value state, priority;
	struct boolean_value blocked;
	struct text_value due_from, due_to, start_from, start_to;
	struct text_value created_from, created_to, updated_from, updated_to, completed_from, completed_to;
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
	{ .name = "contains", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, contains), .minimum = 1, .maximum = 100,
	  .description = "In the title; for words anywhere use search." },
	{ .name = "sort", .type = FIELD_CHOICE, FIELD_AT(struct list_arguments, sort), .choices = sort_choices,
	  .standard = "\"created\"", .description = "updated: newest change first." },
	{ .name = "fields", .type = FIELD_TEXT_LIST, FIELD_AT(struct list_arguments, fields), .minimum = 1, .maximum = 30,
	  .description = "Columns to return, such as [\"id\",\"title\",\"due\"]." },
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
		.contains = given->contains.value,
		.sort = (enum task_sort)given->sort.value,
		.limit = given->limit.present ? given->limit.value : STANDARD_LIMIT,
	};
}

static bool check_columns(struct mcp_call *call, const struct list_value *columns)
{
	const char *const *names = columns->elements;

	for (size_t i = 0; i < columns->count; i++) {
		const char *nearest = text_nearest(names[i], task_columns);

		if (nearest && strcmp(nearest, names[i]) == 0)
			continue;
		return fail(call->error, ERROR_INVALID, "'fields[%zu]': there is no column '%.60s'%s%s%s", i, names[i],
			    nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	}
	return true;
}

static bool is_chosen(const struct list_value *columns, const char *name)
{
	const char *const *names = columns->elements;

	for (size_t i = 0; i < columns->count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Leaves only the chosen columns in each row. */
static void choose_columns(struct json_object *structured, const struct list_value *columns)
{
	struct json_object *rows = json_member(structured, "tasks");

	for (size_t i = 0; columns->present && i < json_object_array_length(rows); i++)
		for (size_t j = 0; task_columns[j]; j++)
			if (!is_chosen(columns, task_columns[j]))
				json_object_object_del(json_object_array_get_idx(rows, i), task_columns[j]);
}

/* The page being put together. */
struct listing_page {
	struct mcp_call *call;
	const struct task_list *list;
	enum task_sort sort;
	struct list_result answer;
};

static void cut(void *context, size_t count)
{
	struct listing_page *page = context;
	const struct task *last = &page->list->tasks[count - 1];
	const struct cursor cursor = { sort_choices[page->sort], task_sort_value(page->call->arena, last, page->sort), last->id };

	page->answer.tasks.count = count;
	page->answer.next_cursor = text_given(cursor_write(page->call->arena, &cursor));
}

static struct list_value rows_from(struct mcp_call *call, const struct task_list *list)
{
	struct task_result *rows = arena_array(call->arena, list->count + 1, sizeof(*rows));

	for (size_t i = 0; i < list->count; i++)
		rows[i] = task_result_from(call->arena, &list->tasks[i], call->principal->user.time_zone);
	return (struct list_value){ true, list->count, rows };
}

static bool list_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct list_arguments *given = arguments;
	struct task_listing listing = listing_from(given);
	size_t limit = (size_t)listing.limit;
	struct task_list list;
	struct listing_page page = { .call = call, .list = &list, .sort = listing.sort };
	struct cursor cursor = { 0 };

	if (!check_columns(call, &given->fields))
		return false;
	if (given->cursor.present &&
	    !cursor_read(call->arena, given->cursor.value, sort_choices[listing.sort], &cursor, call->error))
		return false;
	listing.after_value = cursor.value;
	listing.after_id = cursor.id;
	listing.limit = (int64_t)limit + 1; /* one more tells whether there is a next page */
	if (!tasks_list(tool_desk(call), &listing, &list))
		return false;
	page.answer.tasks = rows_from(call, &list);
	if (list.count > limit)
		cut(&page, limit);
	page_write(call, result, &list_result_fields, &page.answer, page.answer.tasks.count, cut, &page);
	choose_columns(result->structured, &given->fields);
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

struct get_arguments {
	struct text_value task;
};

static const struct field get_rows[] = {
	{ .name = "task", .alias = "task_id", .type = FIELD_REFERENCE, FIELD_AT(struct get_arguments, task), .required = true,
	  .minimum = 1, .maximum = 500, .description = "Id or whole title." },
	{ 0 },
};

static const struct field_set get_fields = { get_rows, sizeof(struct get_arguments) };

struct subtask_result {
	struct integer_value id;
	struct text_value title;
	struct boolean_value completed;
};

static const struct field subtask_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct subtask_result, id) },
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(struct subtask_result, title) },
	{ .name = "completed", .type = FIELD_BOOLEAN, FIELD_AT(struct subtask_result, completed) },
	{ 0 },
};

static const struct field_set subtask_fields = { subtask_rows, sizeof(struct subtask_result) };

struct comment_result {
	struct integer_value id;
	struct text_value created_by;
	struct text_value created_at;
	struct text_value text;
};

static const struct field comment_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct comment_result, id) },
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(struct comment_result, created_by) },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct comment_result, created_at) },
	{ .name = "text", .type = FIELD_TEXT, FIELD_AT(struct comment_result, text) },
	{ 0 },
};

static const struct field_set comment_fields = { comment_rows, sizeof(struct comment_result) };

struct get_result {
	struct task_result *task;
	struct list_value subtasks;
	struct list_value comments;
};

static const struct field get_result_rows[] = {
	{ .name = "task", .type = FIELD_OBJECT, FIELD_AT(struct get_result, task), .required = true, .items = &task_fields },
	{ .name = "subtasks", .type = FIELD_LIST, .is_brief = true, FIELD_AT(struct get_result, subtasks), .items = &subtask_fields },
	{ .name = "comments", .type = FIELD_LIST, .is_brief = true, FIELD_AT(struct get_result, comments), .items = &comment_fields,
	  .description = "The last twenty, oldest first." },
	{ 0 },
};

static const struct field_set get_result_fields = { get_result_rows, sizeof(struct get_result) };

#define SHOWN_COMMENTS 20

static struct list_value subtask_list(struct arena *arena, const struct task_list *list)
{
	struct subtask_result *rows = arena_array(arena, list->count + 1, sizeof(*rows));

	for (size_t i = 0; i < list->count; i++)
		rows[i] = (struct subtask_result){ integer_given(list->tasks[i].id), text_given(list->tasks[i].title),
						   boolean_given(list->tasks[i].completed_at != NULL) };
	return (struct list_value){ list->count > 0, list->count, rows };
}

static struct list_value comment_list(struct arena *arena, const struct comment_list *list)
{
	struct comment_result *rows = arena_array(arena, list->count + 1, sizeof(*rows));

	for (size_t i = 0; i < list->count; i++)
		rows[i] = (struct comment_result){ integer_given(list->comments[i].id), text_given(list->comments[i].created_by),
						   text_given(list->comments[i].created_at),
						   text_given(list->comments[i].text) };
	return (struct list_value){ list->count > 0, list->count, rows };
}

static bool get_task(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct get_arguments *given = arguments;
	struct desk *desk = tool_desk(call);
	struct comment_list comments;
	struct task_words words;
	struct task_list subtasks;
	struct task_result row;
	struct task task;

	if (!tasks_get(desk, given->task.value, &task) || !tasks_words(desk, &task, &words) ||
	    !tasks_subtasks(desk, &task, &subtasks) || !comments_list(desk, task.id, SHOWN_COMMENTS, &comments))
		return false;
	row = task_result_from(call->arena, &task, call->principal->user.time_zone);
	row.followers = list_of_texts(&words.followers);
	row.custom_fields = list_of_texts(&words.fields);
	tool_result_fields(call, result, &get_result_fields,
			   &(struct get_result){ &row, subtask_list(call->arena, &subtasks),
						 comment_list(call->arena, &comments) });
	return true;
}

const struct tool get_task_tool = {
	.name = "get_task",
	.title = "Get a task",
	.description = "Shows one task with everything about it, its subtasks and comments. Example: {\"task\":\"12\"}",
	.toolset = "tasks",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &get_fields,
	.returns = &get_result_fields,
	.run = get_task,
};
