/*
 * The outside provider: its metadata and keys, fetched now and then by one of the processes for
 * all, and asking it something.
 */
#ifndef TASKDESK_OAUTH_PROVIDER_H
#define TASKDESK_OAUTH_PROVIDER_H

#include "oauth/fetch.h"
#include "oauth/oauth.h"

struct json_object;

/* The name under which its keys are kept (store/provider_store.h). */
const char *provider_keys_name(const struct oauth *oauth);

enum provider_wish {
	PROVIDER_AS_KEPT,
	PROVIDER_NEWER,      /* what is kept was not enough; fetched at most once a minute by all processes together */
};

/*
 * Its keys, in the arena, and the name of their version. What is over its time does for a day
 * when nothing newer is to be had. False with oauth->error (ERROR_UNAVAILABLE) when none are.
 */
bool provider_keys(struct oauth *oauth, enum provider_wish wish, struct json_object **keys, const char **version);

/*
 * An address at the provider: what the administrator set, or else what its metadata have under
 * this name. False with oauth->error when neither says one.
 */
bool provider_url(struct oauth *oauth, const char *setting, const char *member, const char **url);

/*
 * Sends a form to the provider as the client that we are there (HTTP Basic), and returns what
 * came, of whatever status. False with oauth->error (ERROR_UNAVAILABLE).
 */
bool provider_post(struct oauth *oauth, const char *url, const char *form, struct fetch_response *response);

#endif
