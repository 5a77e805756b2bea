#include "app/mcp_routes.h"

#include "app/caller.h"
#include "app/log_in.h"
#include "app/version.h"
#include "http/client_network.h"
#include "http/unavailable.h"
#include "mcp/endpoint.h"
#include "oauth/bearer.h"
#include "oauth/resource.h"
#include "oauth/scope_words.h"
#include "store/migration.h"

/* A token with too few scopes is told which, so that its client asks the person for more; not where more is not to be had. */
static void ask_for_more(struct exchange *exchange, const struct oauth_resource *resource)
{
	struct oauth oauth = exchange_oauth(exchange);

	if (principal_has_token(&exchange->principal) && (oauth_scopes_for(exchange->missing_scopes) & resource->most_scopes))
		bearer_needs_scopes(&oauth, resource, exchange->missing_scopes);
}

/* Whoever calls here can do at most this, whatever the credential allows elsewhere. */
static void limit(struct exchange *exchange, const struct endpoint *endpoint)
{
	unsigned scopes;

	if (oauth_endpoint_scopes(endpoint, &scopes))
		exchange->principal.scopes &= oauth_scopes_allow(scopes);
	if (endpoint_is_limited(endpoint))
		exchange->desk.endpoint = endpoint->path;
}

static void serve(struct exchange *exchange, const struct endpoint *endpoint)
{
	struct app_parts *parts = exchange->parts;
	struct http_request *request = &exchange->request;
	struct oauth oauth = exchange_oauth(exchange);
	const struct oauth_resource *resource = oauth_resource_of(&oauth, endpoint);
	const struct mcp_server *server = &parts->servers[endpoint - parts->config.endpoints.endpoints];

	db_limit_to(parts->db, endpoint->workspaces, endpoint->workspace_count);
	if (caller_is_challenged(exchange, resource) || !mcp_endpoint_admits(request, &exchange->response) ||
	    !caller_authenticate(exchange, resource) ||
	    !http_request_read_body(request, (size_t)parts->config.request_limit_bytes, &exchange->response))
		return;
	desk_init(&exchange->desk, parts->db, request->arena, &exchange->error, &parts->config, &exchange->principal);
	limit(exchange, endpoint);
	if (exchange->principal.credential == CREDENTIAL_ACCESS_TOKEN || exchange->principal.credential == CREDENTIAL_OUTSIDE_TOKEN)
		exchange->desk.network = http_client_network(request, parts->config.trusted_proxies);
	if (parts->config.oauth == OAUTH_ON)
		exchange->desk.log_in = exchange_log_in;
	mcp_endpoint_answer(server, request, &exchange->principal, &exchange->desk, &exchange->error,
			    &exchange->response);
	ask_for_more(exchange, resource);
}

void serve_mcp(struct exchange *exchange)
{
	const struct endpoint *endpoint = endpoint_at(&exchange->parts->config.endpoints, exchange->request.path);

	if (endpoint)
		serve(exchange, endpoint);
	else
		http_response_problem(&exchange->response, 404, "not_found", "There is nothing at this path. The MCP endpoint is /mcp.");
}

void serve_health(struct exchange *exchange)
{
	struct arena *arena = exchange->request.arena;
	int number;

	if (!migration_current(exchange->parts->db, &number) || !migration_fits(exchange->parts->db, number)) {
		http_response_unavailable(&exchange->response, &exchange->error);
		return;
	}
	http_response_json(&exchange->response, 200,
			   arena_printf(arena, "{\"status\":\"ok\",\"version\":\"" TASKDESK_VERSION "\",\"schema\":%d}",
					number));
}
