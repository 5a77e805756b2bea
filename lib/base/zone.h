/*
 * Time zones by their IANA names ("Europe/Berlin"), from the system's zone files.
 */
#ifndef TASKDESK_BASE_ZONE_H
#define TASKDESK_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Whether the system has this zone. "UTC" is always there. */
bool zone_is_known(const char *zone);

/* The wall clock of that zone at a moment; tm_gmtoff holds the offset in seconds. */
void zone_local(const char *zone, int64_t unix_seconds, struct tm *local);

/*
 * The moment at which that zone's wall clock shows this. A time that a change of clocks
 * skips is read as if the clocks had not changed; of two, the first counts.
 */
int64_t zone_unix(const char *zone, const struct tm *local);

#endif
