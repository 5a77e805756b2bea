/*
 * Redirect addresses: which may be registered, which match, and what is sent there.
 */
#ifndef TASKDESK_OAUTH_REDIRECT_H
#define TASKDESK_OAUTH_REDIRECT_H

#include "oauth/oauth.h"
#include "store/oauth_client_store.h"

/*
 * Whether an address may be registered: https with a host, http on the person's own machine, or
 * a scheme that the setting redirect_schemes names; printable ASCII without fragment, user or
 * white space, and with a host as it is. error says what is wrong.
 */
bool oauth_redirect_is_allowed(const struct config *config, const char *uri, struct error *error);

/*
 * Whether the address is one of the client's, letter by letter; on http and the own machine
 * the port may be any (RFC 8252 section 7.3).
 */
bool oauth_redirect_matches(const struct oauth_client *client, const char *uri);

/* Whether following it leads to a program on the person's own machine, by http or https, however the host is written. */
bool oauth_redirect_is_loopback(const char *uri);

/* The host to show to the person, with its port, in the arena; the whole scheme where it has no host. */
const char *oauth_redirect_host(struct arena *arena, const char *uri);

#endif
