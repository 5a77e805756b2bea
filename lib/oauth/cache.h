/*
 * What a process remembers of tokens: whose signatures it has checked already, by which keys. Nothing else is
 * remembered; whether a token still counts is asked for each call.
 */
#ifndef TASKDESK_OAUTH_CACHE_H
#define TASKDESK_OAUTH_CACHE_H

#include "base/secret.h"

/* The longest name of one of our own keys: a thumbprint (RFC 7638). */
#define OAUTH_KID_LONGEST 43

struct oauth_cache;

/* NULL without memory. */
struct oauth_cache *oauth_cache_new(void);
void oauth_cache_free(struct oauth_cache *cache);

/*
 * Whether the token of this digest is known to be signed by the key that it names: the name, which stands until the next is
 * added, or "" where none was given. NULL: nothing is known of it.
 */
const char *oauth_cache_find(const struct oauth_cache *cache, const unsigned char digest[SHA256_BYTES]);

/* Notes it, with a name of at most OAUTH_KID_LONGEST characters; an older token may have to make room. */
void oauth_cache_add(struct oauth_cache *cache, const unsigned char digest[SHA256_BYTES], const char *kid);

#endif
