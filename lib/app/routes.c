#include "app/routes.h"

#include "app/page_routes.h"
#include "app/version.h"
#include "auth/api_key.h"
#include "http/origin.h"
#include "http/unavailable.h"
#include "mcp/endpoint.h"
#include "store/migration.h"

#include <string.h>

static void serve_mcp(struct exchange *exchange)
{
	struct app_parts *parts = exchange->parts;
	struct http_request *request = &exchange->request;

	if (!mcp_endpoint_admits(request, &exchange->response) ||
	    !api_key_authenticate(request, &parts->config, parts->db, &exchange->principal, &exchange->response))
		return;
	exchange->is_authenticated = true;
	if (!http_request_read_body(request, (size_t)parts->config.request_limit_bytes, &exchange->response))
		return;
	desk_init(&exchange->desk, parts->db, request->arena, &exchange->error, &parts->config, &exchange->principal);
	mcp_endpoint_answer(&parts->server, request, &exchange->principal, &exchange->desk, &exchange->error,
			    &exchange->response);
}

static void serve_health(struct exchange *exchange)
{
	struct arena *arena = exchange->request.arena;
	int number;

	if (!migration_current(exchange->parts->db, &number)) {
		http_response_unavailable(&exchange->response, &exchange->error);
		return;
	}
	if (number != migration_newest()) {
		fail(&exchange->error, ERROR_UNAVAILABLE, "the database is at schema %d and this program needs %d", number,
		     migration_newest());
		http_response_unavailable(&exchange->response, &exchange->error);
		return;
	}
	http_response_json(&exchange->response, 200,
			   arena_printf(arena, "{\"status\":\"ok\",\"version\":\"" TASKDESK_VERSION "\",\"schema\":%d}",
					number));
}

/* Who may call: programs, and web pages whose origin is allowed; or our own pages, which judge by their forms' token. */
enum audience {
	FOR_PROGRAMS,
	FOR_PEOPLE,
};

struct route {
	const char *path;
	const char *methods;                     /* allowed ones; NULL: the handler judges */
	void (*serve)(struct exchange *exchange);
	enum audience audience;
};

static const struct route routes[] = {
	{ "/mcp", NULL, serve_mcp, FOR_PROGRAMS },
	{ "/mcp/", NULL, serve_mcp, FOR_PROGRAMS },
	{ "/health", "GET, HEAD", serve_health, FOR_PROGRAMS },
	{ "/auth/authorize", "GET, HEAD, POST", serve_authorize, FOR_PEOPLE },
};

static const struct route *route_for(const char *path)
{
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		if (strcmp(routes[i].path, path) == 0)
			return &routes[i];
	return NULL;
}

static bool method_is_allowed(struct arena *arena, const char *methods, const char *method)
{
	const char *word;

	if (!methods)
		return true;
	while ((word = text_next_word(arena, &methods)))
		if (strcmp(word, method) == 0)
			return true;
	return false;
}

void route_request(struct exchange *exchange)
{
	const struct http_request *request = &exchange->request;
	struct http_response *response = &exchange->response;
	const struct route *route = route_for(request->path);
	bool for_people = route && route->audience == FOR_PEOPLE;

	if (!for_people && !http_origin_admits(request, exchange->parts->config.allowed_origins, response))
		return;
	if (!route) {
		http_response_problem(response, 404, "not_found", "There is nothing at this path. The MCP endpoint is /mcp.");
	} else if (!for_people && strcmp(request->method, "OPTIONS") == 0 && http_request_header(request, "Origin")) {
		http_origin_preflight(response, route->methods ? route->methods : "POST");
	} else if (!method_is_allowed(request->arena, route->methods, request->method)) {
		http_response_header(response, "Allow", route->methods);
		http_response_problem(response, 405, "method_not_allowed",
				      arena_printf(request->arena, "This path takes %s.", route->methods));
	} else {
		route->serve(exchange);
	}
}
