/*
 * list_workspaces and create_workspace.
 */
#include "desk/workspaces.h"
#include "tools/cursor.h"
#include "tools/page.h"
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
	struct list_value members;
};

static const struct field workspace_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct workspace_result, id) },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, name) },
	{ .name = "description", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, description) },
	{ .name = "role", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, role) },
	{ .name = "archived", .type = FIELD_BOOLEAN, FIELD_AT(struct workspace_result, archived) },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, created_at) },
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, created_by) },
	{ .name = "updated_at", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, updated_at) },
	{ .name = "updated_by", .type = FIELD_TEXT, FIELD_AT(struct workspace_result, updated_by) },
	{ .name = "version", .type = FIELD_INTEGER, FIELD_AT(struct workspace_result, version) },
	{ .name = "members", .type = FIELD_TEXT_LIST, FIELD_AT(struct workspace_result, members),
	  .description = "'ada@example.com owner'; left out in lists." },
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
		.archived = boolean_given(workspace->archived_at != NULL),
		.created_at = text_given(workspace->created_at),
		.created_by = text_given(workspace->created_by),
		.updated_at = text_given(workspace->updated_at),
		.updated_by = text_given(workspace->updated_by),
		.version = integer_given(workspace->version),
	};
}

struct list_arguments {
	struct boolean_value archived;
	struct integer_value limit;
	struct text_value cursor;
};

static const struct field list_rows[] = {
	{ .name = "archived", .type = FIELD_BOOLEAN, FIELD_AT(struct list_arguments, archived), .standard = "false",
	  .description = "Archived ones too." },
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
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct list_result, next_cursor) },
	{ 0 },
};

static const struct field_set list_result_fields = { list_result_rows, sizeof(struct list_result) };

#define ORDER "workspaces"

struct workspace_page {
	struct mcp_call *call;
	const struct workspace_list *list;
};

static const char *cursor_behind(void *context, size_t count)
{
	const struct workspace_page *page = context;

	return cursor_write(page->call->arena, &(struct cursor){ ORDER, "", page->list->workspaces[count - 1].id });
}

static bool list_workspaces(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct list_arguments *given = arguments;
	int64_t limit = given->limit.present ? given->limit.value : STANDARD_LIMIT;
	struct workspace_list list;
	struct workspace_page context = { call, &list };
	struct list_result answer = { 0 };
	struct cursor cursor = { 0 };
	struct workspace_result *rows;

	if (given->cursor.present && !cursor_read(call->arena, given->cursor.value, ORDER, &cursor, call->error))
		return false;
	if (!workspaces_list(tool_desk(call), given->archived.value, cursor.id, limit + 1, &list))
		return false;
	rows = arena_array(call->arena, list.count + 1, sizeof(*rows));
	for (size_t i = 0; i < list.count; i++)
		rows[i] = workspace_result_from(&list.workspaces[i]);
	answer.workspaces = (struct list_value){ true, list.count, rows };
	page_write(call, result, &list_result_fields, &answer,
		   &(struct page){ &answer.workspaces, &answer.next_cursor, cursor_behind, &context, (size_t)limit });
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
	struct boolean_value dry_run;
	struct text_value idempotency_key;
};

static const struct field create_rows[] = {
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct create_arguments, name), .required = true, .minimum = 1,
	  .maximum = 200 },
	{ .name = "description", .type = FIELD_TEXT, FIELD_AT(struct create_arguments, description), .maximum = 5000,
	  .description = "What it is for." },
	{ .name = "members", .type = FIELD_TEXT_LIST, FIELD_AT(struct create_arguments, members), .maximum = 50,
	  .description = "E-mail addresses, names or ids." },
	FIELD_DRY_RUN(struct create_arguments),
	FIELD_IDEMPOTENCY_KEY(struct create_arguments),
	{ 0 },
};

static const struct field_set create_fields = { create_rows, sizeof(struct create_arguments) };

struct write_result {
	struct workspace_result *workspace;
	struct boolean_value dry_run;
	struct text_value change_id;
};

static const struct field write_result_rows[] = {
	{ .name = "workspace", .type = FIELD_OBJECT, .is_brief = true, FIELD_AT(struct write_result, workspace), .required = true,
	  .items = &workspace_fields },
	{ .name = "dry_run", .type = FIELD_BOOLEAN, FIELD_AT(struct write_result, dry_run) },
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct write_result, change_id) },
	{ 0 },
};

static const struct field_set write_result_fields = { write_result_rows, sizeof(struct write_result) };

