/*
 * list_activity and undo.
 */
#include "base/text.h"
#include "desk/history.h"
#include "desk/undo.h"
#include "tools/cursor.h"
#include "tools/page.h"
#include "tools/shared_fields.h"
#include "tools/tools.h"

struct change_result {
	struct text_value field;
	struct text_value from;
	struct text_value to;
};

static const struct field change_rows[] = {
	{ .name = "field", .type = FIELD_TEXT, FIELD_AT(struct change_result, field) },
	{ .name = "from", .type = FIELD_TEXT, FIELD_AT(struct change_result, from) },
	{ .name = "to", .type = FIELD_TEXT, FIELD_AT(struct change_result, to) },
	{ 0 },
};

static const struct field_set change_fields = { change_rows, sizeof(struct change_result) };

struct activity_result {
	struct text_value at;
	struct text_value actor;
	struct text_value credential;
	struct text_value action;
	struct text_value entity;
	struct integer_value entity_id;
	struct text_value name;
	struct integer_value task_id;
	struct text_value text;
	struct text_value change_id;
	struct list_value changes;
};

static const struct field activity_rows[] = {
	{ .name = "at", .type = FIELD_TEXT, FIELD_AT(struct activity_result, at) },
	{ .name = "actor", .type = FIELD_TEXT, FIELD_AT(struct activity_result, actor) },
	{ .name = "credential", .type = FIELD_TEXT, FIELD_AT(struct activity_result, credential) },
	{ .name = "action", .type = FIELD_TEXT, FIELD_AT(struct activity_result, action) },
	{ .name = "entity", .type = FIELD_TEXT, FIELD_AT(struct activity_result, entity) },
	{ .name = "entity_id", .type = FIELD_INTEGER, FIELD_AT(struct activity_result, entity_id) },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct activity_result, name) },
	{ .name = "task_id", .type = FIELD_INTEGER, FIELD_AT(struct activity_result, task_id) },
	{ .name = "text", .type = FIELD_TEXT, FIELD_AT(struct activity_result, text) },
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct activity_result, change_id) },
	{ .name = "changes", .type = FIELD_LIST, .is_brief = true, FIELD_AT(struct activity_result, changes), .items = &change_fields },
	{ 0 },
};

static const struct field_set activity_fields = { activity_rows, sizeof(struct activity_result) };

struct list_arguments {
	struct text_value workspace, project, task, actor;
	struct text_value change_id;
	struct text_value from, to;
	struct integer_value limit;
	struct text_value cursor;
};

#define REFERENCE_ROW(member) \
	{ .name = #member, .type = FIELD_REFERENCE, FIELD_AT(struct list_arguments, member), .minimum = 1, .maximum = 500 }

static const struct field list_rows[] = {
	REFERENCE_ROW(workspace),
	REFERENCE_ROW(project),
	REFERENCE_ROW(task),
	REFERENCE_ROW(actor),
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, change_id), .minimum = 1, .maximum = 16 },
	{ .name = "from", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, from), .minimum = 1, .maximum = 40 },
	{ .name = "to", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, to), .minimum = 1, .maximum = 40 },
	FIELD_LIMIT(struct list_arguments),
	FIELD_CURSOR(struct list_arguments),
	{ 0 },
};

static const struct field_set list_fields = { list_rows, sizeof(struct list_arguments) };

struct list_result {
	struct list_value activity;
	struct text_value next_cursor;
};

static const struct field list_result_rows[] = {
	{ .name = "activity", .type = FIELD_LIST, FIELD_AT(struct list_result, activity), .required = true,
	  .items = &activity_fields },
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct list_result, next_cursor) },
	{ 0 },
};

static const struct field_set list_result_fields = { list_result_rows, sizeof(struct list_result) };

#define SHOWN_CHARACTERS 500

/* Whole notes would fill the page; what they were is there for undo. */
static const char *shortened(struct arena *arena, const char *value)
{
	size_t bytes = value ? utf8_prefix_bytes(value, SHOWN_CHARACTERS) : 0;

	return value && value[bytes] ? arena_printf(arena, "%.*s…", (int)bytes, value) : value;
}

static struct list_value changes_from(struct arena *arena, const struct kept_activity *activity)
{
	struct change_result *rows = arena_array(arena, activity->change_count + 1, sizeof(*rows));

	for (size_t i = 0; i < activity->change_count; i++)
		rows[i] = (struct change_result){ text_given(activity->changes[i].field),
						  text_given(shortened(arena, activity->changes[i].before)),
						  text_given(shortened(arena, activity->changes[i].after)) };
	return (struct list_value){ activity->change_count > 0, activity->change_count, rows };
}

#define ORDER "activity"

