/*
 * /auth/authorize: a client sends a person here, who signs in, decides what the client may do,
 * and is sent back (RFC 6749 section 4.1).
 */
#ifndef TASKDESK_WEB_AUTHORIZE_H
#define TASKDESK_WEB_AUTHORIZE_H

#include "oauth/oauth.h"

/* Answers GET and POST. */
void web_authorize(struct oauth *oauth);

#endif
