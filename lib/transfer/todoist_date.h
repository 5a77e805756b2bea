/*
 * Dates as Todoist's files have them, in English or as ISO 8601: "17 Aug", "tomorrow at 5pm",
 * "every day", "every 2 weeks starting 1 Sep", "every last friday at 9:00".
 */
#ifndef TASKDESK_TRANSFER_TODOIST_DATE_H
#define TASKDESK_TRANSFER_TODOIST_DATE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct todoist_date {
	const char *due;             /* as moment_read takes it */
	const char *recurrence;      /* as recurrence_read takes it; NULL: once */
};

/* False where it is not understood. today: in the zone in which the date is read. */
bool todoist_date_read(struct arena *arena, const char *text, int64_t today, struct todoist_date *date);

#endif
