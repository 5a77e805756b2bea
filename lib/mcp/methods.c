#include "mcp/methods.h"

#include "auth/scope.h"
#include "fields/json.h"
#include "mcp/input.h"
#include "mcp/server.h"

#include <string.h>

enum eras {
	IN_LEGACY = 1,
	IN_MODERN = 2,
	IN_BOTH = 3,
};

/* What a server must have for the method to exist there. */
enum needs {
	NEEDS_NOTHING,
	NEEDS_TOOLS,
	NEEDS_RESOURCES,
	NEEDS_SUBSCRIPTIONS,
	NEEDS_PROMPTS,
	NEEDS_COMPLETION,
	NEEDS_LOGGING,
};

struct method {
	const char *name;
	enum eras eras;
	enum needs needs;
	const char *name_member;   /* of params, mirrored by Mcp-Name */
	bool may_ask;              /* may end with input_required */
	unsigned scope;            /* what a credential needs to see what is kept; zero: nothing kept is shown */
	bool (*run)(struct mcp_call *call);
};

static const struct method methods[] = {
	{ "server/discover", IN_MODERN, NEEDS_NOTHING, NULL, false, 0, server_discover },
	{ "initialize", IN_LEGACY, NEEDS_NOTHING, NULL, false, 0, initialize },
	{ "ping", IN_LEGACY, NEEDS_NOTHING, NULL, false, 0, ping },
	{ "logging/setLevel", IN_LEGACY, NEEDS_LOGGING, NULL, false, 0, logging_set_level },
	{ "tools/list", IN_BOTH, NEEDS_TOOLS, NULL, false, 0, tools_list },
	{ "tools/call", IN_BOTH, NEEDS_TOOLS, "name", true, 0, tools_call },
	{ "resources/list", IN_BOTH, NEEDS_RESOURCES, NULL, false, SCOPE_READ, resources_list },
	{ "resources/templates/list", IN_BOTH, NEEDS_RESOURCES, NULL, false, 0, resources_templates_list },
	{ "resources/read", IN_BOTH, NEEDS_RESOURCES, "uri", true, SCOPE_READ, resources_read },
	{ "resources/subscribe", IN_LEGACY, NEEDS_SUBSCRIPTIONS, NULL, false, SCOPE_READ, resources_subscribe },
	{ "resources/unsubscribe", IN_LEGACY, NEEDS_SUBSCRIPTIONS, NULL, false, SCOPE_READ, resources_subscribe },
	{ "prompts/list", IN_BOTH, NEEDS_PROMPTS, NULL, false, 0, prompts_list },
	{ "prompts/get", IN_BOTH, NEEDS_PROMPTS, "name", true, SCOPE_READ, prompts_get },
	{ "completion/complete", IN_BOTH, NEEDS_COMPLETION, NULL, false, SCOPE_READ, completion_complete },
};

static const struct method *method_named(const char *name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, name) == 0)
			return &methods[i];
	return NULL;
}

const char *method_name_member(const char *method)
{
	const struct method *found = method_named(method);

	return found ? found->name_member : NULL;
}

static bool has(const struct mcp_server *server, enum needs needs)
{
	switch (needs) {
	case NEEDS_NOTHING: return true;
	case NEEDS_TOOLS: return server->tools != NULL;
	case NEEDS_RESOURCES: return server->resources != NULL;
	case NEEDS_SUBSCRIPTIONS: return server->resources && server->accepts_subscriptions;
	case NEEDS_PROMPTS: return server->prompts != NULL;
	case NEEDS_COMPLETION: return server->complete != NULL;
	case NEEDS_LOGGING: return server->sends_log_messages;
	}
	return false;
}

static bool exists(const struct mcp_call *call, const struct method *method)
{
	enum eras era = call->revision->era == ERA_MODERN ? IN_MODERN : IN_LEGACY;

	return method && (method->eras & era) && has(call->server, method->needs);
}

/* Each tool has a scope of its own, so tools/call asks for none here. */
static bool is_allowed(struct mcp_call *call, const struct method *method)
{
	unsigned scopes = call->principal->scopes;

	if (!method->scope || scope_allows(scopes, method->scope))
		return true;
	fail(call->error, ERROR_DENIED, "%s needs the scope %s, and this credential has: %s", method->name,
	     scope_names(call->arena, method->scope), scope_names(call->arena, scopes));
	return fail_remedy(call->error, "Calling again will not help; use a credential with that scope");
}

bool method_run(struct mcp_call *call)
{
	const struct method *method = method_named(call->method);

	if (!exists(call, method))
		return mcp_refuse(call, JSONRPC_METHOD_NOT_FOUND, "This server has no method '%.100s' in revision %s",
				  call->method, call->revision->name);
	if (!is_allowed(call, method))
		return false;
	if (method->may_ask && call->revision->era == ERA_MODERN && !input_read(call))
		return false;
	return method->run(call);
}
