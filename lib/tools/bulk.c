#include "tools/bulk.h"

#include "tools/page.h"
#include "tools/tools.h"

static const struct field item_rows[] = {
	{ .name = "index", .type = FIELD_INTEGER, FIELD_AT(struct bulk_item, index), .required = true },
	{ .name = "status", .type = FIELD_TEXT, FIELD_AT(struct bulk_item, status), .required = true,
	  .description = "created, updated, deleted, failed." },
	{ .name = "task", .type = FIELD_OBJECT, .is_brief = true, FIELD_AT(struct bulk_item, task), .items = &task_fields },
	{ .name = "next_task_id", .type = FIELD_INTEGER, FIELD_AT(struct bulk_item, next_task_id),
	  .description = "The next occurrence." },
	{ .name = "subtasks", .type = FIELD_INTEGER, FIELD_AT(struct bulk_item, subtasks), .description = "Deleted with it." },
	{ .name = "error", .type = FIELD_OBJECT, FIELD_AT(struct bulk_item, error), .items = &item_error_fields },
	{ 0 },
};

static const struct field_set item_fields = { item_rows, sizeof(struct bulk_item) };

struct bulk_result {
	struct list_value results;
	struct integer_value succeeded;
	struct integer_value failed;
	struct boolean_value dry_run;
	struct text_value change_id;
};

#define RESULT_ROWS(brief) \
	{ .name = "results", .type = FIELD_LIST, FIELD_AT(struct bulk_result, results), .required = true, .items = &item_fields, \
	  .is_brief = brief }, \
	{ .name = "succeeded", .type = FIELD_INTEGER, FIELD_AT(struct bulk_result, succeeded), .required = true }, \
	{ .name = "failed", .type = FIELD_INTEGER, FIELD_AT(struct bulk_result, failed), .required = true }, \
	{ .name = "dry_run", .type = FIELD_BOOLEAN, FIELD_AT(struct bulk_result, dry_run) }, \
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct bulk_result, change_id) }, \
	{ 0 }

static const struct field result_rows[] = { RESULT_ROWS(false) };
static const struct field brief_rows[] = { RESULT_ROWS(true) };

const struct field_set bulk_fields = { result_rows, sizeof(struct bulk_result) };
const struct field_set bulk_fields_brief = { brief_rows, sizeof(struct bulk_result) };

void bulk_init(struct bulk *bulk, struct mcp_call *call, size_t count, bool is_atomic)
{
	*bulk = (struct bulk){
		.call = call,
		.is_atomic = is_atomic,
		.count = count,
		.items = arena_array(call->arena, count + 1, sizeof(*bulk->items)),
	};
}

static bool is_own_fault(const struct error *error)
{
	return error->kind != ERROR_UNAVAILABLE && error->kind != ERROR_INTERNAL;
}

bool bulk_item_failed(struct bulk *bulk, size_t index)
{
	struct error *error = bulk->call->error;

	if (!is_own_fault(error))
		return false;
	if (bulk->is_atomic) {
		const char *message = arena_strdup(bulk->call->arena, error->message);
		const char *remedy = arena_strdup(bulk->call->arena, error->remedy);

		fail(error, error->kind, "nothing was done, because item %zu failed: %s", index, message);
		return fail_remedy(error, "%s", remedy);
	}
	bulk->items[index] = (struct bulk_item){
		.index = integer_given((int64_t)index),
		.status = text_given("failed"),
		.error = item_error_from(bulk->call->arena, error),
	};
	bulk->failed++;
	*error = (struct error){ 0 };
	return true;
}

void bulk_item_done(struct bulk *bulk, size_t index, const char *status, const struct task *task)
{
	struct arena *arena = bulk->call->arena;
	struct task_result *shown = arena_alloc(arena, sizeof(*shown));

	*shown = task_result_from(arena, task, bulk->call->principal->user.time_zone);
	bulk->items[index] = (struct bulk_item){
		.index = integer_given((int64_t)index),
		.status = text_given(status),
		.task = shown,
	};
}

/* What a caller needs to go on with a task. */
static void shorten(struct task_result *task)
{
	*task = (struct task_result){ .id = task->id, .title = task->title, .version = task->version };
}

/* What was sent need not come back when it is long. */
static void write_within_limit(struct bulk *bulk, const struct bulk_result *answer, struct tool_result *result)
{
	tool_result_fields(bulk->call, result, &bulk_fields, answer);
	if (!page_is_too_long(bulk->call, result))
		return;
	for (size_t i = 0; i < bulk->count; i++)
		if (bulk->items[i].task)
			shorten(bulk->items[i].task);
	tool_result_fields(bulk->call, result, &bulk_fields, answer);
	page_remark(bulk->call, result, "The tasks are shown briefly; get_task shows each whole.");
}

void bulk_write(struct bulk *bulk, struct tool_result *result)
{
	const struct bulk_result answer = {
		.results = { true, bulk->count, bulk->items },
		.succeeded = integer_given((int64_t)(bulk->count - bulk->failed)),
		.failed = integer_given((int64_t)bulk->failed),
		.dry_run = tool_dry_run_given(bulk->call),
		.change_id = tool_change_id_given(bulk->call),
	};

	write_within_limit(bulk, &answer, result);
	result->is_error = bulk->count && bulk->failed == bulk->count;
}
