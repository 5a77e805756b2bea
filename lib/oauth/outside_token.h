/*
 * Access tokens of an outside provider: checked by their signature with the provider's keys, or
 * by asking the provider (RFC 7662), as the setting token_check says.
 */
#ifndef TASKDESK_OAUTH_OUTSIDE_TOKEN_H
#define TASKDESK_OAUTH_OUTSIDE_TOKEN_H

#include "oauth/oauth.h"
#include "store/identity_store.h"

/* What a token that counts says about its sender. */
struct outside_token {
	struct identity identity;
	const char *email;           /* lower case, and only where the provider has verified it; NULL: none */
	const char *name;            /* as the provider calls the person; NULL: it does not */
	const char *client_name;     /* the client that sends it, as the provider knows it */
	unsigned scopes;             /* of enum oauth_scope */
	struct outside_caller caller;
};

/* Whether the settings for oauth = outside make sense; ERROR_INVALID with what is missing. */
bool outside_token_check_settings(struct arena *arena, const struct config *config, struct error *error);

/*
 * Whether a token counts at this moment for the endpoint of this address. False with
 * invalid_token, or with oauth->error when it cannot be told. A token that was seen before costs
 * one statement, an unknown key in it nothing more.
 */
bool outside_token_check(struct oauth *oauth, const char *text, const char *resource, struct outside_token *token);

#endif
