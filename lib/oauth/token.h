/*
 * The token endpoint (RFC 6749 section 3.2): codes, refresh tokens and machines' own
 * credentials in, access tokens out.
 */
#ifndef TASKDESK_OAUTH_TOKEN_H
#define TASKDESK_OAUTH_TOKEN_H

#include "oauth/oauth.h"

/* Answers POST /auth/token, in OAuth's words in any case. */
void token_answer(struct oauth *oauth);

#endif
