/*
 * completion/complete.
 */
#include "fields/json.h"
#include "mcp/methods.h"
#include "mcp/server.h"

#include <string.h>

#define MOST_VALUES 100

static bool read_reference(struct mcp_call *call, struct mcp_completion *completion)
{
	struct json_object *reference = json_member(call->params, "ref");
	const char *type = json_member_text(reference, "type");

	if (type && strcmp(type, "ref/prompt") == 0)
		completion->prompt = json_member_text(reference, "name");
	else if (type && strcmp(type, "ref/resource") == 0)
		completion->uri_template = json_member_text(reference, "uri");
	if (!completion->prompt && !completion->uri_template)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS,
				  "'ref' must be {\"type\":\"ref/prompt\",\"name\":…} or {\"type\":\"ref/resource\",\"uri\":…}");
	return true;
}

static bool read_argument(struct mcp_call *call, struct mcp_completion *completion)
{
	struct json_object *argument = json_member(call->params, "argument");

	completion->argument = json_member_text(argument, "name");
	completion->value = json_member_text(argument, "value");
	completion->context = json_member(json_member(call->params, "context"), "arguments");
	if (!completion->argument || !completion->value)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'argument' must hold 'name' and 'value', both strings");
	return true;
}

bool completion_complete(struct mcp_call *call)
{
	struct mcp_completion completion = { 0 };
	struct json_object *values = json_keep(call->arena, json_object_new_array());
	struct json_object *result;
	size_t total;

	if (!read_reference(call, &completion) || !read_argument(call, &completion) ||
	    !call->server->complete(call, &completion, values))
		return false;
	total = json_object_array_length(values);
	if (total > MOST_VALUES)
		json_object_array_del_idx(values, MOST_VALUES, total - MOST_VALUES);
	result = json_object_new_object();
	json_set(result, "values", json_object_get(values));
	/* How many more there are, nobody has counted. */
	if (total <= MOST_VALUES)
		json_set_integer(result, "total", (long long)total);
	json_set_boolean(result, "hasMore", total > MOST_VALUES);
	mcp_result_json(call, "completion", result);
	return true;
}
