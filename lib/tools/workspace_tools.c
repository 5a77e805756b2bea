/*
 * list_workspaces and create_workspace.
 */
#include "desk/workspaces.h"
#include "tools/cursor.h"
#include "tools/shared_fields.h"
#include "tools/tools.h"

struct workspace_result {
	struct integer_value id;
	struct text_value name;
	struct text_value description;
	struct text_value role;
	struct boolean_value archived;
	struct text_value created_at;
	struct text_value created_by;
	struct text_value updated_at;
	struct text_value updated_by;
	struct integer_value version;
};

static const struct field workspace_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct workspace_result, id), .required = true },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, name), .required = true },
	{ .name = "description", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, description) },
	{ .name = "role", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, role), .required = true,
	  .description = "Of the acting user: owner, member (may change tasks) or guest (may read)." },
	{ .name = "archived", .type = FIELD_BOOLEAN, FIELD_AT(struct workspace_result, archived), .required = true },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, created_at), .required = true },
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, created_by), .required = true },
	{ .name = "updated_at", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, updated_at), .required = true },
	{ .name = "updated_by", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, updated_by), .required = true },
	{ .name = "version", .type = FIELD_INTEGER, FIELD_AT(struct workspace_result, version), .required = true },
	{ 0 },
};

static const struct field_set workspace_fields = { workspace_rows, sizeof(struct workspace_result) };

static struct workspace_result workspace_result_from(const struct workspace *workspace)
{
	return (struct workspace_result){
		.id = integer_given(workspace->id),
		.name = text_given(workspace->name),
		.description = text_given(workspace->description),
		.role = text_given(role_names[workspace->role]),
		.archived = boolean_given(workspace->is_archived),
		.created_at = text_given(workspace->created_at),
		.created_by = text_given(workspace->created_by),
		.updated_at = text_given(workspace->updated_at),
		.updated_by = text_given(workspace->updated_by),
		.version = integer_given(workspace->version),
	};
}

struct list_arguments {
	struct integer_value limit;
	struct text_value cursor;
};

static const struct field list_rows[] = {
	FIELD_LIMIT(struct list_arguments),
	FIELD_CURSOR(struct list_arguments),
	{ 0 },
};

static const struct field_set list_fields = { list_rows, sizeof(struct list_arguments) };

struct list_result {
	struct list_value workspaces;
	struct text_value next_cursor;
};

static const struct field list_result_rows[] = {
	{ .name = "workspaces", .type = FIELD_LIST, FIELD_AT(struct list_result, workspaces), .required = true,
	  .items = &workspace_fields },
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct list_result, next_cursor),
	  .description = "There are more: send it as cursor." },
	{ 0 },
};

static const struct field_set list_result_fields = { list_result_rows, sizeof(struct list_result) };

static bool list_workspaces(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	static const char order[] = "workspaces";
	const struct list_arguments *given = arguments;
	int64_t limit = given->limit.present ? given->limit.value : STANDARD_LIMIT;
	struct cursor cursor = { 0 };
	struct workspace_list list;
	struct workspace_result *rows;
	struct list_result answer = { 0 };

	if (given->cursor.present && !cursor_read(call->arena, given->cursor.value, order, &cursor, call->error))
		return false;
	if (!workspaces_list(tool_desk(call), cursor.id, limit + 1, &list))
		return false;
	if ((int64_t)list.count > limit) {
		list.count = (size_t)limit;
		cursor = (struct cursor){ order, "", list.workspaces[limit - 1].id };
		answer.next_cursor = text_given(cursor_write(call->arena, &cursor));
	}
	rows = arena_array(call->arena, list.count + 1, sizeof(*rows));
	for (size_t i = 0; i < list.count; i++)
		rows[i] = workspace_result_from(&list.workspaces[i]);
	answer.workspaces = (struct list_value){ true, list.count, rows };
	tool_result_fields(call, result, &list_result_fields, &answer);
	return true;
}

const struct tool list_workspaces_tool = {
	.name = "list_workspaces",
	.title = "List workspaces",
	.description = "Lists the workspaces the acting user belongs to, with their ids. Example: {}",
	.toolset = "workspaces",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &list_fields,
	.returns = &list_result_fields,
	.run = list_workspaces,
};

struct create_arguments {
	struct text_value name;
	struct text_value description;
	struct list_value members;
	struct text_value idempotency_key;
};

static const struct field create_rows[] = {
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct create_arguments, name), .required = true, .minimum = 1,
	  .maximum = 200, .description = "What the workspace is called." },
	{ .name = "description", .type = FIELD_TEXT, FIELD_AT(struct create_arguments, description), .maximum = 5000,
	  .description = "What it is for." },
	{ .name = "members", .type = FIELD_TEXT_LIST, FIELD_AT(struct create_arguments, members), .maximum = 50,
	  .description = "Users who become members: e-mail addresses, names or ids." },
	FIELD_IDEMPOTENCY_KEY(struct create_arguments),
	{ 0 },
};

static const struct field_set create_fields = { create_rows, sizeof(struct create_arguments) };

struct create_result {
	struct workspace_result *workspace;
	struct text_value change_id;
};

static const struct field create_result_rows[] = {
	{ .name = "workspace", .type = FIELD_OBJECT, FIELD_AT(struct create_result, workspace), .required = true,
	  .items = &workspace_fields },
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct create_result, change_id), .required = true },
	{ 0 },
};

static const struct field_set create_result_fields = { create_result_rows, sizeof(struct create_result) };

static bool create_workspace(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct create_arguments *given = arguments;
	struct desk *desk = tool_desk(call);
	const struct new_workspace wanted = {
		.name = given->name.value,
		.description = given->description.value,
		.members = given->members.elements,
		.member_count = given->members.count,
	};
	struct workspace workspace;
	struct workspace_result row;

	if (!workspaces_create(desk, &wanted, &workspace))
		return false;
	row = workspace_result_from(&workspace);
	tool_result_fields(call, result, &create_result_fields,
			   &(struct create_result){ &row, text_given(desk->change_id) });
	return true;
}

const struct tool create_workspace_tool = {
	.name = "create_workspace",
	.title = "Create a workspace",
	.description = "Creates a workspace, owned by the acting user. Tasks live in workspaces. "
		       "Example: {\"name\":\"Website relaunch\",\"members\":[\"ada@example.com\"]}",
	.toolset = "workspaces",
	.scope = SCOPE_WRITE,
	.effect = TOOL_ADDS,
	.takes = &create_fields,
	.returns = &create_result_fields,
	.run = create_workspace,
};
