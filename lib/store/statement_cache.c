#include "store/statement_cache.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void *statement_cache_find(struct statement_cache *cache, const char *sql)
{
	size_t length = strlen(sql);

	for (size_t i = 0; i < cache->count; i++) {
		struct cached_statement *statement = &cache->statements[i];

		if (statement->length == length && memcmp(statement->sql, sql, length) == 0) {
			statement->last_use = ++cache->uses;
			return statement->handle;
		}
	}
	return NULL;
}

static struct cached_statement *least_recent(struct statement_cache *cache)
{
	struct cached_statement *found = &cache->statements[0];

	for (size_t i = 1; i < cache->count; i++)
		if (cache->statements[i].last_use < found->last_use)
			found = &cache->statements[i];
	return found;
}

void *statement_cache_add(struct statement_cache *cache, const char *sql, void *handle)
{
	bool is_full = cache->count == STATEMENT_CACHE_SIZE;
	struct cached_statement *place = is_full ? least_recent(cache) : &cache->statements[cache->count++];
	void *given_up = is_full ? place->handle : NULL;

	if (is_full)
		free(place->sql);
	*place = (struct cached_statement){ .sql = strdup(sql), .handle = handle, .last_use = ++cache->uses };
	place->length = place->sql ? strlen(sql) : 0;
	return given_up;
}

void *statement_cache_take(struct statement_cache *cache)
{
	if (!cache->count)
		return NULL;
	free(cache->statements[--cache->count].sql);
	return cache->statements[cache->count].handle;
}
