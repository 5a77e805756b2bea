/*
 * create_tasks, update_tasks, delete_tasks: one to fifty items in one change.
 */
#include "base/text.h"
#include "desk/task_edit.h"
#include "tools/bulk.h"
#include "tools/tools.h"

struct create_item {
	struct field_refusal refusal;
	struct task_properties properties;
};

static const struct field create_item_rows[] = {
	TASK_PROPERTY_ROWS(struct create_item, true, DESCRIBED),
	{ 0 },
};

static const struct field_set create_item_fields = { create_item_rows, sizeof(struct create_item) };

struct create_arguments {
	struct text_value workspace;
	struct text_value project;
	struct text_value section;
	struct list_value tasks;
	struct boolean_value atomic;
	struct boolean_value dry_run;
	struct text_value idempotency_key;
};

static const struct field create_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct create_arguments, workspace),
	  .minimum = 1, .maximum = 200, .description = "Name or id; not needed with project or parent, or where there is only one." },
	{ .name = "project", .alias = "project_id", .type = FIELD_REFERENCE, FIELD_AT(struct create_arguments, project),
	  .minimum = 1, .maximum = 200, .description = "For all items that name none." },
	{ .name = "section", .type = FIELD_REFERENCE, FIELD_AT(struct create_arguments, section), .minimum = 1, .maximum = 200 },
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

/* The tasks of one call on their way into the database. */
struct creation {
	struct bulk bulk;
	const struct create_item *items;
	struct task_place place;      /* of the items that do not say their own */
	bool items_say_place;         /* the call names none */
	struct task *tasks;
	struct task **unsaved;        /* prepared ones, to be saved together */
	size_t unsaved_count;
	bool *is_prepared;
};

/* An item may name another of the same call by its title; then those before it have to be there already. */
static bool may_name_others(const struct list_value *list)
{
	const struct create_item *items = list->elements;

	for (size_t i = 0; i < list->count; i++)
		if (items[i].properties.parent.present || items[i].properties.blocked_by.present ||
		    items[i].properties.place.present)
			return true;
	return false;
}

static bool save_prepared(struct mcp_call *call, struct creation *creation)
{
	size_t count = creation->unsaved_count;

	creation->unsaved_count = 0;
	return tasks_save_new(tool_desk(call), creation->unsaved, count);
}

static bool open_place(struct mcp_call *call, const struct create_arguments *given, struct creation *creation)
{
	const struct create_item *items = creation->items;

	creation->items_say_place = !given->workspace.present && !given->project.present && !given->section.present;
	for (size_t i = 0; creation->items_say_place && i < given->tasks.count; i++) {
		struct task_edit edit = task_edit_from(&items[i].properties);

		creation->items_say_place = tasks_say_place(&edit) || items[i].refusal.error;
	}
	return creation->items_say_place || tasks_open_place(tool_desk(call), given->workspace.value, given->project.value,
							     given->section.value, &creation->place);
}

/* A title of an item before is that item, and no older task of that title: *reference becomes its id. */
static bool point_to_item(const struct creation *creation, size_t number, const char **reference)
{
	struct mcp_call *call = creation->bulk.call;
	size_t found = number;

	for (size_t i = 0; i < number; i++) {
		const struct text_value *title = &creation->items[i].properties.title;

		if (!title->present || !text_same_name(title->value, *reference))
			continue;
		if (found < number) {
			fail(call->error, ERROR_INVALID, "'%.100s' is the title of items %zu and %zu of this call", title->value, found, i);
			return fail_remedy(call->error, "Create the one that is meant first, and name it by its id.");
		}
		found = i;
	}
	if (found == number)
		return true;
	if (!creation->is_prepared[found]) {
		fail(call->error, ERROR_NOT_FOUND, "'%.100s' is item %zu of this call, which failed", *reference, found);
		return fail_remedy(call->error, "Put item %zu right, and send both again.", found);
	}
	*reference = arena_printf(call->arena, "%lld", (long long)creation->tasks[found].id);
	return true;
}

static bool point_blockers(const struct creation *creation, size_t number, struct text_list *blockers)
{
	struct arena *arena = creation->bulk.call->arena;
	const char **pointed = arena_array(arena, blockers->count + 1, sizeof(*pointed));

	for (size_t i = 0; i < blockers->count; i++) {
		bool is_added = *blockers->texts[i] == '+';

		pointed[i] = blockers->texts[i] + is_added;
		if (!point_to_item(creation, number, &pointed[i]))
			return false;
		if (is_added)
			pointed[i] = arena_printf(arena, "+%s", pointed[i]);
	}
	blockers->texts = pointed;
	return true;
}

