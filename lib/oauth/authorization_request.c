#include "oauth/authorization_request.h"

#include "base/text.h"
#include "oauth/provider_scopes.h"
#include "oauth/redirect.h"
#include "oauth/resource.h"
#include "oauth/scope_words.h"

#include <string.h>

#define CHALLENGE_LENGTH 43 /* SHA-256 as Base64URL */
#define BASE64URL_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static bool is_repeated(const struct http_form *form, const char *name)
{
	return form->repeated && strcmp(form->repeated, name) == 0;
}

static bool read_client(struct oauth *oauth, const struct http_form *form, struct oauth_client *client)
{
	const char *client_id = http_form_value(form, "client_id");

	if (is_repeated(form, "client_id") || is_repeated(form, "redirect_uri"))
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "the parameter %s was sent more than once", form->repeated);
	if (!client_id)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "the parameter client_id is missing");
	return oauth_client_find(oauth, client_id, client);
}

/* The only one there is, where the client named none (OAuth 2.1 section 4.1.1). */
static const char *sole_redirect(struct arena *arena, const struct oauth_client *client)
{
	const char *uris = client->redirect_uris;

	return *uris && !strchr(uris, '\n') ? arena_strdup(arena, uris) : NULL;
}

static bool read_redirect(struct oauth *oauth, const struct http_form *form, struct authorization_request *request)
{
	const char *uri = http_form_value(form, "redirect_uri");
	struct error unfit = { 0 };

	if (!uri)
		uri = sole_redirect(oauth->arena, &request->client);
	if (!uri)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "the parameter redirect_uri is missing");
	if (!oauth_redirect_matches(&request->client, uri))
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "this redirect_uri is not registered for the client");
	if (!oauth_redirect_is_allowed(oauth->config, uri, &unfit))
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "%s", unfit.message);
	request->redirect_uri = uri;
	return true;
}

static bool check_response(struct oauth *oauth, const struct http_form *form, const struct oauth_client *client)
{
	const char *type = http_form_value(form, "response_type");
	const char *mode = http_form_value(form, "response_mode");

	if (is_repeated(form, "resource"))
		return oauth_refuse(oauth, OAUTH_INVALID_TARGET, "ask for one resource at a time");
	if (form->repeated)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "the parameter %.60s was sent more than once",
				    form->repeated);
	if (!type)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "the parameter response_type is missing");
	if (strcmp(type, "code") != 0)
		return oauth_refuse(oauth, OAUTH_UNSUPPORTED_RESPONSE_TYPE, "response_type must be code");
	if (mode && strcmp(mode, "query") != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "response_mode must be query");
	if (!(client->grant_types & OAUTH_GRANT_CODE))
		return oauth_refuse(oauth, OAUTH_UNAUTHORIZED_CLIENT, "the client is not registered for authorization_code");
	return true;
}

/* RFC 7636; the method is plain when it is not given, and plain protects nobody. */
static bool read_challenge(struct oauth *oauth, const struct http_form *form, struct authorization_request *request)
{
	const char *challenge = http_form_value(form, "code_challenge");
	const char *method = http_form_value(form, "code_challenge_method");

	if (!challenge)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "code_challenge is missing: PKCE is required");
	if (!method || strcmp(method, "S256") != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "code_challenge_method must be S256");
	if (strlen(challenge) != CHALLENGE_LENGTH || challenge[strspn(challenge, BASE64URL_CHARACTERS)])
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "code_challenge is not a SHA-256 digest in Base64URL");
	request->code_challenge = challenge;
	return true;
}

static bool read_resource(struct oauth *oauth, const struct http_form *form, struct authorization_request *request,
			  const struct oauth_resource **resource)
{
	const char *named = http_form_value(form, "resource");

	*resource = named ? oauth_resource_named(oauth, named) : NULL;
	if (!*resource)
		return oauth_refuse(oauth, OAUTH_INVALID_TARGET,
				    "the parameter resource must name the endpoint to be used, such as %s",
				    oauth_url(oauth, "/mcp"));
	request->resource = oauth_resource_url(oauth, *resource);
	return true;
}

