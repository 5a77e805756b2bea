/*
 * Access tokens: JSON Web Tokens by RFC 9068, signed with ES256, for one resource and a short
 * time. Each names its family in its jti, and counts only while the family does.
 */
#ifndef TASKDESK_OAUTH_ACCESS_TOKEN_H
#define TASKDESK_OAUTH_ACCESS_TOKEN_H

#include "oauth/oauth.h"
#include "store/oauth_grant_store.h"

/* Whether a credential has the form of such a token, and so is no API key. */
bool access_token_is(const char *text);

/* What a token is made from. */
struct access_token {
	const struct oauth_family *family;
	const char *client_id;
	unsigned scopes;             /* of enum oauth_scope: at most the family's */
	const char *private_key;     /* of keys_for_signing */
};

/* Signs a token that lives for access_token_seconds. */
bool access_token_issue(struct oauth *oauth, const struct access_token *token, const char **text);

/* What a token that counts says, together with what the database says about it. */
struct access_token_found {
	bool is_ours;                /* signed by us for the family that it names: also when it has expired meanwhile */
	struct oauth_caller caller;
	unsigned scopes;
	const char *jti;
	int64_t issued_at_unix;
	int64_t expires_at_unix;
};

/*
 * Whether a token counts at this moment: signed by us, for the resource of this address (NULL:
 * for any of ours), not expired, its family not revoked. False with invalid_token, and with
 * oauth->error when it cannot be told. One statement.
 */
bool access_token_check(struct oauth *oauth, const char *text, const char *resource, struct access_token_found *found);

#endif
