#include "mcp/call.h"

#include "fields/json.h"

#include <stdarg.h>
#include <string.h>

void mcp_result_text(struct mcp_call *call, const char *name, const char *json)
{
	text_add_char(&call->answer, '"');
	text_add(&call->answer, name);
	text_add(&call->answer, "\":");
	text_add(&call->answer, json);
	text_add_char(&call->answer, ',');
}

void mcp_result_json(struct mcp_call *call, const char *name, struct json_object *value)
{
	mcp_result_text(call, name, json_text(json_keep(call->arena, value)));
}

void mcp_result_meta(struct mcp_call *call, const char *name, struct json_object *value)
{
	if (!call->result_meta)
		call->result_meta = json_keep(call->arena, json_object_new_object());
	json_set(call->result_meta, name, value);
}

/* Modern clients read the HTTP status; legacy ones take anything but 200 for a broken transport. */
static int http_status(const struct mcp_call *call, enum jsonrpc_code code)
{
	bool modern = call->revision && call->revision->era == ERA_MODERN;

	switch (code) {
	case JSONRPC_PARSE_ERROR:
	case JSONRPC_INVALID_REQUEST:
	case MCP_HEADER_MISMATCH:
	case MCP_MISSING_CAPABILITY:
	case MCP_UNSUPPORTED_VERSION:
		return 400;
	case JSONRPC_METHOD_NOT_FOUND:
		return modern ? 404 : 200;
	case JSONRPC_INVALID_PARAMS:
	case JSONRPC_INTERNAL_ERROR:
	case MCP_RESOURCE_NOT_FOUND_LEGACY:
		break;
	}
	return 200;
}

bool mcp_refuse(struct mcp_call *call, enum jsonrpc_code code, const char *format, ...)
{
	va_list values;

	char *message;

	va_start(values, format);
	message = arena_vprintf(call->arena, format, values);
	va_end(values);
	/* A format like %.100s may cut in the middle of a character. */
	utf8_mend(message);
	call->failure = (struct mcp_failure){ .code = code, .http_status = http_status(call, code), .message = message };
	return false;
}

bool mcp_refuse_data(struct mcp_call *call, struct json_object *data)
{
	call->failure.data = json_keep(call->arena, data);
	return false;
}
