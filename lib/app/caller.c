#include "app/caller.h"

#include "auth/api_key.h"
#include "auth/credentials.h"
#include "oauth/access_token.h"
#include "oauth/bearer.h"

static bool by_api_key(struct exchange *exchange, const struct credentials *credentials)
{
	return api_key_authenticate(credentials, &exchange->parts->config, exchange->parts->db, &exchange->principal,
				    &exchange->response);
}

/* Where tokens are taken, a client whose Bearer credential is none of anything is told how to get one. */
static bool by_either(struct exchange *exchange, const struct credentials *credentials,
		      const struct oauth_resource *resource)
{
	struct oauth oauth = exchange_oauth(exchange);

	if (!*credentials->key) {
		bearer_challenge(&oauth, resource);
		return false;
	}
	if (credentials->is_bearer && access_token_is(credentials->key))
		return bearer_authenticate(&oauth, credentials, resource, &exchange->principal);
	if (by_api_key(exchange, credentials))
		return true;
	if (credentials->is_bearer && exchange->response.status == 403 && !exchange->principal.credential) {
		oauth_refuse(&oauth, OAUTH_INVALID_TOKEN, "this is neither an access token nor a valid API key");
		bearer_challenge(&oauth, resource);
	}
	return false;
}

bool caller_authenticate(struct exchange *exchange, const struct oauth_resource *resource)
{
	struct credentials credentials;

	if (!credentials_read(&exchange->request, &credentials, &exchange->response))
		return false;
	exchange->is_authenticated =
		resource ? by_either(exchange, &credentials, resource) : by_api_key(exchange, &credentials);
	return exchange->is_authenticated;
}
