/*
 * Authentication by access token (RFC 6750), and the challenges that tell clients how to get
 * one (RFC 9728 section 5.1).
 */
#ifndef TASKDESK_OAUTH_BEARER_H
#define TASKDESK_OAUTH_BEARER_H

#include "auth/credentials.h"
#include "auth/principal.h"
#include "oauth/oauth.h"
#include "oauth/resource.h"

/*
 * Fills in the principal of an access token for this resource, or answers: 401 with a challenge
 * for a token that does not count, 403 when X-Mcp-User names somebody else, 503.
 */
bool bearer_authenticate(struct oauth *oauth, const struct credentials *credentials,
			 const struct oauth_resource *resource, struct principal *principal);

/* Answers 401: nothing was sent that says who is calling (refusal OAUTH_NO_ERROR), or it does not count. */
void bearer_challenge(struct oauth *oauth, const struct oauth_resource *resource);

/*
 * Turns an answer that stands in the response into 403 insufficient_scope: the token is good,
 * and the call needs these scopes of auth/scope.h. The body stays.
 */
void bearer_needs_scopes(struct oauth *oauth, const struct oauth_resource *resource, unsigned needed);

#endif
