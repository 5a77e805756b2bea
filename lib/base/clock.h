/*
 * Time: the wall clock in UTC and a stop watch.
 */
#ifndef TASKDESK_BASE_CLOCK_H
#define TASKDESK_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define CLOCK_UTC_BYTES sizeof("2026-07-28T12:34:56.789Z")

/* Seconds since 1970-01-01T00:00:00Z. */
int64_t clock_unix_seconds(void);

/* The same in microseconds. */
int64_t clock_unix_microseconds(void);

/* Microseconds of a clock that only goes forward, for durations. */
int64_t clock_monotonic_microseconds(void);

/* A moment of the calendar in UTC. */
struct clock_moment {
	unsigned year, month, day, hour, minute, second;
	int milliseconds;       /* below 0: not to be shown */
};

#define CLOCK_DAY_BYTES sizeof("2026-07-28")

/* The day, or the moment as RFC 3339; both return the number of characters. printf would take ten times as long. */
size_t clock_write_day(char text[CLOCK_DAY_BYTES], const struct clock_moment *moment);
size_t clock_write_utc(char text[CLOCK_UTC_BYTES], const struct clock_moment *moment);

/* The present moment as RFC 3339 in UTC with milliseconds. */
void clock_utc_now(char text[CLOCK_UTC_BYTES]);

#endif
