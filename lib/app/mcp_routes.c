#include "app/mcp_routes.h"

#include "app/caller.h"
#include "app/log_in.h"
#include "app/version.h"
#include "http/unavailable.h"
#include "mcp/endpoint.h"
#include "oauth/bearer.h"
#include "store/migration.h"

/* A token with too few scopes is told which, so that its client asks the person for more. */
static void ask_for_more(struct exchange *exchange, const struct oauth_resource *resource)
{
	struct oauth oauth = exchange_oauth(exchange);

	if (exchange->missing_scopes && principal_has_token(&exchange->principal))
		bearer_needs_scopes(&oauth, resource, exchange->missing_scopes);
}

static void serve(struct exchange *exchange, const struct oauth_resource *resource)
{
	struct app_parts *parts = exchange->parts;
	struct http_request *request = &exchange->request;

	if (caller_is_challenged(exchange, resource) || !mcp_endpoint_admits(request, &exchange->response) ||
	    !caller_authenticate(exchange, resource) ||
	    !http_request_read_body(request, (size_t)parts->config.request_limit_bytes, &exchange->response))
		return;
	desk_init(&exchange->desk, parts->db, request->arena, &exchange->error, &parts->config, &exchange->principal);
	if (parts->config.oauth == OAUTH_ON)
		exchange->desk.log_in = exchange_log_in;
	mcp_endpoint_answer(&parts->server, request, &exchange->principal, &exchange->desk, &exchange->error,
			    &exchange->response);
	ask_for_more(exchange, resource);
}

void serve_mcp(struct exchange *exchange)
{
	struct oauth oauth = exchange_oauth(exchange);

	serve(exchange, oauth_resource_at(&oauth, "/mcp"));
}

void serve_mcp_key(struct exchange *exchange)
{
	serve(exchange, NULL);
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
