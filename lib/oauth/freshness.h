/*
 * How long an answer from another server may be kept (RFC 9111 section 4.2).
 */
#ifndef TASKDESK_OAUTH_FRESHNESS_H
#define TASKDESK_OAUTH_FRESHNESS_H

#include <stdint.h>

/* Header values as they came; NULL: none. */
struct freshness_headers {
	const char *cache_control;
	const char *age;
	const char *date;
	const char *expires;
};

/*
 * Seconds for a cache that serves many people: 0 when it must not be kept, -1 when the headers
 * do not say. What cannot be read counts as 0, on the safe side.
 */
int64_t freshness_seconds(const struct freshness_headers *headers);

#endif
