/*
 * Giving access back (RFC 7009), and asking what a token is (RFC 7662).
 */
#ifndef TASKDESK_OAUTH_REVOKE_H
#define TASKDESK_OAUTH_REVOKE_H

#include "oauth/oauth.h"

/*
 * Answers POST /auth/revoke: whichever token is given, its whole family ends, also by one that has
 * expired or was used (RFC 7009 section 2.1).
 */
void revoke_answer(struct oauth *oauth);

/*
 * Answers POST /auth/introspect: to clients with a secret, about their own tokens; to those that
 * the administrator registered, about all.
 */
void introspect_answer(struct oauth *oauth);

#endif
