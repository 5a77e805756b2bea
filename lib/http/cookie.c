#include "http/cookie.h"

#include <assert.h>
#include <string.h>

static const char *full_name(struct arena *arena, enum cookie_transport transport, const char *name)
{
	return transport == COOKIE_OVER_HTTPS ? arena_printf(arena, "__Host-%s", name) : name;
}

/* ends: what says how long the cookie lives. */
static void set(struct http_response *response, enum cookie_transport transport, const char *name, const char *value,
		const char *ends)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
	struct arena *arena = response->arena;

	assert(value[strspn(value, allowed)] == '\0');
	http_response_header(response, "Set-Cookie",
			     arena_printf(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
					  full_name(arena, transport, name), value,
					  transport == COOKIE_OVER_HTTPS ? "; Secure" : "", ends));
}

void http_cookie_set(struct http_response *response, enum cookie_transport transport, const char *name,
		     const char *value)
{
	set(response, transport, name, value, *value ? "" : "; Max-Age=0");
}

void http_cookie_keep(struct http_response *response, enum cookie_transport transport, const char *name,
		      const char *value, int days)
{
	set(response, transport, name, value, arena_printf(response->arena, "; Max-Age=%d", days * 24 * 60 * 60));
}

/* The value when this piece of the header, up to length, is the cookie of that name. */
static const char *value_in(const char *piece, size_t length, const char *name, size_t *value_length)
{
	size_t name_length = strlen(name);

	if (length <= name_length || strncmp(piece, name, name_length) != 0 || piece[name_length] != '=')
		return NULL;
	*value_length = length - name_length - 1;
	while (*value_length && strchr(" \t", piece[name_length + *value_length]))
		(*value_length)--;
	return piece + name_length + 1;
}

const char *http_cookie_get(const struct http_request *request, enum cookie_transport transport, const char *name)
{
	const char *rest = http_request_header(request, "Cookie");
	const char *wanted = full_name(request->arena, transport, name);
	const char *found = NULL;

	if (http_request_header_repeated(request, "Cookie"))
		return NULL;
	while (rest && *rest) {
		size_t length, value_length;
		const char *value;

		/* Only ";" ends a cookie: a "," would let another cookie's value pass for one of ours. */
		rest += strspn(rest, "; \t");
		length = strcspn(rest, ";");
		value = value_in(rest, length, wanted, &value_length);
		if (value && found)
			return NULL;
		if (value)
			found = arena_copy(request->arena, value, value_length);
		rest += length;
	}
	return found && *found ? found : NULL;
}
