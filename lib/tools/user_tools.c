/*
 * whoami, register, list_users.
 */
#include "auth/guess.h"
#include "auth/password.h"
#include "desk/moment.h"
#include "desk/users.h"
#include "tools/cursor.h"
#include "tools/page.h"
#include "tools/shared_fields.h"
#include "tools/tools.h"

#include <string.h>

struct user_result {
	struct integer_value id;
	struct text_value email;
	struct text_value name;
	struct text_value time_zone;
	struct text_value created_at;
};

static const struct field user_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct user_result, id) },
	{ .name = "email", .type = FIELD_TEXT, FIELD_AT(struct user_result, email) },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct user_result, name) },
	{ .name = "time_zone", .type = FIELD_TEXT, FIELD_AT(struct user_result, time_zone) },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct user_result, created_at) },
	{ 0 },
};

static const struct field_set user_fields = { user_rows, sizeof(struct user_result) };

static struct user_result *user_result_from(struct arena *arena, const struct user *user)
{
	struct user_result *result = arena_alloc(arena, sizeof(*result));

	*result = (struct user_result){
		.id = integer_given(user->id),
		.email = text_given(user->email),
		.name = text_given(user->name),
		.time_zone = text_given(user->time_zone),
		.created_at = text_given(user->created_at),
	};
	return result;
}

static const struct field no_rows[] = { { 0 } };
static const struct field_set no_fields = { no_rows, 1 };

struct whoami_result {
	struct user_result *user;
	struct text_value now;
	struct boolean_value is_system_user;
	struct text_value credential;
	struct text_value credential_name;
	struct list_value scopes;
	struct text_value unknown_user;
};

static const struct field whoami_rows[] = {
	{ .name = "user", .type = FIELD_OBJECT, .is_brief = true, FIELD_AT(struct whoami_result, user), .required = true, .items = &user_fields },
	{ .name = "now", .type = FIELD_TEXT, FIELD_AT(struct whoami_result, now), .required = true,
	  .description = "By the user's clocks." },
	{ .name = "is_system_user", .type = FIELD_BOOLEAN, FIELD_AT(struct whoami_result, is_system_user), .required = true,
	  .description = "Sees everything." },
	{ .name = "credential", .type = FIELD_TEXT, FIELD_AT(struct whoami_result, credential), .required = true },
	{ .name = "credential_name", .type = FIELD_TEXT, FIELD_AT(struct whoami_result, credential_name) },
	{ .name = "scopes", .type = FIELD_TEXT_LIST, FIELD_AT(struct whoami_result, scopes), .required = true },
	{ .name = "unknown_user", .type = FIELD_TEXT, FIELD_AT(struct whoami_result, unknown_user),
	  .description = "X-Mcp-User, where nobody has that address; the system user stands in." },
	{ 0 },
};

static const struct field_set whoami_fields = { whoami_rows, sizeof(struct whoami_result) };

static struct list_value scope_list(struct arena *arena, unsigned scopes)
{
	const char *names = scope_names(arena, scopes);
	const char **elements = arena_array(arena, 8, sizeof(*elements));
	struct list_value list = { .present = true, .elements = elements };
	const char *word;

	while (scopes && (word = text_next_word(arena, &names)))
		elements[list.count++] = word;
	return list;
}

static bool whoami(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct principal *principal = call->principal;
	const struct whoami_result answer = {
		.user = user_result_from(call->arena, &principal->user),
		.now = text_given(moment_text(call->arena, NULL, moment_now(call->arena), principal->user.time_zone)),
		.is_system_user = boolean_given(principal->user.is_system),
		.credential = text_given(credential_kind_name(principal->credential)),
		.credential_name = text_given(principal->credential_name),
		.scopes = scope_list(call->arena, principal->scopes),
		.unknown_user = text_given(principal->unknown_user),
	};

	(void)arguments;
	tool_result_fields(call, result, &whoami_fields, &answer);
	return true;
}

const struct tool whoami_tool = {
	.name = "whoami",
	.title = "Who am I",
	.description = "Shows as whom all is done, and the scopes. Name, time zone: at /auth/ or by the administrator. Example: {}",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &no_fields,
	.returns = &whoami_fields,
	.run = whoami,
};

struct register_arguments {
	struct text_value email;
	struct text_value name;
	struct text_value password;
	struct text_value time_zone;
	struct text_value idempotency_key;
};

static const struct field register_rows[] = {
	{ .name = "email", .type = FIELD_TEXT, FIELD_AT(struct register_arguments, email), .required = true, .minimum = 3,
	  .maximum = 254, .format = "email" },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct register_arguments, name), .required = true, .minimum = 1,
	  .maximum = 200, .description = "Full name." },
	{ .name = "password", .type = FIELD_TEXT, FIELD_AT(struct register_arguments, password), .required = true,
	  .minimum = PASSWORD_SHORTEST, .maximum = PASSWORD_LONGEST, .description = "At least 10 characters." },
	{ .name = "time_zone", .type = FIELD_TEXT, FIELD_AT(struct register_arguments, time_zone), .minimum = 1,
	  .maximum = 64, .standard = "\"UTC\"", .description = "IANA name, such as Europe/Berlin; dates are read in it." },
	FIELD_IDEMPOTENCY_KEY(struct register_arguments),
	{ 0 },
};

