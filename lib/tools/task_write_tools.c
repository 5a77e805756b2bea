/*
 * create_tasks, update_tasks, delete_tasks: one to fifty items in one change.
 */
#include "desk/tasks.h"
#include "tools/bulk.h"
#include "tools/tools.h"

struct create_item {
	struct field_refusal refusal;
	struct task_properties properties;
};

static const struct field create_item_rows[] = {
	TASK_PROPERTY_ROWS(struct create_item, true),
	{ 0 },
};

static const struct field_set create_item_fields = { create_item_rows, sizeof(struct create_item) };

struct create_arguments {
	struct text_value workspace;
	struct list_value tasks;
	struct boolean_value atomic;
	struct boolean_value dry_run;
	struct text_value idempotency_key;
};

static const struct field create_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct create_arguments, workspace),
	  .required = true, .minimum = 1, .maximum = 200, .description = "Name or id." },
	{ .name = "tasks", .type = FIELD_ITEMS, FIELD_AT(struct create_arguments, tasks), .required = true, .minimum = 1,
	  .maximum = BULK_MOST, .items = &create_item_fields },
	FIELD_ATOMIC(struct create_arguments),
	FIELD_DRY_RUN(struct create_arguments),
	FIELD_IDEMPOTENCY_KEY(struct create_arguments),
	{ 0 },
};

static const struct field_set create_fields = { create_rows, sizeof(struct create_arguments) };

/* Passes on why an item's own fields were refused. */
static bool readable(struct mcp_call *call, const struct field_refusal *refusal)
{
	if (!refusal->error)
		return true;
	*call->error = *refusal->error;
	return false;
}

static bool create_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct create_arguments *given = arguments;
	const struct create_item *items = given->tasks.elements;
	struct task *tasks = arena_array(call->arena, given->tasks.count, sizeof(*tasks));
	struct task **wanted = arena_array(call->arena, given->tasks.count, sizeof(*wanted));
	bool *is_wanted = arena_array(call->arena, given->tasks.count, sizeof(*is_wanted));
	size_t wanted_count = 0;
	struct desk *desk = tool_desk(call);
	struct workspace workspace;
	struct bulk bulk;

	bulk_init(&bulk, call, given->tasks.count, given->atomic.value);
	if (!tasks_open_workspace(desk, given->workspace.value, &workspace))
		return false;
	for (size_t i = 0; i < bulk.count; i++) {
		struct task_edit edit = task_edit_from(&items[i].properties);

		if (readable(call, &items[i].refusal) && tasks_prepare(desk, &workspace, &edit, &tasks[i])) {
			is_wanted[i] = true;
			wanted[wanted_count++] = &tasks[i];
		} else if (!bulk_item_failed(&bulk, i)) {
			return false;
		}
	}
	if (!tasks_save_new(desk, wanted, wanted_count))
		return false;
	for (size_t i = 0; i < bulk.count; i++) {
		if (tool_is_dry_run(call))
			tasks[i].id = 0; /* the id goes with the transaction */
		if (is_wanted[i])
			bulk_item_done(&bulk, i, "created", &tasks[i]);
		mcp_progress(call, (double)(i + 1), (double)bulk.count, NULL);
	}
	bulk_write(&bulk, result);
	return true;
}

const struct tool create_tasks_tool = {
	.name = "create_tasks",
	.title = "Create tasks",
	.description = "Creates one to fifty tasks in a workspace. Each item has a result of its own: a bad one fails alone. "
		       "Example: {\"workspace\":\"Website relaunch\",\"tasks\":[{\"title\":\"Write the copy\",\"due\":\"2026-12-01\"}]}",
	.toolset = "tasks",
	.scope = SCOPE_WRITE,
	.effect = TOOL_ADDS,
	.takes = &create_fields,
	.returns = &bulk_fields,
	.run = create_tasks,
	.singular = "create_task",
	.singular_list = "tasks",
};

struct update_item {
	struct field_refusal refusal;
	struct text_value task;
	struct integer_value if_version;
	struct task_properties properties;
};

#define TASK_ROW(owner) \
	{ .name = "task", .alias = "task_id", .type = FIELD_REFERENCE, FIELD_AT(owner, task), .required = true, .minimum = 1, \
	  .maximum = 200, .description = "The task's id." }

#define IF_VERSION_ROW(owner) \
	{ .name = "if_version", .type = FIELD_INTEGER, FIELD_AT(owner, if_version), .minimum = 1, .maximum = 4294967295, \
	  .description = "Refuse when the task has another version, because somebody changed it since." }

