/*
 * Who the client is: looking it up for an authorization request, and believing it at the token
 * endpoint (RFC 6749 section 2.3, RFC 7523 section 2.2).
 */
#ifndef TASKDESK_OAUTH_CLIENT_H
#define TASKDESK_OAUTH_CLIENT_H

#include "http/form.h"
#include "oauth/oauth.h"
#include "store/oauth_client_store.h"

/*
 * The client of this id: pre-registered, registered by itself, or described by the document at
 * the https URL that is its id. False with invalid_client when there is none that may be used,
 * or with oauth->error when it cannot be told.
 */
bool oauth_client_find(struct oauth *oauth, const char *client_id, struct oauth_client *client);

/*
 * The client that sends a form to the token endpoint or one of its neighbours, by the method it
 * is registered with and no other: Authorization: Basic, client_secret, client_assertion, or,
 * for public clients, client_id alone. False with invalid_client or invalid_request.
 */
bool oauth_client_authenticate(struct oauth *oauth, const struct http_form *form, struct oauth_client *client);

#endif
