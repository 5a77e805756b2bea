/*
 * Days and moments as people and models write them, read in the acting user's time zone.
 */
#ifndef TASKDESK_DESK_MOMENT_H
#define TASKDESK_DESK_MOMENT_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct moment {
	const char *day;     /* "2026-12-01" in the reader's time zone; NULL: none was given */
	const char *utc;     /* "2026-12-01T14:00:00Z"; NULL: only a day was given */
	const char *clock;   /* "15:00:00" in the reader's time zone, also one that its clocks skip; NULL like utc */
};

/*
 * Reads "2026-12-01", "2026-12-01T15:00" (in that zone), the same with seconds, "Z" or an
 * offset, or plain words ("next friday", "tomorrow 15:00"). "" and "none" mean that there is
 * none. Fails with ERROR_INVALID, naming what.
 */
bool moment_read(struct arena *arena, const char *text, const char *zone, const char *what, struct moment *moment,
		 struct error *error);

/* A span of time: both days included, and the same as moments from the one up to the other, which is not. */
struct span {
	const char *from_day, *to_day;
	const char *from_utc, *before_utc;     /* "2026-12-01T14:00:00Z" */
};

/*
 * Reads a span's ends as moment_read does; NULL leaves an end open. A day begins and ends by
 * that zone's clocks; an end with a time of day means that moment.
 */
bool moment_read_span(struct arena *arena, const char *from, const char *to, const char *zone, const char *what,
		      struct span *span, struct error *error);

/* The moment so many seconds after one in UTC, likewise. */
const char *moment_later(struct arena *arena, const char *utc, int64_t seconds);

/* The present moment, RFC 3339 in UTC. */
const char *moment_now(struct arena *arena);

/* Today's day in that zone. */
int64_t moment_today(const char *zone);

/* The day of what is due then where days come first, at UTC+14; a day alone is the same everywhere. NULL for none. */
const char *moment_latest_day(struct arena *arena, const char *day, const char *utc);

/* How it is shown: the day, or the moment with the zone's offset. NULL for none. */
const char *moment_text(struct arena *arena, const char *day, const char *utc, const char *zone);

#endif