struct activity_page {
	struct mcp_call *call;
	const struct activity_list *list;
};

static const char *cursor_behind(void *context, size_t count)
{
	const struct activity_page *page = context;

	return cursor_write(page->call->arena, &(struct cursor){ ORDER, "", page->list->activities[count - 1].id });
}

static struct list_value rows_from(struct arena *arena, const struct activity_list *list)
{
	struct activity_result *rows = arena_array(arena, list->count + 1, sizeof(*rows));

	for (size_t i = 0; i < list->count; i++) {
		const struct kept_activity *activity = &list->activities[i];

		rows[i] = (struct activity_result){
			.at = text_given(activity->at),
			.actor = text_given(activity->actor),
			.credential = text_given(activity->credential),
			.action = text_given(action_names[activity->action]),
			.entity = text_given(entity_names[activity->entity]),
			.entity_id = integer_given(activity->entity_id),
			.name = text_given(activity->name),
			.task_id = { .present = activity->task_id != 0, .value = activity->task_id },
			.text = text_given(activity->text),
			.change_id = text_given(activity->change_id),
			.changes = changes_from(arena, activity),
		};
	}
	return (struct list_value){ true, list->count, rows };
}

static bool list_activity(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct list_arguments *given = arguments;
	int64_t limit = given->limit.present ? given->limit.value : STANDARD_LIMIT;
	struct history_listing listing = {
		.workspace = given->workspace.value,
		.project = given->project.value,
		.task = given->task.value,
		.actor = given->actor.value,
		.change_id = given->change_id.value,
		.from = given->from.value,
		.to = given->to.value,
		.limit = limit + 1,
	};
	struct activity_list list;
	struct activity_page context = { call, &list };
	struct list_result answer = { 0 };
	struct cursor cursor = { 0 };

	if (given->cursor.present && !cursor_read(call->arena, given->cursor.value, ORDER, &cursor, call->error))
		return false;
	listing.before_id = cursor.id;
	if (!history_list(tool_desk(call), &listing, &list))
		return false;
	answer.activity = rows_from(call->arena, &list);
	page_write(call, result, &list_result_fields, &answer,
		   &(struct page){ &answer.activity, &answer.next_cursor, cursor_behind, &context, (size_t)limit });
	return true;
}

const struct tool list_activity_tool = {
	.name = "list_activity",
	.title = "List activity",
	.description = "Shows who changed what, when and from what to what, newest first. Example: {\"task\":\"12\"}",
	.toolset = "activity",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &list_fields,
	.returns = &list_result_fields,
	.run = list_activity,
};

struct undo_arguments {
	struct text_value change_id;
	struct boolean_value dry_run;
	struct text_value idempotency_key;
};

static const struct field undo_rows[] = {
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct undo_arguments, change_id), .required = true, .minimum = 1,
	  .maximum = 16, .description = "From the write's result, or list_activity." },
	FIELD_DRY_RUN(struct undo_arguments),
	FIELD_IDEMPOTENCY_KEY(struct undo_arguments),
	{ 0 },
};

static const struct field_set undo_fields = { undo_rows, sizeof(struct undo_arguments) };

struct undo_result {
	struct text_value undone;
	struct integer_value things;
	struct boolean_value dry_run;
	struct text_value change_id;
};

static const struct field undo_result_rows[] = {
	{ .name = "undone", .type = FIELD_TEXT, FIELD_AT(struct undo_result, undone), .required = true },
	{ .name = "things", .type = FIELD_INTEGER, FIELD_AT(struct undo_result, things), .required = true,
	  .description = "How many were set back." },
	{ .name = "dry_run", .type = FIELD_BOOLEAN, FIELD_AT(struct undo_result, dry_run) },
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct undo_result, change_id),
	  .description = "Undoing is a change too: undo this to redo." },
	{ 0 },
};

static const struct field_set undo_result_fields = { undo_result_rows, sizeof(struct undo_result) };

static bool undo(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct undo_arguments *given = arguments;
	int64_t undone;

	if (!undo_change(tool_desk(call), given->change_id.value, &undone))
		return false;
	tool_result_fields(call, result, &undo_result_fields,
			   &(struct undo_result){ text_given(given->change_id.value), integer_given(undone),
						  tool_dry_run_given(call), tool_change_id_given(call) });
	return true;
}

const struct tool undo_tool = {
	.name = "undo",
	.title = "Undo a change",
	.description = "Takes a whole change back, if nothing newer depends on it. Example: {\"change_id\":\"8eydh2r5cv2rbq1x\"}",
	.toolset = "activity",
	.scope = SCOPE_WRITE,
	.effect = TOOL_DESTROYS,
	.takes = &undo_fields,
	.returns = &undo_result_fields,
	.run = undo,
};