/* Whom the provider lets do what is its business; the endpoint holds to its own limits. */
static bool read_provider_scopes(struct oauth *oauth, const struct http_form *form, struct authorization_request *request,
				 const struct oauth_resource *resource)
{
	request->provider_scopes = provider_scopes_to_ask(oauth, http_form_value(form, "scope"), &request->scopes);
	request->scopes &= resource->most_scopes;
	return true;
}

static bool read_scopes(struct oauth *oauth, const struct http_form *form, struct authorization_request *request,
			const struct oauth_resource *resource)
{
	const struct oauth_client *client = &request->client;
	unsigned possible = client->scopes & resource->most_scopes;
	unsigned scopes;

	if (oauth->config->oauth == OAUTH_OUTSIDE)
		return read_provider_scopes(oauth, form, request, resource);
	if (!oauth_scopes_read(http_form_value(form, "scope"), &scopes))
		return oauth_refuse(oauth, OAUTH_INVALID_SCOPE, "the scopes are: %s",
				    oauth_scope_words(oauth->arena, OAUTH_SCOPES_ALL));
	if (client->grant_types & OAUTH_GRANT_REFRESH)
		scopes |= OAUTH_OFFLINE_ACCESS;
	else
		scopes &= ~(unsigned)OAUTH_OFFLINE_ACCESS;
	request->scopes = scopes & possible;
	if (!(request->scopes & ~(unsigned)OAUTH_OFFLINE_ACCESS))
		return oauth_refuse(oauth, OAUTH_INVALID_SCOPE, "the client may ask for: %s",
				    oauth_scope_words(oauth->arena, possible));
	return true;
}

enum authorization_outcome oauth_authorization_request_read(struct oauth *oauth, const struct http_form *form,
							    struct authorization_request *request)
{
	const struct oauth_resource *resource;

	*request = (struct authorization_request){ 0 };
	if (!read_client(oauth, form, &request->client) || !read_redirect(oauth, form, request))
		return AUTHORIZATION_SHOW;
	request->state = is_repeated(form, "state") ? NULL : http_form_value(form, "state");
	request->prompt = http_form_value(form, "prompt");
	request->login_hint = http_form_value(form, "login_hint");
	return check_response(oauth, form, &request->client) && read_challenge(oauth, form, request) &&
			       read_resource(oauth, form, request, &resource) && read_scopes(oauth, form, request, resource) ?
		       AUTHORIZATION_GOOD :
		       AUTHORIZATION_REDIRECT;
}

/* The redirect address, ready for parameters to be added to its own. */
static struct text redirect_with(const struct oauth *oauth, const struct authorization_request *request)
{
	struct text url = text_in(oauth->arena);

	text_add(&url, request->redirect_uri);
	if (!strchr(request->redirect_uri, '?'))
		text_add_char(&url, '?');
	return url;
}

static const char *finish(const struct oauth *oauth, const struct authorization_request *request, struct text *url)
{
	if (request->state)
		http_form_add(url, "state", request->state);
	http_form_add(url, "iss", oauth_issuer(oauth));
	return text_string(url);
}

const char *oauth_authorization_error_url(const struct oauth *oauth, const struct authorization_request *request)
{
	const struct oauth_refusal refusal = oauth_refusal_of(oauth);
	struct text url = redirect_with(oauth, request);

	http_form_add(&url, "error", oauth_error_word(refusal.error));
	http_form_add(&url, "error_description", refusal.description);
	return finish(oauth, request, &url);
}

const char *oauth_authorization_code_url(const struct oauth *oauth, const struct authorization_request *request,
					 const char *code)
{
	struct text url = redirect_with(oauth, request);

	http_form_add(&url, "code", code);
	return finish(oauth, request, &url);
}
