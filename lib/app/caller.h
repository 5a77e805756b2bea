/*
 * Who is calling an MCP endpoint: by API key or by access token, as the endpoint takes them.
 */
#ifndef TASKDESK_APP_CALLER_H
#define TASKDESK_APP_CALLER_H

#include "app/exchange.h"
#include "oauth/resource.h"

/*
 * Answers 401 with the way to sign in to whoever sends no credential at all, whatever else is
 * wrong about the request: clients that look around do it by GET, or without a body.
 */
bool caller_is_challenged(struct exchange *exchange, const struct oauth_resource *resource);

/*
 * Fills in the exchange's principal, or writes the refusal. resource: the endpoint as access
 * tokens know it; NULL when it takes API keys only, and then nothing in the answer speaks of
 * OAuth.
 */
bool caller_authenticate(struct exchange *exchange, const struct oauth_resource *resource);

#endif
