/*
 * login.
 */
#include "tools/shared_fields.h"
#include "tools/tools.h"

struct login_arguments {
	struct text_value email;
	struct text_value password;
};

static const struct field login_rows[] = {
	{ .name = "email", .type = FIELD_TEXT, FIELD_AT(struct login_arguments, email), .required = true, .minimum = 3,
	  .maximum = 254, .format = "email" },
	{ .name = "password", .type = FIELD_TEXT, FIELD_AT(struct login_arguments, password), .required = true, .minimum = 1,
	  .maximum = 1000 },
	{ 0 },
};

static const struct field_set login_fields = { login_rows, sizeof(struct login_arguments) };

struct login_result {
	struct text_value access_token;
	struct integer_value expires_in;
	struct text_value use;
};

static const struct field login_result_rows[] = {
	{ .name = "access_token", .type = FIELD_TEXT, FIELD_AT(struct login_result, access_token), .required = true },
	{ .name = "expires_in", .type = FIELD_INTEGER, FIELD_AT(struct login_result, expires_in) },
	{ .name = "use", .type = FIELD_TEXT, FIELD_AT(struct login_result, use) },
	{ 0 },
};

static const struct field_set login_result_fields = { login_result_rows, sizeof(struct login_result) };

static bool login(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct login_arguments *given = arguments;
	struct desk *desk = tool_desk(call);
	struct desk_token token;
	struct login_result answer;

	if (!desk->log_in)
		return fail(call->error, ERROR_DENIED, "nobody signs in here: use an API key; calling again will not help");
	if (!desk->log_in(desk, given->email.value, given->password.value, &token))
		return false;
	answer = (struct login_result){
		.access_token = text_given(token.text),
		.expires_in = integer_given(token.lives_seconds),
		.use = text_given(arena_printf(call->arena,
					       "Send requests to %s with the header 'Authorization: Bearer <access_token>' and without X-API-Key; "
					       "they act as %s until it expires, with the scope '%s'. Calls under an API key need no token.",
					       token.resource, token.user.email, token.scope)),
	};
	tool_result_fields(call, result, &login_result_fields, &answer);
	return true;
}

const struct tool login_tool = {
	.name = "login",
	.title = "Log in",
	.description = "Gives an access token for use elsewhere; no tool here needs one. "
		       "Example: {\"email\":\"ada@example.com\",\"password\":\"a pass phrase\"}",
	.toolset = "users",
	.scope = SCOPE_WRITE,
	.effect = TOOL_ADDS,
	.runs_alone = true,
	.takes = &login_fields,
	.returns = &login_result_fields,
	.run = login,
};
