/*
 * Refresh tokens (RFC 6749 section 6): each is good once and gives the next. One that comes
 * again was stolen, from the client or by it, and ends its family (OAuth 2.1 section 4.3.1).
 */
#ifndef TASKDESK_OAUTH_REFRESH_H
#define TASKDESK_OAUTH_REFRESH_H

#include "oauth/oauth.h"
#include "store/oauth_client_store.h"
#include "store/oauth_grant_store.h"

/* What a token request says about the refresh token it brings. */
struct refreshment {
	const char *token;
	const char *scope;           /* NULL: as before; else at most that */
	const char *resource;        /* NULL: as before; else it must be the same */
};

/*
 * Uses a refresh token up, within a transaction, and fills in its family and the scopes for the
 * next access token. False with invalid_grant, invalid_scope or invalid_target; when replayed is
 * true the family was revoked and the transaction has to be committed all the same.
 */
bool refresh_use(struct oauth *oauth, const struct oauth_client *client, const struct refreshment *refreshment,
		 struct oauth_family *family, unsigned *scopes, bool *replayed);

#endif
