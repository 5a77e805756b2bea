#include "oauth/cache.h"

#include <stdlib.h>
#include <string.h>

/* A digest has one place, by its first bits, so that looking costs the same however many there are. */
#define PLACES 1024

struct oauth_cache {
	unsigned char digests[PLACES][SHA256_BYTES];
};

struct oauth_cache *oauth_cache_new(void)
{
	return calloc(1, sizeof(struct oauth_cache));
}

void oauth_cache_free(struct oauth_cache *cache)
{
	free(cache);
}

static size_t place_of(const unsigned char digest[SHA256_BYTES])
{
	return ((size_t)digest[0] << 8 | digest[1]) % PLACES;
}

bool oauth_cache_has(const struct oauth_cache *cache, const unsigned char digest[SHA256_BYTES])
{
	return memcmp(cache->digests[place_of(digest)], digest, SHA256_BYTES) == 0;
}

void oauth_cache_add(struct oauth_cache *cache, const unsigned char digest[SHA256_BYTES])
{
	memcpy(cache->digests[place_of(digest)], digest, SHA256_BYTES);
}
