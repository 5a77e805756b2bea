#include "oauth/bearer.h"

#include "http/unavailable.h"
#include "oauth/access_token.h"
#include "oauth/scope_words.h"

#include <string.h>

static void add_challenge(struct oauth *oauth, const struct oauth_resource *resource, unsigned scopes)
{
	const struct oauth_refusal *refusal = &oauth->refusal;
	struct text challenge = text_in(oauth->arena);

	text_add(&challenge, "Bearer ");
	if (refusal->error)
		text_printf(&challenge, "error=\"%s\", error_description=\"%s\", ", oauth_error_word(refusal->error),
			    refusal->description);
	text_printf(&challenge, "resource_metadata=\"%s\", scope=\"%s\"", oauth_resource_metadata_url(oauth, resource),
		    oauth_resource_scope_words(oauth, scopes));
	http_response_header(oauth->response, "WWW-Authenticate", text_string(&challenge));
}

void bearer_challenge(struct oauth *oauth, const struct oauth_resource *resource)
{
	bool was_sent = oauth->refusal.error != OAUTH_NO_ERROR;

	add_challenge(oauth, resource, resource->scopes);
	http_response_problem(oauth->response, 401, was_sent ? oauth_error_word(oauth->refusal.error) : "unauthorized",
			      was_sent ? oauth->refusal.description :
					 "Sign in with OAuth as WWW-Authenticate says, or send an API key in the header X-API-Key.");
}

void bearer_needs_scopes(struct oauth *oauth, const struct oauth_resource *resource, unsigned needed)
{
	unsigned scopes = oauth_scopes_for(needed);

	oauth_refuse(oauth, OAUTH_INSUFFICIENT_SCOPE, "this needs the scope %s", oauth_resource_scope_words(oauth, scopes));
	add_challenge(oauth, resource, scopes);
	oauth->response->status = 403;
}

static bool is_somebody_else(const struct credentials *credentials, const struct user *user)
{
	return credentials->email && strcmp(credentials->email, user->email) != 0;
}

bool bearer_authenticate(struct oauth *oauth, const struct credentials *credentials,
			 const struct oauth_resource *resource, struct principal *principal)
{
	struct access_token_found found;

	*principal = (struct principal){ 0 };
	if (!access_token_check(oauth, credentials->key, oauth_resource_url(oauth, resource), &found)) {
		if (oauth->refusal.error)
			bearer_challenge(oauth, resource);
		else
			http_response_unavailable(oauth->response, oauth->error);
		return false;
	}
	if (is_somebody_else(credentials, &found.caller.user)) {
		http_response_problem(oauth->response, 403, "may_not_act_as",
				      "An access token acts as the person who signed in; leave X-Mcp-User out.");
		return false;
	}
	*principal = (struct principal){
		.user = found.caller.user,
		.credential = CREDENTIAL_ACCESS_TOKEN,
		.credential_id = found.caller.family.client_id,
		.credential_name = found.caller.client_name,
		.scopes = oauth_scopes_allow(found.scopes),
	};
	return true;
}
