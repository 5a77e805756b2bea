#include "app/routes.h"

#include "app/mcp_routes.h"
#include "app/oauth_routes.h"
#include "app/page_routes.h"
#include "http/origin.h"

#include <string.h>

/* Which web pages may call, beside programs. */
enum audience {
	FOR_PROGRAMS,    /* those whose origin is allowed */
	FOR_PEOPLE,      /* our own pages, which judge by their forms' token */
	FOR_EVERYBODY,   /* any: what is told here is public */
};

struct route {
	const char *path;
	bool is_prefix;                          /* and all paths that begin so */
	const char *methods;                     /* allowed ones; NULL: the handler judges */
	void (*serve)(struct exchange *exchange);
	enum audience audience;
};

static const struct route routes[] = {
	{ "/mcp", false, NULL, serve_mcp, FOR_PROGRAMS },
	{ "/mcp/", true, NULL, serve_mcp, FOR_PROGRAMS },
	{ "/health", false, "GET, HEAD", serve_health, FOR_PROGRAMS },
	{ "/auth/authorize", false, "GET, HEAD, POST", serve_authorize, FOR_PEOPLE },
	{ "/auth/callback", false, "GET, HEAD", serve_callback, FOR_PEOPLE },
	{ "/auth", false, "GET, HEAD, POST", serve_account, FOR_PEOPLE },
	{ "/auth/", false, "GET, HEAD, POST", serve_account, FOR_PEOPLE },
	{ "/auth/register", false, "POST", serve_register, FOR_PROGRAMS },
	{ "/auth/token", false, "POST", serve_token, FOR_PROGRAMS },
	{ "/auth/revoke", false, "POST", serve_revoke, FOR_PROGRAMS },
	{ "/auth/introspect", false, "POST", serve_introspect, FOR_PROGRAMS },
	{ "/auth/jwks.json", false, "GET, HEAD", serve_jwks, FOR_EVERYBODY },
	{ "/auth/.well-known/", true, "GET, HEAD", serve_well_known, FOR_EVERYBODY },
	{ "/.well-known/", true, "GET, HEAD", serve_well_known, FOR_EVERYBODY },
};

static bool is_for(const struct route *route, const char *path)
{
	return route->is_prefix ? strncmp(path, route->path, strlen(route->path)) == 0 : strcmp(path, route->path) == 0;
}

static const struct route *route_for(const char *path)
{
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		if (is_for(&routes[i], path))
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

/* Judges the Origin; false when the refusal stands in the response. */
static bool origin_is_admitted(struct exchange *exchange, enum audience audience)
{
	switch (audience) {
	case FOR_PEOPLE:
		return true;
	case FOR_EVERYBODY:
		http_origin_open(&exchange->response);
		return true;
	case FOR_PROGRAMS:
		break;
	}
	return http_origin_admits(&exchange->request, exchange->parts->config.allowed_origins, &exchange->response);
}

static bool is_preflight(const struct http_request *request, enum audience audience)
{
	return audience != FOR_PEOPLE && strcmp(request->method, "OPTIONS") == 0 && http_request_header(request, "Origin");
}

void route_request(struct exchange *exchange)
{
	const struct http_request *request = &exchange->request;
	struct http_response *response = &exchange->response;
	const struct route *route = route_for(request->path);
	enum audience audience = route ? route->audience : FOR_PROGRAMS;

	if (!origin_is_admitted(exchange, audience))
		return;
	if (!route) {
		http_response_problem(response, 404, "not_found", "There is nothing at this path. The MCP endpoint is /mcp.");
	} else if (is_preflight(request, audience)) {
		http_origin_preflight(response, route->methods ? route->methods : "POST");
	} else if (!method_is_allowed(request->arena, route->methods, request->method)) {
		http_response_header(response, "Allow", route->methods);
		http_response_problem(response, 405, "method_not_allowed",
				      arena_printf(request->arena, "This path takes %s.", route->methods));
	} else {
		route->serve(exchange);
	}
}
