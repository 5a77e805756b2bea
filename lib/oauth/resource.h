/*
 * The endpoints that tokens are for: each is a resource with a name of its own (RFC 8707), and
 * described by a document of its own (RFC 9728).
 */
#ifndef TASKDESK_OAUTH_RESOURCE_H
#define TASKDESK_OAUTH_RESOURCE_H

#include "oauth/oauth.h"

struct oauth_resource {
	const char *path;            /* "/mcp" */
	const char *name;            /* for people */
	unsigned scopes;             /* to ask for at first, of enum oauth_scope */
	unsigned most_scopes;        /* that it has any use for */
};

/* The most that an endpoint's own limits leave, of enum oauth_scope; false when they name a scope that there is not. */
bool oauth_endpoint_scopes(const struct endpoint *endpoint, unsigned *scopes);

/* The endpoint as tokens know it; NULL when it takes none. */
const struct oauth_resource *oauth_resource_of(const struct oauth *oauth, const struct endpoint *endpoint);

/* The endpoint with this path, or NULL when it takes no tokens. */
const struct oauth_resource *oauth_resource_at(const struct oauth *oauth, const char *path);

/*
 * The endpoint that a resource parameter names, or NULL. Scheme and host may be in any case, as
 * the specification asks for; the rest is compared letter by letter.
 */
const struct oauth_resource *oauth_resource_named(const struct oauth *oauth, const char *resource);

/* What a client has to ask for to be granted these scopes, in the words of whoever grants them. In the arena. */
const char *oauth_resource_scope_words(const struct oauth *oauth, unsigned scopes);

/* Its own name, the one that tokens have as their audience. In the arena. */
const char *oauth_resource_url(const struct oauth *oauth, const struct oauth_resource *resource);

/* Where its document is. In the arena. */
const char *oauth_resource_metadata_url(const struct oauth *oauth, const struct oauth_resource *resource);

#endif