static const struct field_set register_fields = { register_rows, sizeof(struct register_arguments) };

struct register_result {
	struct user_result *user;
	struct text_value change_id;
};

static const struct field register_result_rows[] = {
	{ .name = "user", .type = FIELD_OBJECT, .is_brief = true, FIELD_AT(struct register_result, user), .required = true,
	  .items = &user_fields },
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct register_result, change_id), .required = true },
	{ 0 },
};

static const struct field_set register_result_fields = { register_result_rows, sizeof(struct register_result) };

/* As on the page where people sign up. */
static bool admit_registration(struct mcp_call *call)
{
	struct desk *desk = tool_desk(call);

	return !desk->network || !desk->config->registration || guess_admit(desk->db, &(struct guess){ GUESS_SIGN_UP, desk->network }, 1);
}

static bool register_user(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct register_arguments *given = arguments;
	struct desk *desk = tool_desk(call);
	struct prepared_user prepared;
	struct register_result answer;

	if (!desk->config->registration)
		return fail(call->error, ERROR_DENIED,
			    "accounts are made by the administrator here (taskdeskctl user add); calling again will not help");
	if (!users_prepare(desk,
			   &(struct new_user){ given->email.value, given->name.value, given->password.value,
					       given->time_zone.value },
			   &prepared) ||
	    !users_create(desk, &prepared))
		return false;
	answer = (struct register_result){
		.user = user_result_from(call->arena, &prepared.user),
		.change_id = text_given(desk->change_id),
	};
	tool_result_fields(call, result, &register_result_fields, &answer);
	return true;
}

const struct tool register_tool = {
	.name = "register",
	.title = "Register a user",
	.description = "Creates a user account; no user needs to be named for it. It can then be named in X-Mcp-User "
		       "and be assigned tasks. "
		       "Example: {\"email\":\"ada@example.com\",\"name\":\"Ada Lovelace\",\"password\":\"a long pass phrase\"}",
	.toolset = "users",
	.scope = SCOPE_WRITE,
	.effect = TOOL_ADDS,
	.takes = &register_fields,
	.returns = &register_result_fields,
	.admit = admit_registration,
	.run = register_user,
};

struct list_arguments {
	struct text_value workspace;
	struct text_value begins_with;
	struct integer_value limit;
	struct text_value cursor;
};

static const struct field list_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct list_arguments, workspace),
	  .minimum = 1, .maximum = 200, .description = "Its members only." },
	{ .name = "begins_with", .type = FIELD_TEXT, FIELD_AT(struct list_arguments, begins_with), .minimum = 1, .maximum = 100,
	  .description = "Of the name or e-mail address." },
	FIELD_LIMIT(struct list_arguments),
	FIELD_CURSOR(struct list_arguments),
	{ 0 },
};

static const struct field_set list_fields = { list_rows, sizeof(struct list_arguments) };

struct list_result {
	struct list_value users;
	struct text_value next_cursor;
};

static const struct field list_result_rows[] = {
	{ .name = "users", .type = FIELD_LIST, FIELD_AT(struct list_result, users), .required = true, .items = &user_fields },
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct list_result, next_cursor) },
	{ 0 },
};

static const struct field_set list_result_fields = { list_result_rows, sizeof(struct list_result) };

#define ORDER "users"

struct user_page {
	struct mcp_call *call;
	const struct user_list *list;
};

static const char *cursor_behind(void *context, size_t count)
{
	const struct user_page *page = context;

	return cursor_write(page->call->arena, &(struct cursor){ ORDER, "", page->list->users[count - 1].id });
}

static bool list_users(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct list_arguments *given = arguments;
	int64_t limit = given->limit.present ? given->limit.value : STANDARD_LIMIT;
	struct user_list list;
	struct user_page context = { call, &list };
	struct list_result answer = { 0 };
	struct cursor cursor = { 0 };
	struct user_result *rows;

	if (given->cursor.present && !cursor_read(call->arena, given->cursor.value, ORDER, &cursor, call->error))
		return false;
	if (!users_list(tool_desk(call), given->workspace.value, given->begins_with.value, cursor.id, limit + 1, &list))
		return false;
	rows = arena_array(call->arena, list.count + 1, sizeof(*rows));
	for (size_t i = 0; i < list.count; i++)
		rows[i] = *user_result_from(call->arena, &list.users[i]);
	answer.users = (struct list_value){ true, list.count, rows };
	page_write(call, result, &list_result_fields, &answer,
		   &(struct page){ &answer.users, &answer.next_cursor, cursor_behind, &context, (size_t)limit });
	return true;
}

const struct tool list_users_tool = {
	.name = "list_users",
	.title = "List users",
	.description = "Lists the people the acting user shares a workspace with. Example: {\"workspace\":\"Marketing\"}",
	.toolset = "users",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &list_fields,
	.returns = &list_result_fields,
	.run = list_users,
};