/* One workspace with its members, as the result of a write. A new one has no id in a dry run. */
static bool show_workspace(struct mcp_call *call, const struct workspace *workspace, bool is_new, struct tool_result *result)
{
	struct workspace_result row = workspace_result_from(workspace);
	struct member_list members;
	const char **lines;

	row.id.present = !is_new || !tool_is_dry_run(call);
	if (!workspaces_members(tool_desk(call), workspace, &members))
		return false;
	lines = arena_array(call->arena, members.count + 1, sizeof(*lines));
	for (size_t i = 0; i < members.count; i++)
		lines[i] = arena_printf(call->arena, "%s %s", members.members[i].email, role_names[members.members[i].role]);
	row.members = (struct list_value){ true, members.count, lines };
	tool_result_fields(call, result, &write_result_fields,
			   &(struct write_result){ &row, tool_dry_run_given(call), tool_change_id_given(call) });
	return true;
}

static bool create_workspace(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct create_arguments *given = arguments;
	const struct new_workspace wanted = {
		.name = given->name.value,
		.description = given->description.value,
		.members = given->members.elements,
		.member_count = given->members.count,
	};
	struct workspace workspace;

	return workspaces_create(tool_desk(call), &wanted, &workspace) && show_workspace(call, &workspace, true, result);
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
	.returns = &write_result_fields,
	.run = create_workspace,
};

struct member_argument {
	struct text_value user;
	struct integer_value role;
};

/* In the order of enum role. */
static const char *const role_choices[] = { "none", "guest", "member", "owner", NULL };

static const struct field member_rows[] = {
	{ .name = "user", .type = FIELD_REFERENCE, FIELD_AT(struct member_argument, user), .required = true, .minimum = 1,
	  .maximum = 254 },
	{ .name = "role", .type = FIELD_CHOICE, FIELD_AT(struct member_argument, role), .required = true,
	  .choices = role_choices, .description = "none takes the user out." },
	{ 0 },
};

static const struct field_set member_fields = { member_rows, sizeof(struct member_argument) };

struct update_arguments {
	struct text_value workspace;
	struct integer_value if_version;
	struct text_value name;
	struct text_value description;
	struct boolean_value archived;
	struct list_value members;
	struct boolean_value dry_run;
	struct text_value idempotency_key;
};

static const struct field update_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct update_arguments, workspace),
	  .required = true, .minimum = 1, .maximum = 200, .description = "Name or id." },
	{ .name = "if_version", .type = FIELD_INTEGER, FIELD_AT(struct update_arguments, if_version), .minimum = 1,
	  .maximum = 4294967295, .description = "Refuse if changed since." },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct update_arguments, name), .minimum = 1, .maximum = 200 },
	{ .name = "description", .type = FIELD_TEXT, FIELD_AT(struct update_arguments, description), .maximum = 5000 },
	{ .name = "archived", .type = FIELD_BOOLEAN, FIELD_AT(struct update_arguments, archived) },
	{ .name = "members", .type = FIELD_LIST, FIELD_AT(struct update_arguments, members), .maximum = 50,
	  .items = &member_fields, .description = "Roles to give; others stay as they are." },
	FIELD_DRY_RUN(struct update_arguments),
	FIELD_IDEMPOTENCY_KEY(struct update_arguments),
	{ 0 },
};

static const struct field_set update_fields = { update_rows, sizeof(struct update_arguments) };

static bool update_workspace(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct update_arguments *given = arguments;
	const struct member_argument *members = given->members.elements;
	struct membership_wish *wishes = arena_array(call->arena, given->members.count + 1, sizeof(*wishes));
	struct workspace_edit edit = {
		.name = given->name.value,
		.description = given->description.value,
		.has_archived = given->archived.present,
		.archived = given->archived.value,
		.members = wishes,
		.member_count = given->members.count,
	};
	struct workspace workspace;

	for (size_t i = 0; i < given->members.count; i++)
		wishes[i] = (struct membership_wish){ members[i].user.value, (enum role)members[i].role.value };
	return workspaces_update(tool_desk(call), given->workspace.value, given->if_version.value, &edit, &workspace) &&
	       show_workspace(call, &workspace, false, result);
}

const struct tool update_workspace_tool = {
	.name = "update_workspace",
	.title = "Update a workspace",
	.description = "Renames or archives a workspace, sets members; owners do, all may leave. "
		       "Example: {\"workspace\":\"Website relaunch\",\"members\":[{\"user\":\"ada@example.com\",\"role\":\"member\"}]}",
	.toolset = "workspaces",
	.scope = SCOPE_WRITE,
	.effect = TOOL_DESTROYS,
	.is_idempotent = true,
	.takes = &update_fields,
	.returns = &write_result_fields,
	.run = update_workspace,
};
