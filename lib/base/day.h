/*
 * Days of the proleptic Gregorian calendar, counted from 1970-01-01.
 */
#ifndef TASKDESK_BASE_DAY_H
#define TASKDESK_BASE_DAY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Years that can be written with four digits and still have a year after them. */
#define DAY_FIRST_YEAR 1970
#define DAY_LAST_YEAR 9998

struct day_parts {
	int year;
	int month;     /* 1 to 12 */
	int day;       /* 1 to 31 */
	int weekday;   /* 0 is Monday */
};

bool day_is_real(int year, int month, int day);
int day_month_length(int year, int month);

int64_t day_number(int year, int month, int day);
struct day_parts day_parts(int64_t number);

/* "2026-12-01"; reading takes exactly that form. */
bool day_read(const char *text, int64_t *number);
const char *day_text(struct arena *arena, int64_t number);

/* The same day of the month so many months later, or that month's last. */
int64_t day_add_months(int64_t number, int months);

#endif
