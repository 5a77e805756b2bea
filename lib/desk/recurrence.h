/*
 * Recurrence rules: the part of RFC 5545 section 3.3.10 that tasks need.
 *
 *   FREQ=DAILY|WEEKLY|MONTHLY|YEARLY; INTERVAL; COUNT or UNTIL; BYDAY (weekly: MO,TU; monthly:
 *   one of 1MO, -1FR); BYMONTHDAY (monthly, yearly: one day; -1 is the last). Each part once.
 */
#ifndef TASKDESK_DESK_RECURRENCE_H
#define TASKDESK_DESK_RECURRENCE_H

#include "base/arena.h"
#include "base/error.h"
#include "desk/moment.h"

#include <stdbool.h>
#include <stdint.h>

enum recurrence_frequency {
	EVERY_DAY,
	EVERY_WEEK,
	EVERY_MONTH,
	EVERY_YEAR,
};

struct recurrence {
	enum recurrence_frequency frequency;
	int interval;
	int count;               /* occurrences left, this one included; 0: no end by count */
	int64_t until;           /* last day; 0: no end by day */
	const char *until_moment;    /* as it was sent, "2026-12-31T23:00:00Z", Z or not; NULL: only a day was */
	unsigned weekdays;       /* bit 0 is Monday; weekly */
	int month_day;           /* monthly, yearly: 1 to 31, -1 the last; 0: as the first occurrence */
	int week_of_month;       /* monthly: 1 to 4, -1 the last; with month_weekday; 0: not by weekday */
	int month_weekday;       /* 0 is Monday */
};

/* Reads a rule, also "RRULE:" before it and the words daily, weekly, monthly, yearly, "every weekday". */
bool recurrence_read(struct arena *arena, const char *text, struct recurrence *recurrence, struct error *error);

/*
 * Ties a rule that was sent to its first occurrence, whose clock is of that zone. One without a day of the month keeps
 * the day it begins with, also past months that are too short for it. An end at a moment becomes the last day that has
 * the occurrence's time before it or then; an occurrence without a time may be on the day that was sent.
 */
bool recurrence_begin(struct arena *arena, struct recurrence *recurrence, const struct moment *first, const char *zone,
		      struct error *error);

/* The rule as it is kept: with until as a day. */
const char *recurrence_text(struct arena *arena, const struct recurrence *recurrence);

/*
 * The first occurrence after the one on this day that is not before earliest. False when the
 * rule has ended. count is counted down in next.
 */
bool recurrence_next(const struct recurrence *recurrence, int64_t day, int64_t earliest, int64_t *next_day,
		     struct recurrence *next);

#endif