static bool point_to_items(const struct creation *creation, size_t number, struct task_edit *edit)
{
	bool has_parent = edit->parent && !task_edit_clears(edit->parent);
	bool is_behind = edit->place && !task_edit_is_end(edit->place);

	return (!has_parent || point_to_item(creation, number, &edit->parent)) &&
	       (!is_behind || point_to_item(creation, number, &edit->place)) &&
	       point_blockers(creation, number, &edit->blocked_by);
}

static bool create_one(struct mcp_call *call, size_t number, struct creation *creation)
{
	const struct create_item *item = &creation->items[number];
	struct task_edit edit = task_edit_from(&item->properties);

	return readable(call, &item->refusal) && point_to_items(creation, number, &edit) &&
	       (!creation->items_say_place || tasks_open_own_place(tool_desk(call), &edit, &creation->place)) &&
	       tasks_prepare(tool_desk(call), &creation->place, &edit, number, &creation->tasks[number]);
}

static bool create_items(struct mcp_call *call, const struct list_value *list, struct creation *creation)
{
	bool one_by_one = may_name_others(list);

	for (size_t i = 0; i < list->count; i++) {
		if (create_one(call, i, creation)) {
			creation->is_prepared[i] = true;
			creation->unsaved[creation->unsaved_count++] = &creation->tasks[i];
		} else if (!bulk_item_failed(&creation->bulk, i)) {
			return false;
		}
		if (one_by_one && !save_prepared(call, creation))
			return false;
	}
	return save_prepared(call, creation);
}

static bool create_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct create_arguments *given = arguments;
	size_t count = given->tasks.count;
	struct creation creation = {
		.items = given->tasks.elements,
		.tasks = arena_array(call->arena, count, sizeof(*creation.tasks)),
		.unsaved = arena_array(call->arena, count, sizeof(*creation.unsaved)),
		.is_prepared = arena_array(call->arena, count, sizeof(*creation.is_prepared)),
	};

	bulk_init(&creation.bulk, call, count, given->atomic.value);
	if (!open_place(call, given, &creation) || !create_items(call, &given->tasks, &creation))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (tool_is_dry_run(call))
			creation.tasks[i].id = 0; /* the id goes with the transaction */
		if (creation.is_prepared[i])
			bulk_item_done(&creation.bulk, i, "created", &creation.tasks[i]);
		mcp_progress(call, (double)(i + 1), (double)count, NULL);
	}
	bulk_write(&creation.bulk, result);
	return true;
}

const struct tool create_tasks_tool = {
	.name = "create_tasks",
	.title = "Create tasks",
	.description = "Creates one to fifty tasks. Each item has its own result: a bad one fails alone. An item may name one before it by title. "
		       "Example: {\"project\":\"Website\",\"tasks\":[{\"title\":\"Write copy\",\"due\":\"next friday\",\"assignee\":\"me\"}]}",
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
	  .maximum = 500, .description = "Id or whole title." }

#define IF_VERSION_ROW(owner) \
	{ .name = "if_version", .type = FIELD_INTEGER, FIELD_AT(owner, if_version), .minimum = 1, .maximum = 4294967295, \
	  .description = "Refuse if changed since." }

static const struct field update_item_rows[] = {
	TASK_ROW(struct update_item),
	IF_VERSION_ROW(struct update_item),
	TASK_PROPERTY_ROWS(struct update_item, false, NOT_DESCRIBED),
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

/* The items of one call, each of which is dealt with once. */
struct updating {
	struct bulk bulk;
	const struct update_item *items;
	bool *is_begun;
	size_t ended;
};

static bool item_ended(struct updating *updating)
{
	mcp_progress(updating->bulk.call, (double)++updating->ended, (double)updating->bulk.count, NULL);
	return true;
}

static bool item_failed(struct updating *updating, size_t index)
{
	return bulk_item_failed(&updating->bulk, index) && item_ended(updating);
}

/* The next item behind *index that completes a task under this one, not dealt with yet; *index is their count for none. */
static bool next_under(const struct updating *updating, int64_t parent_id, size_t *index)
{
	bool is_under = false;

	while (!is_under && ++*index < updating->bulk.count) {
		const struct update_item *item = &updating->items[*index];

		if (!updating->is_begun[*index] && !item->refusal.error && item->properties.completed.value &&
		    !tasks_is_under(tool_desk(updating->bulk.call), item->task.value, parent_id, &is_under))
			return false;
	}
	return true;
}

/*
 * Subtasks that the call completes with their recurring parent are completed before it, wherever they stand: else its next
 * occurrence would take them along while they are open, and have none to do.
 */
static bool update_item(struct updating *updating, size_t index)
{
	const struct update_item *item = &updating->items[index];
	const struct task_edit edit = task_edit_from(&item->properties);
	struct desk *desk = tool_desk(updating->bulk.call);
	struct task task, next;
	bool repeats;

	updating->is_begun[index] = true;
	if (!readable(updating->bulk.call, &item->refusal) || !tasks_get(desk, item->task.value, &task) ||
	    !tasks_repeats_subtasks(desk, &task, &edit, &repeats))
		return item_failed(updating, index);
	for (size_t i = repeats ? index : updating->bulk.count; i < updating->bulk.count;)
		if (!next_under(updating, task.id, &i) || (i < updating->bulk.count && !update_item(updating, i)))
			return false;
	/* Those may have moved it, where they came beside it. */
	if ((repeats && !tasks_get(desk, item->task.value, &task)) ||
	    !tasks_update(desk, item->if_version.value, &edit, &task, &next))
		return item_failed(updating, index);
	bulk_item_done(&updating->bulk, index, "updated", &task);
	if (next.id)
		updating->bulk.items[index].next_task_id = integer_given(next.id);
	return item_ended(updating);
}

static bool update_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct edit_arguments *given = arguments;
	struct updating updating = {
		.items = given->tasks.elements,
		.is_begun = arena_array(call->arena, given->tasks.count + 1, sizeof(bool)),
	};

	bulk_init(&updating.bulk, call, given->tasks.count, given->atomic.value);
	for (size_t i = 0; i < updating.bulk.count; i++)
		if (!updating.is_begun[i] && !update_item(&updating, i))
			return false;
	bulk_write(&updating.bulk, result);
	return true;
}

