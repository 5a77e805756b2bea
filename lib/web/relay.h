/*
 * The pages between a client and an outside provider: a person agrees to the client here, signs
 * in there, and comes back by way of us.
 */
#ifndef TASKDESK_WEB_RELAY_H
#define TASKDESK_WEB_RELAY_H

#include "oauth/oauth.h"

/* Answers GET and POST /auth/authorize. */
void web_relay_authorize(struct oauth *oauth);

/* Answers GET /auth/callback. */
void web_relay_callback(struct oauth *oauth);

#endif
