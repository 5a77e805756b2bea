/*
 * server/discover (2026-07-28), and initialize and ping of the revisions before it.
 */
#include "fields/json.h"
#include "mcp/cache.h"
#include "mcp/methods.h"
#include "mcp/pages.h"
#include "mcp/server.h"
#include "mcp/stream.h"

static struct json_object *capabilities(const struct mcp_server *server, enum era era)
{
	struct json_object *capabilities = json_object_new_object();

	if (server->tools)
		json_set(capabilities, "tools", json_object_new_object());
	if (server->resources) {
		struct json_object *resources = json_object_new_object();

		if (server->accepts_subscriptions && era == ERA_LEGACY)
			json_set_boolean(resources, "subscribe", true);
		json_set(capabilities, "resources", resources);
	}
	if (server->prompts)
		json_set(capabilities, "prompts", json_object_new_object());
	if (server->complete)
		json_set(capabilities, "completions", json_object_new_object());
	if (server->sends_log_messages)
		json_set(capabilities, "logging", json_object_new_object());
	return capabilities;
}

const char *mcp_server_info(const struct mcp_server *server)
{
	struct mcp_cache *cache = server->cache;
	struct json_object *info;

	if (cache->server_info)
		return cache->server_info;
	info = json_object_new_object();
	json_set_text(info, "name", server->name);
	json_set_text(info, "title", server->title);
	json_set_text(info, "version", server->version);
	json_set_text(info, "websiteUrl", server->website_url);
	cache->server_info = arena_strdup(&cache->arena, json_text(info));
	json_object_put(info);
	return cache->server_info;
}

static void add_instructions(struct mcp_call *call)
{
	if (call->server->instructions)
		mcp_result_json(call, "instructions", json_object_new_string(call->server->instructions));
}

static void write_discovery(struct mcp_call *call)
{
	struct json_object *versions = json_object_new_array();

	for (const struct revision *revision = revisions; revision->name; revision++)
		json_object_array_add(versions, json_object_new_string(revision->name));
	mcp_result_json(call, "supportedVersions", versions);
	mcp_result_json(call, "capabilities", capabilities(call->server, ERA_MODERN));
	add_instructions(call);
	mcp_cache_hints(call, MCP_LIST_TTL_MILLISECONDS, true);
}

bool server_discover(struct mcp_call *call)
{
	struct mcp_cache *cache = call->server->cache;

	if (!cache->discovery) {
		write_discovery(call);
		cache->discovery = arena_copy(&cache->arena, call->answer.bytes + call->opening, call->answer.length - call->opening);
		return true;
	}
	text_add(&call->answer, cache->discovery);
	return true;
}

bool initialize(struct mcp_call *call)
{
	const char *wanted = json_member_text(call->params, "protocolVersion");
	const struct revision *revision = wanted ? revision_find(wanted) : NULL;

	if (!wanted)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'protocolVersion' is missing from the params of initialize");
	if (!revision || revision->era != ERA_LEGACY)
		revision = revision_newest_legacy();
	mcp_result_json(call, "protocolVersion", json_object_new_string(revision->name));
	mcp_result_json(call, "capabilities", capabilities(call->server, ERA_LEGACY));
	mcp_result_text(call, "serverInfo", mcp_server_info(call->server));
	add_instructions(call);
	return true;
}

bool ping(struct mcp_call *call)
{
	(void)call;
	return true;
}

/* Nothing is remembered between requests: every message of a call is sent with its answer. */
bool logging_set_level(struct mcp_call *call)
{
	enum mcp_log_level level;

	if (!mcp_log_level_named(json_member_text(call->params, "level"), &level))
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS,
				  "'level' must be one of: " MCP_LOG_LEVELS);
	return true;
}
