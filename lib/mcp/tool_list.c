#include "mcp/tool_list.h"

#include "base/text.h"
#include "fields/json.h"
#include "mcp/cache.h"
#include "mcp/methods.h"
#include "mcp/pages.h"

#include <string.h>

#define ORIGINAL_PREFIX "mcp_"

const struct tool *tool_find(const struct mcp_server *server, const char *name, bool *is_singular)
{
	if (text_starts_with(name, ORIGINAL_PREFIX))
		name += strlen(ORIGINAL_PREFIX);
	*is_singular = false;
	for (size_t i = 0; server->tools[i]; i++) {
		const struct tool *tool = server->tools[i];

		if (strcmp(tool->name, name) == 0)
			return tool;
		if (tool->singular && strcmp(tool->singular, name) == 0) {
			*is_singular = true;
			return tool;
		}
	}
	return NULL;
}

static bool is_among(const char *const *toolsets, const char *toolset)
{
	if (!toolsets || !toolset)
		return true;
	for (; *toolsets; toolsets++)
		if (strcmp(*toolsets, toolset) == 0)
			return true;
	return false;
}

bool tool_is_offered(const struct mcp_server *server, const struct tool *tool)
{
	return is_among(server->toolsets, tool->toolset) && (!server->read_only || tool->effect == TOOL_READS);
}

bool tool_is_allowed(const struct tool *tool, unsigned scopes)
{
	return scope_allows(scopes, tool->scope);
}

/* Hints that say more than their defaults (schema, ToolAnnotations): the catalogue is paid by the character. */
static struct json_object *annotations(const struct tool *tool)
{
	struct json_object *hints = json_object_new_object();

	json_set_boolean(hints, "readOnlyHint", tool->effect == TOOL_READS);
	if (tool->effect != TOOL_READS) {
		json_set_boolean(hints, "destructiveHint", tool->effect == TOOL_DESTROYS);
		if (tool->is_idempotent)
			json_set_boolean(hints, "idempotentHint", true);
	}
	json_set_boolean(hints, "openWorldHint", false);
	return hints;
}

static struct json_object *input_schema(const struct tool *tool)
{
	return tool->input_schema ? json_constant(tool->input_schema) : field_schema(tool->takes, FIELD_INPUT);
}

static struct json_object *output_schema(const struct tool *tool)
{
	if (tool->output_schema)
		return json_constant(tool->output_schema);
	return tool->returns ? field_schema(tool->returns, FIELD_OUTPUT) : NULL;
}

static const char *render(struct arena *arena, const struct tool *tool, struct json_object *schema)
{
	struct json_object *entry = json_object_new_object();
	struct json_object *output = output_schema(tool);
	const char *text;

	json_set_text(entry, "name", tool->name);
	json_set_text(entry, "title", tool->title);
	json_set_text(entry, "description", tool->description);
	json_set(entry, "inputSchema", json_object_get(schema));
	if (output)
		json_set(entry, "outputSchema", output);
	json_set(entry, "annotations", annotations(tool));
	text = arena_strdup(arena, json_text(entry));
	json_object_put(entry);
	return text;
}

static struct mcp_cache *filled_cache(const struct mcp_server *server)
{
	struct mcp_cache *cache = server->cache;
	size_t count = 0;

	if (cache->tool_count)
		return cache;
	while (server->tools[count])
		count++;
	cache->schemas = arena_array(&cache->arena, count + 1, sizeof(*cache->schemas));
	cache->texts = arena_array(&cache->arena, count + 1, sizeof(*cache->texts));
	for (size_t i = 0; i < count; i++) {
		cache->schemas[i] = json_keep(&cache->arena, input_schema(server->tools[i]));
		cache->texts[i] = render(&cache->arena, server->tools[i], cache->schemas[i]);
	}
	cache->tool_count = count;
	return cache;
}

struct json_object *tool_input_schema(const struct mcp_server *server, const struct tool *tool)
{
	const struct mcp_cache *cache = filled_cache(server);

	for (size_t i = 0; i < cache->tool_count; i++)
		if (server->tools[i] == tool)
			return cache->schemas[i];
	return NULL;
}

static size_t visible_count(const struct mcp_server *server, unsigned scopes)
{
	size_t count = 0;

	for (size_t i = 0; server->tools[i]; i++)
		count += tool_is_offered(server, server->tools[i]) && tool_is_allowed(server->tools[i], scopes);
	return count;
}

/* The JSON array of one page of what these scopes may see. */
static const char *page_text(struct arena *arena, const struct mcp_server *server, unsigned scopes, size_t start)
{
	const struct mcp_cache *cache = server->cache;
	struct text list = text_in(arena);
	size_t seen = 0;

	text_add_char(&list, '[');
	for (size_t i = 0; i < cache->tool_count; i++) {
		if (!tool_is_offered(server, server->tools[i]) || !tool_is_allowed(server->tools[i], scopes))
			continue;
		if (seen >= start && seen - start < server->page_size) {
			if (seen > start)
				text_add_char(&list, ',');
			text_add(&list, cache->texts[i]);
		}
		seen++;
	}
	text_add_char(&list, ']');
	return text_string(&list);
}

bool tools_list(struct mcp_call *call)
{
	const struct mcp_server *server = call->server;
	struct mcp_cache *cache = filled_cache(server);
	unsigned scopes = call->principal->scopes & SCOPE_ALL;
	size_t count = visible_count(server, scopes);
	size_t start;

	if (!mcp_page_start(call, count, &start))
		return false;
	if (!cache->lists[scopes])
		cache->lists[scopes] = page_text(&cache->arena, server, scopes, 0);
	mcp_result_text(call, "tools", start ? page_text(call->arena, server, scopes, start) : cache->lists[scopes]);
	mcp_page_end(call, start, count);
	/* What is listed depends on the credential's scopes, so no shared cache may hold it. */
	mcp_cache_hints(call, MCP_LIST_TTL_MILLISECONDS, false);
	return true;
}
