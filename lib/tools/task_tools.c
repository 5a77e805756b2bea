/*
 * list_tasks and get_task; the writers are in task_write_tools.c.
 */
#include "desk/tasks.h"
#include "tools/cursor.h"
#include "tools/task_fields.h"
#include "tools/tools.h"

struct list_arguments {
	struct text_value workspace;
	struct text_value assignee;
	struct integer_value state;
	struct text_value due_from;
	struct text_value due_to;
	struct text_value contains;
	struct integer_value sort;
	struct integer_value limit;
	struct text_value cursor;
};

/* In the order of enum task_state and enum task_sort. */
static const char *const state_choices[] = { "open", "completed", "any", NULL };
static const char *const sort_choices[] = { "created", "due", "updated", NULL };

static const struct field list_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct list_arguments, workspace),
	  .minimum = 1, .maximum = 200, .description = "Name or id; left out: all workspaces of the user." },
	{ .name = "assignee", .type = FIELD_REFERENCE, FIELD_AT(struct list_arguments, assignee), .minimum = 1,
	  .maximum = 254, .description = "E-mail address, name, id, 'me', or 'none' for tasks of nobody." },
	{ .name = "state", .type = FIELD_CHOICE, FIELD_AT(struct list_arguments, state), .choices = state_choices,
	  .standard = "\"open\"" },
	{ .name = "due_from", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, due_from), .minimum = 1, .maximum = 40,
	  .description = "Due on this day or later." },
	{ .name = "due_to", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, due_to), .minimum = 1, .maximum = 40,
	  .description = "Due on this day or earlier." },
	{ .name = "contains", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, contains), .minimum = 1, .maximum = 100,
	  .description = "Text that the title contains." },
	{ .name = "sort", .type = FIELD_CHOICE, FIELD_AT(struct list_arguments, sort), .choices = sort_choices,
	  .standard = "\"created\"", .description = "updated: the newest change first." },
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
	{ .name = "tasks", .type = FIELD_LIST, FIELD_AT(struct list_result, tasks), .required = true, .items = &task_fields },
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct list_result, next_cursor),
	  .description = "There are more: send it as cursor." },
	{ 0 },
};

static const struct field_set list_result_fields = { list_result_rows, sizeof(struct list_result) };

static struct task_listing listing_from(const struct list_arguments *given)
{
	return (struct task_listing){
		.workspace = given->workspace.value,
		.assignee = given->assignee.value,
		.state = (enum task_state)given->state.value,
		.due_from = given->due_from.value,
		.due_to = given->due_to.value,
		.contains = given->contains.value,
		.sort = (enum task_sort)given->sort.value,
		.limit = given->limit.present ? given->limit.value : STANDARD_LIMIT,
	};
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
	const char *order = sort_choices[listing.sort];
	size_t limit = (size_t)listing.limit;
	struct cursor cursor = { 0 };
	struct list_result answer = { 0 };
	struct task_list list;

	if (given->cursor.present && !cursor_read(call->arena, given->cursor.value, order, &cursor, call->error))
		return false;
	listing.after_value = cursor.value;
	listing.after_id = cursor.id;
	listing.limit = (int64_t)limit + 1; /* one more tells whether there is a next page */
	if (!tasks_list(tool_desk(call), &listing, &list))
		return false;
	if (list.count > limit) {
		const struct task *last = &list.tasks[limit - 1];

		list.count = limit;
		cursor = (struct cursor){ order, task_sort_value(last, listing.sort), last->id };
		answer.next_cursor = text_given(cursor_write(call->arena, &cursor));
	}
	answer.tasks = rows_from(call, &list);
	tool_result_fields(call, result, &list_result_fields, &answer);
	return true;
}

const struct tool list_tasks_tool = {
	.name = "list_tasks",
	.title = "List tasks",
	.description = "Lists tasks, open ones unless state says otherwise. "
		       "Example: {\"workspace\":\"Website relaunch\",\"assignee\":\"me\",\"sort\":\"due\"}",
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
	  .minimum = 1, .maximum = 200, .description = "The task's id." },
	{ 0 },
};

static const struct field_set get_fields = { get_rows, sizeof(struct get_arguments) };

struct get_result {
	struct task_result *task;
};

static const struct field get_result_rows[] = {
	{ .name = "task", .type = FIELD_OBJECT, FIELD_AT(struct get_result, task), .required = true, .items = &task_fields },
	{ 0 },
};

static const struct field_set get_result_fields = { get_result_rows, sizeof(struct get_result) };

static bool get_task(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct get_arguments *given = arguments;
	struct task_result row;
	struct task task;

	if (!tasks_get(tool_desk(call), given->task.value, &task))
		return false;
	row = task_result_from(call->arena, &task, call->principal->user.time_zone);
	tool_result_fields(call, result, &get_result_fields, &(struct get_result){ &row });
	return true;
}

const struct tool get_task_tool = {
	.name = "get_task",
	.title = "Get a task",
	.description = "Shows one task with everything about it. Example: {\"task\":\"12\"}",
	.toolset = "tasks",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &get_fields,
	.returns = &get_result_fields,
	.run = get_task,
};
