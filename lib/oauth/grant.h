/*
 * Turning a family into tokens, for whoever begins or continues one.
 */
#ifndef TASKDESK_OAUTH_GRANT_H
#define TASKDESK_OAUTH_GRANT_H

#include "oauth/oauth.h"
#include "store/oauth_grant_store.h"

/* What a token response holds (RFC 6749 section 5.1). */
struct grant {
	const char *access_token;
	const char *refresh_token;   /* NULL: none */
	unsigned scopes;             /* of the access token */
};

/*
 * Makes tokens for a family: an access token with these scopes and, where the family has
 * OAUTH_OFFLINE_ACCESS, a refresh token. Within a transaction; private_key is of
 * keys_for_signing.
 */
bool grant_tokens(struct oauth *oauth, const struct oauth_family *family, const char *client_id, unsigned scopes,
		  const char *private_key, struct grant *grant);

/* The response as JSON, in the arena. */
const char *grant_json(const struct oauth *oauth, const struct grant *grant);

/* Now and then takes away what has ended, a little at a time; outside of transactions. */
bool grant_forget_old(struct oauth *oauth);

#endif
