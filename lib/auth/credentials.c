#include "auth/credentials.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

#define KEY_HEADER "X-API-Key"
#define USER_HEADER "X-Mcp-User"
#define BEARER "Bearer "

static bool refuse(struct http_response *response, int status, const char *code, const char *message)
{
	http_response_problem(response, status, code, message);
	return false;
}

static const char *bearer_token(const struct http_request *request)
{
	const char *authorization = http_request_authorization(request);
	const size_t length = strlen(BEARER);

	if (!authorization || strncasecmp(authorization, BEARER, length) != 0)
		return NULL;
	return authorization + length + strspn(authorization + length, " ");
}

static const char *lower_case(struct arena *arena, const char *email)
{
	char *copy = arena_strdup(arena, email);

	for (char *at = copy; at && *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

/* What comes back in answers has to be fit for them. */
static bool is_plain_text(const char *value)
{
	for (const char *at = value; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			return false;
	return utf8_is_valid(value, strlen(value));
}

bool credentials_were_sent(const struct http_request *request)
{
	return http_request_header(request, KEY_HEADER) || http_request_authorization(request);
}

bool credentials_read(const struct http_request *request, struct credentials *credentials,
		      struct http_response *response)
{
	static const char *const single[] = { KEY_HEADER, USER_HEADER, "Authorization" };
	const char *key = http_request_header(request, KEY_HEADER);
	const char *bearer = bearer_token(request);
	const char *email = http_request_header(request, USER_HEADER);

	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (http_request_header_repeated(request, single[i]))
			return refuse(response, 400, "repeated_header",
				      arena_printf(request->arena, "The header %s was sent more than once; send it once.",
						   single[i]));
	if (key && bearer && strcmp(key, bearer) != 0)
		return refuse(response, 400, "two_credentials",
			      "X-API-Key and Authorization hold different keys; send one of them.");
	if (email && strchr(email, ','))
		return refuse(response, 400, "repeated_header",
			      "X-Mcp-User must be one e-mail address, sent once.");
	if (email && !is_plain_text(email))
		return refuse(response, 400, "bad_header",
			      "X-Mcp-User must be one e-mail address, in UTF-8 without control characters.");
	credentials->key = key ? key : bearer ? bearer : "";
	credentials->is_bearer = !key && bearer;
	credentials->email = email && *email ? lower_case(request->arena, email) : NULL;
	credentials->names_nobody = email && !*email;
	return true;
}
