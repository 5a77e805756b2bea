/*
 * private_key_jwt: a client proves who it is by a token that it signs itself (RFC 7521, RFC 7523).
 */
#ifndef TASKDESK_OAUTH_CLIENT_ASSERTION_H
#define TASKDESK_OAUTH_CLIENT_ASSERTION_H

#include "oauth/oauth.h"
#include "store/oauth_client_store.h"

/* Who the assertion says the client is, unchecked; NULL when it cannot be read. In the arena. */
const char *client_assertion_subject(struct oauth *oauth, const char *assertion);

/*
 * Whether the assertion is signed by one of the client's keys, is for us, has not expired and
 * was not used before. False with invalid_client, or with oauth->error.
 */
bool client_assertion_proves(struct oauth *oauth, const struct oauth_client *client, const char *assertion);

#endif
