/*
 * The prepared statements of a connection, by their SQL: the least recently used gives way.
 */
#ifndef TASKDESK_STORE_STATEMENT_CACHE_H
#define TASKDESK_STORE_STATEMENT_CACHE_H

#include <stddef.h>

#define STATEMENT_CACHE_SIZE 96

struct cached_statement {
	char *sql;
	size_t length;
	void *handle;
	unsigned long long last_use;
};

/* All zero is an empty one. The handles are the caller's, who closes what comes out. */
struct statement_cache {
	struct cached_statement statements[STATEMENT_CACHE_SIZE];
	size_t count;
	unsigned long long uses;
};

/* NULL: there is none. */
void *statement_cache_find(struct statement_cache *cache, const char *sql);

/* Tells which handle had to give way, to be closed; NULL: none. Without memory for the SQL it is never found again. */
void *statement_cache_add(struct statement_cache *cache, const char *sql, void *handle);

/* Takes one out, to be closed; NULL: it is empty. */
void *statement_cache_take(struct statement_cache *cache);

#endif
