/*
 * Authorization codes (RFC 6749 section 4.1, RFC 7636): made when a person consents, good once
 * and for a minute.
 */
#ifndef TASKDESK_OAUTH_CODE_H
#define TASKDESK_OAUTH_CODE_H

#include "oauth/authorization_request.h"
#include "store/oauth_grant_store.h"

/*
 * Makes a code for what this user granted (of what was asked for; at least one scope beside
 * OAUTH_OFFLINE_ACCESS) and sets url to where to redirect to, with code, state and iss. False
 * with oauth->error when it cannot be kept.
 */
bool oauth_code_issue(struct oauth *oauth, const struct authorization_request *request, int64_t user_id,
		      unsigned granted, const char **url);

/* What a token request says about the code it brings. */
struct code_redemption {
	const char *code;
	const char *verifier;        /* NULL: none was sent */
	const char *redirect_uri;    /* NULL: none was sent; else it must be the one of the authorization request */
	const char *resource;        /* the same */
};

/*
 * Turns a code into a family of tokens, within a transaction: nobody else gets anything for the
 * code any more. False with invalid_grant, invalid_request or invalid_target; a code that was
 * used before takes what it was exchanged for with it (RFC 6749 section 4.1.2): then replayed is
 * true, and the transaction has to be committed all the same.
 */
bool oauth_code_redeem(struct oauth *oauth, const struct oauth_client *client, const struct code_redemption *redemption,
		       struct oauth_family *family, bool *replayed);

#endif
