/*
 * Days in plain words: "tomorrow", "next friday", "in 3 days", "end of month".
 */
#ifndef TASKDESK_DESK_DAY_WORDS_H
#define TASKDESK_DESK_DAY_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* What moment_read suggests when it cannot read a text. */
#define DAY_WORDS_EXAMPLES "today, tomorrow, friday, next friday, in 3 days, in 2 weeks, next week, end of month"

/*
 * Reads the words at the start of text, in lower or upper case; rest is what follows them.
 * "friday" is the first Friday after today, "this friday" the one of this week, "next
 * friday" the one of next week; weeks begin on Monday.
 */
bool day_words_read(const char *text, int64_t today, int64_t *day, const char **rest);

#endif
