#include "mcp/jsonrpc.h"

#include "fields/json.h"

#include <stdint.h>
#include <string.h>

/*
 * The id as text. json-c holds 64 bits and saturates beyond, so a number at the end of that
 * range is read from the message itself.
 */
static const char *id_text(struct arena *arena, struct json_object *id, const char *bytes, size_t length)
{
	static const char *const path[] = { "id", NULL };
	int64_t number;

	if (json_object_is_type(id, json_type_string))
		return arena_strdup(arena, json_text(id));
	if (!json_object_is_type(id, json_type_int))
		return NULL;
	number = json_object_get_int64(id);
	if (number == INT64_MAX || number == INT64_MIN)
		return json_integer_text(arena, bytes, length, path);
	return arena_printf(arena, "%lld", (long long)number);
}

static bool read_id(struct arena *arena, struct json_object *value, const char *bytes, size_t length,
		    struct jsonrpc_message *message, struct error *error)
{
	struct json_object *id;

	if (!json_object_object_get_ex(value, "id", &id))
		return true;
	message->id = id_text(arena, id, bytes, length);
	return message->id || fail(error, ERROR_INVALID, "'id' must be a string or an integer");
}

static bool read_method(struct json_object *value, struct jsonrpc_message *message, struct error *error)
{
	message->method = json_member_text(value, "method");
	if (!message->method)
		return fail(error, ERROR_INVALID, "'method' must be a string");
	message->kind = message->id ? JSONRPC_REQUEST : JSONRPC_NOTIFICATION;
	return true;
}

static bool read_params(struct json_object *value, struct jsonrpc_message *message, struct error *error)
{
	message->params = json_member(value, "params");
	if (message->params && !json_object_is_type(message->params, json_type_object))
		return fail(error, ERROR_INVALID, "'params' must be an object");
	return true;
}

bool jsonrpc_read(struct arena *arena, struct json_object *value, const char *bytes, size_t length,
		  struct jsonrpc_message *message, struct error *error)
{
	const char *version = json_member_text(value, "jsonrpc");

	*message = (struct jsonrpc_message){ 0 };
	if (!json_object_is_type(value, json_type_object))
		return fail(error, ERROR_INVALID, "the body must be one JSON-RPC message, an object");
	if (!read_id(arena, value, bytes, length, message, error))
		return false;
	if (!version || strcmp(version, "2.0") != 0)
		return fail(error, ERROR_INVALID, "'jsonrpc' must be \"2.0\"");
	if (!json_member(value, "method") && (json_member(value, "result") || json_member(value, "error"))) {
		message->kind = JSONRPC_RESPONSE;
		return true;
	}
	return read_method(value, message, error) && read_params(value, message, error);
}

void jsonrpc_add_error(struct text *text, const char *id, const struct mcp_failure *failure)
{
	text_add(text, "{\"jsonrpc\":\"2.0\",");
	if (id)
		text_printf(text, "\"id\":%s,", id);
	text_printf(text, "\"error\":{\"code\":%d,\"message\":", failure->code);
	text_add_json(text, failure->message, strlen(failure->message));
	if (failure->data)
		text_printf(text, ",\"data\":%s", json_text(failure->data));
	text_add(text, "}}");
}
