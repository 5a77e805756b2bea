#include "oauth/token.h"

#include "http/form.h"
#include "oauth/client.h"
#include "oauth/code.h"
#include "oauth/grant.h"
#include "oauth/keys.h"
#include "oauth/refresh.h"
#include "oauth/resource.h"
#include "oauth/scope_words.h"

#include <string.h>

#define FORM_LIMIT_BYTES 32768

struct grant_kind;

/* One token request on its way. */
struct token_request {
	struct oauth *oauth;
	const struct http_form *form;
	const struct grant_kind *kind;
	struct oauth_client client;
	const char *private_key;
	struct oauth_family family;  /* filled in by the grant type */
	unsigned scopes;             /* of the access token */
	bool replayed;               /* what was brought is in two hands: refused, and what it led to is revoked */
	struct grant grant;
};

static const char *given(const struct token_request *request, const char *name)
{
	return http_form_value(request->form, name);
}

static bool missing(struct token_request *request, const char *name)
{
	return oauth_refuse(request->oauth, OAUTH_INVALID_REQUEST, "the parameter %s is missing", name);
}

static bool by_code(struct token_request *request)
{
	const struct code_redemption redemption = {
		.code = given(request, "code"),
		.verifier = given(request, "code_verifier"),
		.redirect_uri = given(request, "redirect_uri"),
		.resource = given(request, "resource"),
	};

	if (!redemption.code)
		return missing(request, "code");
	if (!oauth_code_redeem(request->oauth, &request->client, &redemption, &request->family, &request->replayed))
		return false;
	request->scopes = request->family.scopes;
	return true;
}

static bool by_refresh_token(struct token_request *request)
{
	const struct refreshment refreshment = {
		.token = given(request, "refresh_token"),
		.scope = given(request, "scope"),
		.resource = given(request, "resource"),
	};

	if (!refreshment.token)
		return missing(request, "refresh_token");
	return refresh_use(request->oauth, &request->client, &refreshment, &request->family, &request->scopes,
			   &request->replayed);
}

/* A machine acts as the user that the administrator gave it, and never stays signed in (RFC 6749 section 4.4.3). */
static bool by_credentials(struct token_request *request)
{
	struct oauth *oauth = request->oauth;
	const struct oauth_client *client = &request->client;
	const char *named = given(request, "resource");
	const struct oauth_resource *resource = named ? oauth_resource_named(oauth, named) : NULL;
	unsigned scopes, possible;

	if (client->auth_method == OAUTH_AUTH_NONE || !client->user_id)
		return oauth_refuse(oauth, OAUTH_UNAUTHORIZED_CLIENT, "only clients with a secret and a user of their own may");
	if (!resource)
		return oauth_refuse(oauth, OAUTH_INVALID_TARGET, "the parameter resource must name the endpoint to be used");
	possible = client->scopes & resource->most_scopes & ~(unsigned)OAUTH_OFFLINE_ACCESS;
	if (!oauth_scopes_read(given(request, "scope"), &scopes) || !(scopes &= possible))
		return oauth_refuse(oauth, OAUTH_INVALID_SCOPE, "the client may ask for: %s",
				    oauth_scope_words(oauth->arena, possible));
	request->scopes = scopes;
	request->family = (struct oauth_family){
		.client_id = client->id,
		.user_id = client->user_id,
		.scopes = scopes,
		.resource = oauth_resource_url(oauth, resource),
	};
	return oauth_family_store_insert(oauth->db, &request->family, oauth->config->access_token_seconds);
}

struct grant_kind {
	const char *name;
	enum oauth_grant_type type;
	bool (*begin)(struct token_request *request);
};

static const struct grant_kind grant_kinds[] = {
	{ "authorization_code", OAUTH_GRANT_CODE, by_code },
	{ "refresh_token", OAUTH_GRANT_REFRESH, by_refresh_token },
	{ "client_credentials", OAUTH_GRANT_CREDENTIALS, by_credentials },
};

static bool choose_kind(struct token_request *request)
{
	const char *name = given(request, "grant_type");

	if (!name)
		return missing(request, "grant_type");
	for (size_t i = 0; i < sizeof(grant_kinds) / sizeof(grant_kinds[0]); i++)
		if (strcmp(grant_kinds[i].name, name) == 0)
			request->kind = &grant_kinds[i];
	return request->kind || oauth_refuse(request->oauth, OAUTH_UNSUPPORTED_GRANT_TYPE,
					     "grant_type must be authorization_code, refresh_token or client_credentials");
}

static bool client_may(struct token_request *request)
{
	return (request->client.grant_types & request->kind->type) ||
	       oauth_refuse(request->oauth, OAUTH_UNAUTHORIZED_CLIENT, "the client is not registered for %s",
			    request->kind->name);
}

/* The transaction: what is used up and what is made for it stand or fall together. */
static bool exchange(void *context)
{
	struct token_request *request = context;
	struct oauth *oauth = request->oauth;

	oauth->refusal = (struct oauth_refusal){ 0 };
	*oauth->error = (struct error){ 0 };
	if (!request->kind->begin(request))
		return request->replayed && !oauth->error->kind;
	return grant_tokens(oauth, &request->family, request->client.client_id, request->scopes, request->private_key,
			    &request->grant);
}

static bool issue(struct token_request *request)
{
	struct oauth *oauth = request->oauth;

	return choose_kind(request) && oauth_client_authenticate(oauth, request->form, &request->client) &&
	       client_may(request) && keys_for_signing(oauth->db, oauth->config, oauth->log, &request->private_key) &&
	       db_transaction(oauth->db, exchange, request) && !oauth->refusal.error;
}

void token_answer(struct oauth *oauth)
{
	struct http_form form;
	struct token_request request = { .oauth = oauth, .form = &form };

	if (!oauth_read_form(oauth, &form, FORM_LIMIT_BYTES))
		return;
	if (!issue(&request)) {
		oauth_answer_refusal(oauth);
		return;
	}
	oauth_answer_json(oauth, 200, grant_json(oauth, &request.grant));
	/* The tokens are out; that old rows could not be taken away is no failure of theirs. */
	grant_forget_old(oauth);
}
