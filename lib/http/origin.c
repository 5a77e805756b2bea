#include "http/origin.h"

#include "base/text.h"

#include <string.h>

/* The host alone, or with a port behind it. */
static bool is_host(const char *authority, const char *host)
{
	size_t length = strlen(host);
	const char *port;

	if (strncmp(authority, host, length) != 0)
		return false;
	port = authority + length;
	return !*port || (*port == ':' && port[1] && !port[1 + strspn(port + 1, "0123456789")]);
}

/* A page that this machine itself serves. */
static bool is_local(const char *origin)
{
	static const char *const hosts[] = { "localhost", "127.0.0.1", "[::1]" };
	const char *authority = text_starts_with(origin, "http://")  ? origin + 7 :
				text_starts_with(origin, "https://") ? origin + 8 :
								       NULL;

	for (size_t i = 0; authority && i < sizeof(hosts) / sizeof(hosts[0]); i++)
		if (is_host(authority, hosts[i]))
			return true;
	return false;
}

static bool is_listed(struct arena *arena, const char *origin, const char *allowed)
{
	const char *word;

	while ((word = text_next_word(arena, &allowed)))
		if (strcmp(word, origin) == 0)
			return true;
	return false;
}

bool http_origin_admits(const struct http_request *request, const char *allowed, struct http_response *response)
{
	const char *origin = http_request_header(request, "Origin");

	if (!origin || !*origin)
		return true;
	if (!is_local(origin) && !is_listed(request->arena, origin, allowed)) {
		http_response_problem(response, 403, "origin_not_allowed",
				      "Pages of this Origin may not call this server; the administrator can add it to allowed_origins.");
		return false;
	}
	http_response_header(response, "Access-Control-Allow-Origin", origin);
	http_response_header(response, "Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate");
	http_response_header(response, "Vary", "Origin");
	return true;
}

void http_origin_open(struct http_response *response)
{
	http_response_header(response, "Access-Control-Allow-Origin", "*");
}

void http_origin_preflight(struct http_response *response, const char *methods)
{
	http_response_header(response, "Access-Control-Allow-Methods", methods);
	http_response_header(response, "Access-Control-Allow-Headers",
			     "Content-Type, Accept, Authorization, X-API-Key, X-Mcp-User, MCP-Protocol-Version, Mcp-Method, Mcp-Name");
	http_response_header(response, "Access-Control-Max-Age", "600");
	http_response_empty(response, 204);
}
