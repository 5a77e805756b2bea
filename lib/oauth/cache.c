#include "oauth/cache.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A digest has one place, by its first bits, so that looking costs the same however many there are. */
#define PLACES 1024

struct signed_token {
	unsigned char digest[SHA256_BYTES];
	char kid[OAUTH_KID_LONGEST + 1];
};

struct oauth_cache {
	struct signed_token tokens[PLACES];
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

const char *oauth_cache_find(const struct oauth_cache *cache, const unsigned char digest[SHA256_BYTES])
{
	const struct signed_token *token = &cache->tokens[place_of(digest)];

	return memcmp(token->digest, digest, SHA256_BYTES) == 0 ? token->kid : NULL;
}

void oauth_cache_add(struct oauth_cache *cache, const unsigned char digest[SHA256_BYTES], const char *kid)
{
	struct signed_token *token = &cache->tokens[place_of(digest)];
	size_t length = strlen(kid);

	assert(length <= OAUTH_KID_LONGEST);
	memcpy(token->digest, digest, SHA256_BYTES);
	memcpy(token->kid, kid, length + 1);
}
