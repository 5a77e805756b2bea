#include "app/caller.h"

#include "app/outside_caller.h"
#include "auth/api_key.h"
#include "auth/credentials.h"
#include "oauth/access_token.h"
#include "oauth/bearer.h"

static bool by_api_key(struct exchange *exchange, const struct credentials *credentials)
{
	return api_key_authenticate(credentials, &exchange->parts->config, exchange->parts->db, &exchange->principal,
				    &exchange->response);
}

static bool by_token(struct exchange *exchange, const struct credentials *credentials, const struct oauth_resource *resource)
{
	struct oauth oauth = exchange_oauth(exchange);

	if (oauth.config->oauth == OAUTH_OUTSIDE)
		return outside_caller_authenticate(exchange, credentials, resource);
	return bearer_authenticate(&oauth, credentials, resource, &exchange->principal);
}

/* The provider is asked about what is no API key: its form says nothing. */
static bool takes_opaque_tokens(const struct config *config)
{
	return config->oauth == OAUTH_OUTSIDE && config->token_check == TOKEN_CHECK_INTROSPECTION;
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
		return by_token(exchange, credentials, resource);
	if (by_api_key(exchange, credentials))
		return true;
	if (credentials->is_bearer && exchange->response.status == 403 && !exchange->principal.credential) {
		if (takes_opaque_tokens(oauth.config))
			return by_token(exchange, credentials, resource);
		oauth_refuse(&oauth, OAUTH_INVALID_TOKEN, "this is neither an access token nor a valid API key");
		bearer_challenge(&oauth, resource);
	}
	return false;
}

bool caller_is_challenged(struct exchange *exchange, const struct oauth_resource *resource)
{
	struct oauth oauth = exchange_oauth(exchange);

	if (!resource || credentials_were_sent(&exchange->request))
		return false;
	bearer_challenge(&oauth, resource);
	return true;
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