const struct tool update_tasks_tool = {
	.name = "update_tasks",
	.title = "Update tasks",
	.description = "Changes one to fifty tasks: only the properties that are sent, as described in create_tasks. "
		       "Example: {\"tasks\":[{\"task\":\"12\",\"if_version\":3,\"completed\":true,\"tags\":[\"+urgent\"]}]}",
	.toolset = "tasks",
	.scope = SCOPE_WRITE,
	.effect = TOOL_DESTROYS,
	.is_idempotent = true,
	.takes = &update_fields,
	.returns = &bulk_fields_brief,
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

static bool delete_one(struct mcp_call *call, const struct delete_item *item, struct task *task, int64_t *subtasks)
{
	return readable(call, &item->refusal) &&
	       tasks_delete(tool_desk(call), item->task.value, item->if_version.value, task, subtasks);
}

static bool delete_tasks(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct edit_arguments *given = arguments;
	const struct delete_item *items = given->tasks.elements;
	struct bulk bulk;

	bulk_init(&bulk, call, given->tasks.count, given->atomic.value);
	for (size_t i = 0; i < bulk.count; i++) {
		struct task task;
		int64_t subtasks;

		if (delete_one(call, &items[i], &task, &subtasks)) {
			bulk_item_done(&bulk, i, "deleted", &task);
			if (subtasks)
				bulk.items[i].subtasks = integer_given(subtasks);
		} else if (!bulk_item_failed(&bulk, i)) {
			return false;
		}
		mcp_progress(call, (double)(i + 1), (double)bulk.count, NULL);
	}
	bulk_write(&bulk, result);
	return true;
}

#define DELETED_WITHOUT_ASKING 10

/* With their subtasks; what cannot be counted fails in the call itself. */
static int64_t count_deleted(struct mcp_call *call, const struct list_value *list)
{
	const struct delete_item *items = list->elements;
	int64_t total = 0;

	for (size_t i = 0; i < list->count; i++) {
		int64_t count = 1;

		if (items[i].task.present && !tasks_count_with_subtasks(tool_desk(call), items[i].task.value, &count))
			*call->error = (struct error){ 0 };
		total += count;
	}
	return total;
}

static const char *confirm_delete(struct mcp_call *call, const void *arguments)
{
	const struct edit_arguments *given = arguments;
	int64_t count = given->dry_run.value ? 0 : count_deleted(call, &given->tasks);

	if (count <= DELETED_WITHOUT_ASKING)
		return NULL;
	return arena_printf(call->arena, "Move %lld tasks, subtasks included, to the trash?", (long long)count);
}

const struct tool delete_tasks_tool = {
	.name = "delete_tasks",
	.title = "Delete tasks",
	.description = "Moves one to fifty tasks and their subtasks to the trash; undo brings them back. For many, try dry_run first. "
		       "Example: {\"tasks\":[{\"task\":\"12\"}]}",
	.toolset = "tasks",
	.scope = SCOPE_WRITE,
	.effect = TOOL_DESTROYS,
	.takes = &delete_fields,
	.returns = &bulk_fields_brief,
	.run = delete_tasks,
	.confirm = confirm_delete,
	.singular = "delete_task",
	.singular_list = "tasks",
};
