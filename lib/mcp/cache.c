#include "mcp/cache.h"

#include <stdlib.h>

#define CACHE_BYTES ((size_t)16 * 1024 * 1024)

struct mcp_cache *mcp_cache_new(void)
{
	struct mcp_cache *cache = calloc(1, sizeof(*cache));

	if (cache)
		arena_init(&cache->arena, CACHE_BYTES);
	return cache;
}

void mcp_cache_free(struct mcp_cache *cache)
{
	if (!cache)
		return;
	arena_free(&cache->arena);
	free(cache);
}
