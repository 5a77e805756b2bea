/*
 * What the scopes of an outside provider mean here, as the setting scope_map says.
 */
#ifndef TASKDESK_OAUTH_PROVIDER_SCOPES_H
#define TASKDESK_OAUTH_PROVIDER_SCOPES_H

#include "oauth/oauth.h"
#include "oauth/scope_words.h"

/* Whether a map reads as theirs=ours with scopes that there are. */
bool provider_scopes_check(const char *map, struct error *error);

/* What a token with these words of theirs may do: of enum oauth_scope; 0: nothing. */
unsigned provider_scopes_read(const struct oauth *oauth, const char *words);

/* Whether all required_scopes are among the words. */
bool provider_scopes_suffice(const struct oauth *oauth, const char *words);

/* What to ask the provider for, in its words, to be granted these scopes of ours; required_scopes are among it. */
const char *provider_scope_words(const struct oauth *oauth, unsigned scopes);

/*
 * What to ask the provider for when a client asks for these words (NULL: the usual): those among
 * them that mean something here, default_scope and required_scopes. A client gets nothing else
 * of the provider by way of us. scopes: what it comes to, of enum oauth_scope.
 */
const char *provider_scopes_to_ask(const struct oauth *oauth, const char *words, unsigned *scopes);

#endif
