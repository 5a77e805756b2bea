/*
 * Standing before an outside provider where clients cannot register (setup_proxies): clients
 * are ours, and a sign-in that a person has agreed to goes on to the provider as the one client
 * that we are there, and comes back by way of us.
 *
 * The provider's code is passed on to the client: without our secret and the client's verifier
 * it is worth nothing, and our token endpoint knows whose it is.
 */
#ifndef TASKDESK_OAUTH_RELAY_H
#define TASKDESK_OAUTH_RELAY_H

#include "oauth/authorization_request.h"

/* Whether we stand before the provider. */
bool relay_is_on(const struct config *config);

/*
 * Sets url to where the provider lets the person sign in. browser: the cookie of the browser in
 * which the person has agreed. False with oauth->error.
 */
bool relay_begin(struct oauth *oauth, const struct authorization_request *request, const char *browser, const char **url);

/*
 * What came back from the provider, in that browser. True with url set to the client's redirect
 * address, with code or error, its own state, and iss. False with a refusal to be shown to the
 * person when it does not belong to anything that began here, or with oauth->error.
 */
bool relay_return(struct oauth *oauth, const struct http_form *query, const char *browser, const char **url);

/* Answers POST /auth/token: hands codes and refresh tokens on with our secret, for the client whose they are. */
void relay_token_answer(struct oauth *oauth);

#endif
