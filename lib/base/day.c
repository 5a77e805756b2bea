#include "base/day.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECONDS_PER_DAY 86400

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int day_month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

bool day_is_real(int year, int month, int day)
{
	return year >= DAY_FIRST_YEAR && year <= DAY_LAST_YEAR && month >= 1 && month <= 12 && day >= 1 &&
	       day <= day_month_length(year, month);
}

int64_t day_number(int year, int month, int day)
{
	struct tm parts = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day };

	return (int64_t)timegm(&parts) / SECONDS_PER_DAY;
}

struct day_parts day_parts(int64_t number)
{
	time_t moment = (time_t)(number * SECONDS_PER_DAY);
	struct tm parts;

	gmtime_r(&moment, &parts);
	return (struct day_parts){ parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, (parts.tm_wday + 6) % 7 };
}

bool day_read(const char *text, int64_t *number)
{
	int year, month, day, length = 0;

	if (strlen(text) != strlen("2026-12-01") || text[4] != '-' || text[7] != '-' ||
	    strspn(text, "0123456789-") != strlen(text))
		return false;
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || text[length] ||
	    !day_is_real(year, month, day))
		return false;
	*number = day_number(year, month, day);
	return true;
}

const char *day_text(struct arena *arena, int64_t number)
{
	struct day_parts parts = day_parts(number);

	return arena_printf(arena, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
}

int64_t day_add_months(int64_t number, int months)
{
	struct day_parts parts = day_parts(number);
	int month = parts.year * 12 + parts.month - 1 + months;
	int length;

	parts.year = month / 12;
	parts.month = month % 12 + 1;
	length = day_month_length(parts.year, parts.month);
	return day_number(parts.year, parts.month, parts.day < length ? parts.day : length);
}
