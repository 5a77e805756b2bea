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
};

/*
 * Reads "2026-12-01", "2026-12-01T15:00" (in that zone), the same with seconds, "Z" or an
 * offset, or plain words ("next friday", "tomorrow 15:00"). "" and "none" mean that there is
 * none. Fails with ERROR_INVALID, naming what.
 */
bool moment_read(struct arena *arena, const char *text, const char *zone, const char *what, struct moment *moment,
		 struct error *error);

/* Today's day in that zone. */
int64_t moment_today(const char *zone);

/* How it is shown: the day, or the moment with the zone's offset. NULL for none. */
const char *moment_text(struct arena *arena, const char *day, const char *utc, const char *zone);

#endif