static const struct field update_item_rows[] = {
	TASK_ROW(struct update_item),
	IF_VERSION_ROW(struct update_item),
	TASK_PROPERTY_ROWS(struct update_item, false),
	{ 0 },
};

static const struct field_set update_item_fields = { update_item_rows, sizeof(struct update_item) };

struct edit_arguments {
	struct list_value tasks;
	struct boolean_value atomic;
	struct boolean_value dry_run;
	struct text_value idempotency_key;
};

#define EDIT_ROWS(item_fields) \
	{ .name = "tasks", .type = FIELD_ITEMS, FIELD_AT(struct edit_arguments, tasks), .required = true, .minimum = 1, \
	  .maximum = BULK_MOST, .items = &(item_fields) }, \
	FIELD_ATOMIC(struct edit_arguments), \
	FIELD_DRY_RUN(struct edit_arguments), \
	FIELD_IDEMPOTENCY_KEY(struct edit_arguments), \
	{ 0 }

static const struct field update_rows[] = { EDIT_ROWS(update_item_fields) };
static const struct field_set update_fields = { update_rows, sizeof(struct edit_arguments) };

static bool update_one(struct mcp_call *call, const struct update_item *item, struct task *task)
{
	struct task_edit edit = task_edit_from(&item->properties);

	return readable(call, &item->refusal) &&
	       tasks_update(tool_desk(call), item->task.value, item->if_version.value, &edit, task);
}

static bool update_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct edit_arguments *given = arguments;
	const struct update_item *items = given->tasks.elements;
	struct bulk bulk;

	bulk_init(&bulk, call, given->tasks.count, given->atomic.value);
	for (size_t i = 0; i < bulk.count; i++) {
		struct task task;

		if (update_one(call, &items[i], &task))
			bulk_item_done(&bulk, i, "updated", &task);
		else if (!bulk_item_failed(&bulk, i))
			return false;
		mcp_progress(call, (double)(i + 1), (double)bulk.count, NULL);
	}
	bulk_write(&bulk, result);
	return true;
}

const struct tool update_tasks_tool = {
	.name = "update_tasks",
	.title = "Update tasks",
	.description = "Changes one to fifty tasks: only the properties that are sent. Completing is {\"completed\":true}. "
		       "Example: {\"tasks\":[{\"task\":\"12\",\"if_version\":3,\"assignee\":\"me\"}]}",
	.toolset = "tasks",
	.scope = SCOPE_WRITE,
	.effect = TOOL_DESTROYS,
	.is_idempotent = true,
	.takes = &update_fields,
	.returns = &bulk_fields,
	.run = update_tasks,
	.singular = "update_task",
	.singular_list = "tasks",
};

struct delete_item {
	struct field_refusal refusal;
	struct text_value task;
	struct integer_value if_version;
};

static const struct field delete_item_rows[] = {
	TASK_ROW(struct delete_item),
	IF_VERSION_ROW(struct delete_item),
	{ 0 },
};

static const struct field_set delete_item_fields = { delete_item_rows, sizeof(struct delete_item) };
static const struct field delete_rows[] = { EDIT_ROWS(delete_item_fields) };
static const struct field_set delete_fields = { delete_rows, sizeof(struct edit_arguments) };

static bool delete_one(struct mcp_call *call, const struct delete_item *item, struct task *task)
{
	return readable(call, &item->refusal) &&
	       tasks_delete(tool_desk(call), item->task.value, item->if_version.value, task);
}

static bool delete_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct edit_arguments *given = arguments;
	const struct delete_item *items = given->tasks.elements;
	struct bulk bulk;

	bulk_init(&bulk, call, given->tasks.count, given->atomic.value);
	for (size_t i = 0; i < bulk.count; i++) {
		struct task task;

		if (delete_one(call, &items[i], &task))
			bulk_item_done(&bulk, i, "deleted", &task);
		else if (!bulk_item_failed(&bulk, i))
			return false;
		mcp_progress(call, (double)(i + 1), (double)bulk.count, NULL);
	}
	bulk_write(&bulk, result);
	return true;
}

const struct tool delete_tasks_tool = {
	.name = "delete_tasks",
	.title = "Delete tasks",
	.description = "Moves one to fifty tasks to the trash. For many, look first with dry_run. "
		       "Example: {\"tasks\":[{\"task\":\"12\"}]}",
	.toolset = "tasks",
	.scope = SCOPE_WRITE,
	.effect = TOOL_DESTROYS,
	.takes = &delete_fields,
	.returns = &bulk_fields,
	.run = delete_tasks,
	.singular = "delete_task",
	.singular_list = "tasks",
};
