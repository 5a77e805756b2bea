/*
 * resources/list, resources/templates/list, resources/read.
 */
#include "fields/json.h"
#include "mcp/methods.h"
#include "mcp/pages.h"
#include "mcp/server.h"

#include <string.h>

bool resources_list(struct mcp_call *call)
{
	const struct mcp_resources *resources = call->server->resources;
	struct json_object *list = json_keep(call->arena, json_object_new_array());
	const char *next_cursor = NULL;

	if (json_member(call->params, "cursor") && !json_member_text(call->params, "cursor"))
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'cursor' must be a string");
	if (resources->list && !resources->list(call, json_member_text(call->params, "cursor"), call->server->page_size,
						list, &next_cursor))
		return false;
	mcp_result_text(call, "resources", json_text(list));
	if (next_cursor)
		mcp_result_json(call, "nextCursor", json_object_new_string(next_cursor));
	mcp_cache_hints(call, resources->list_is_public ? MCP_LIST_TTL_MILLISECONDS : 0, resources->list_is_public);
	return true;
}

static struct json_object *template_entry(const struct mcp_resource_template *template)
{
	struct json_object *entry = json_object_new_object();

	json_set_text(entry, "uriTemplate", template->uri_template);
	json_set_text(entry, "name", template->name);
	json_set_text(entry, "title", template->title);
	json_set_text(entry, "description", template->description);
	json_set_text(entry, "mimeType", template->mime_type);
	return entry;
}

bool resources_templates_list(struct mcp_call *call)
{
	const struct mcp_resource_template *templates = call->server->resources->templates;
	struct json_object *list = json_object_new_array();
	size_t count = 0, start;

	while (templates && templates[count].uri_template)
		count++;
	if (!mcp_page_start(call, count, &start)) {
		json_object_put(list);
		return false;
	}
	for (size_t i = start; i < count && i - start < call->server->page_size; i++)
		json_object_array_add(list, template_entry(&templates[i]));
	mcp_result_json(call, "resourceTemplates", list);
	mcp_page_end(call, start, count);
	mcp_cache_hints(call, MCP_LIST_TTL_MILLISECONDS, true);
	return true;
}

static bool not_found(struct mcp_call *call, const char *uri)
{
	struct json_object *data = json_object_new_object();
	bool modern = call->revision->era == ERA_MODERN;

	json_set_text(data, "uri", uri);
	mcp_refuse(call, modern ? JSONRPC_INVALID_PARAMS : MCP_RESOURCE_NOT_FOUND_LEGACY, "Resource not found: %.300s", uri);
	return mcp_refuse_data(call, data);
}

bool resources_read(struct mcp_call *call)
{
	const struct mcp_resources *resources = call->server->resources;
	const char *uri = json_member_text(call->params, "uri");
	struct json_object *contents = json_keep(call->arena, json_object_new_array());

	if (!uri)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'uri', the resource to read, is missing from the params");
	if (!resources->read)
		return not_found(call, uri);
	if (!resources->read(call, uri, contents))
		return !call->failure.code && call->error->kind == ERROR_NOT_FOUND ? not_found(call, uri) : false;
	mcp_result_text(call, "contents", json_text(contents));
	mcp_cache_hints(call, resources->read_ttl_milliseconds, false);
	return true;
}

/* Taken note of by nobody: without a stream there is no way to tell, and the client simply never hears. */
bool resources_subscribe(struct mcp_call *call)
{
	if (!json_member_text(call->params, "uri"))
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'uri' is missing from the params");
	return true;
}
