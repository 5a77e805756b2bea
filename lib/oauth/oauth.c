#include "oauth/oauth.h"

#include "base/text.h"
#include "http/unavailable.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

#define ISSUER_PATH "/auth"

static const char *const error_words[] = {
	[OAUTH_INVALID_REQUEST] = "invalid_request",
	[OAUTH_INVALID_CLIENT] = "invalid_client",
	[OAUTH_INVALID_GRANT] = "invalid_grant",
	[OAUTH_UNAUTHORIZED_CLIENT] = "unauthorized_client",
	[OAUTH_UNSUPPORTED_GRANT_TYPE] = "unsupported_grant_type",
	[OAUTH_UNSUPPORTED_RESPONSE_TYPE] = "unsupported_response_type",
	[OAUTH_INVALID_SCOPE] = "invalid_scope",
	[OAUTH_INVALID_TARGET] = "invalid_target",
	[OAUTH_ACCESS_DENIED] = "access_denied",
	[OAUTH_LOGIN_REQUIRED] = "login_required",
	[OAUTH_CONSENT_REQUIRED] = "consent_required",
	[OAUTH_INVALID_TOKEN] = "invalid_token",
	[OAUTH_INSUFFICIENT_SCOPE] = "insufficient_scope",
	[OAUTH_INVALID_REDIRECT_URI] = "invalid_redirect_uri",
	[OAUTH_INVALID_CLIENT_METADATA] = "invalid_client_metadata",
	[OAUTH_TEMPORARILY_UNAVAILABLE] = "temporarily_unavailable",
	[OAUTH_SERVER_ERROR] = "server_error",
};

const char *oauth_error_word(enum oauth_error error)
{
	return error_words[error];
}

/* RFC 6749 sections 4.1.2.1 and 5.2: printable ASCII without the quote and the backslash. */
static const char *as_description(char *description)
{
	for (char *at = description; *at; at++)
		if (*at < ' ' || *at > '~' || *at == '"' || *at == '\\')
			*at = '\'';
	return description;
}

bool oauth_refuse(struct oauth *oauth, enum oauth_error error, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	oauth->refusal.description = as_description(arena_vprintf(oauth->arena, format, values));
	va_end(values);
	oauth->refusal.error = error;
	return false;
}

struct oauth_refusal oauth_refusal_of(const struct oauth *oauth)
{
	const struct error *error = oauth->error;
	bool is_passing = error->kind == ERROR_UNAVAILABLE || error->kind == ERROR_LIMITED;

	if (oauth->refusal.error)
		return oauth->refusal;
	return (struct oauth_refusal){
		.error = is_passing ? OAUTH_TEMPORARILY_UNAVAILABLE : OAUTH_SERVER_ERROR,
		.description = as_description(arena_strdup(oauth->arena, error->message)),
	};
}

/* Beside Cache-Control: no-store, which every answer has (RFC 6749 section 5.1). */
static void forbid_caching(struct http_response *response)
{
	http_response_header(response, "Pragma", "no-cache");
}

static bool client_used_basic(const struct oauth *oauth)
{
	const char *authorization = http_request_authorization(oauth->request);

	return authorization && strncasecmp(authorization, "Basic ", 6) == 0;
}

static const char *refusal_json(const struct oauth *oauth)
{
	const struct oauth_refusal *refusal = &oauth->refusal;
	struct text json = text_in(oauth->arena);

	text_printf(&json, "{\"error\":\"%s\",\"error_description\":", oauth_error_word(refusal->error));
	text_add_json(&json, refusal->description, strlen(refusal->description));
	text_add_char(&json, '}');
	return text_string(&json);
}

void oauth_answer_refusal(struct oauth *oauth)
{
	int status = 400;

	forbid_caching(oauth->response);
	if (!oauth->refusal.error) {
		http_response_unavailable(oauth->response, oauth->error);
		return;
	}
	if (oauth->refusal.error == OAUTH_INVALID_CLIENT) {
		status = 401;
		if (client_used_basic(oauth))
			http_response_header(oauth->response, "WWW-Authenticate", "Basic realm=\"taskdesk\"");
	}
	http_response_json(oauth->response, status, refusal_json(oauth));
}

void oauth_answer_json(struct oauth *oauth, int status, const char *json)
{
	forbid_caching(oauth->response);
	http_response_json(oauth->response, status, json);
}

static bool form_is_good(struct oauth *oauth, struct http_form *form)
{
	const struct http_request *request = oauth->request;
	struct error error = { 0 };

	if (http_form_read(form, oauth->arena, request->body, request->body_bytes, &error))
		return true;
	if (form->repeated && strcmp(form->repeated, "resource") == 0)
		return oauth_refuse(oauth, OAUTH_INVALID_TARGET, "ask for one resource at a time");
	return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "%s", error.message);
}

bool oauth_read_form(struct oauth *oauth, struct http_form *form, size_t limit_bytes)
{
	const char *type = http_request_header(oauth->request, "Content-Type");

	*form = (struct http_form){ 0 };
	if (!type || !http_media_type_is(type, "application/x-www-form-urlencoded"))
		oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "send the parameters as application/x-www-form-urlencoded");
	else if (!http_request_read_body(oauth->request, limit_bytes, oauth->response))
		return false;
	else if (form_is_good(oauth, form))
		return true;
	oauth_answer_refusal(oauth);
	return false;
}

const char *oauth_url(const struct oauth *oauth, const char *path)
{
	return arena_printf(oauth->arena, "%s%s", oauth->config->public_url, path);
}

const char *oauth_issuer(const struct oauth *oauth)
{
	return oauth_url(oauth, ISSUER_PATH);
}
