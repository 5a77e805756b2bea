#include "desk/moment.h"

#include "base/zone.h"

#include <stdio.h>
#include <string.h>

static const int days_in_month[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_real_day(int year, int month, int day)
{
	if (year < 1970 || year > 9998 || month < 1 || month > 12 || day < 1 || day > days_in_month[month - 1])
		return false;
	return month != 2 || day != 29 || is_leap(year);
}

/* Steps over exactly that many digits. */
static bool digits(const char **at, int count, int *number)
{
	*number = 0;
	for (int i = 0; i < count; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*number = *number * 10 + (**at - '0');
	}
	return true;
}

static bool letter(const char **at, const char *one_of)
{
	if (!**at || !strchr(one_of, **at))
		return false;
	(*at)++;
	return true;
}

static bool read_day(const char **at, struct tm *local)
{
	int year, month, day;

	if (!digits(at, 4, &year) || !letter(at, "-") || !digits(at, 2, &month) || !letter(at, "-") ||
	    !digits(at, 2, &day) || !is_real_day(year, month, day))
		return false;
	*local = (struct tm){ .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day };
	return true;
}

static bool read_time(const char **at, struct tm *local)
{
	int ignored;

	if (!letter(at, "Tt ") || !digits(at, 2, &local->tm_hour) || !letter(at, ":") || !digits(at, 2, &local->tm_min))
		return false;
	if (letter(at, ":") && !digits(at, 2, &local->tm_sec))
		return false;
	if (letter(at, "."))
		while (**at >= '0' && **at <= '9')
			digits(at, 1, &ignored);
	return local->tm_hour < 24 && local->tm_min < 60 && local->tm_sec < 60;
}

/* "Z", "+01:00", "-0330", or nothing: then the clock is the reader's own. */
static bool read_offset(const char **at, bool *has_offset, int64_t *seconds)
{
	int hours, minutes;
	char sign = **at;

	*has_offset = true;
	*seconds = 0;
	if (letter(at, "Zz"))
		return !**at;
	if (!letter(at, "+-")) {
		*has_offset = false;
		return !**at;
	}
	if (!digits(at, 2, &hours))
		return false;
	letter(at, ":");
	if (!digits(at, 2, &minutes) || hours > 14 || minutes > 59)
		return false;
	*seconds = (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return !**at;
}

static const char *day_text(struct arena *arena, const struct tm *local)
{
	return arena_printf(arena, "%04d-%02d-%02d", local->tm_year + 1900, local->tm_mon + 1, local->tm_mday);
}

static void set_moment(struct arena *arena, int64_t unix_seconds, const char *zone, struct moment *moment)
{
	struct tm utc, local;

	zone_local("UTC", unix_seconds, &utc);
	zone_local(zone, unix_seconds, &local);
	moment->day = day_text(arena, &local);
	moment->utc = arena_printf(arena, "%sT%02d:%02d:%02dZ", day_text(arena, &utc), utc.tm_hour, utc.tm_min, utc.tm_sec);
}

static bool unreadable(const char *text, const char *what, struct error *error)
{
	fail(error, ERROR_INVALID, "'%.60s' is not a %s", text, what);
	return fail_remedy(error, "Send a day as 2026-12-01 or a moment as 2026-12-01T15:00, with or without an offset.");
}

bool moment_read(struct arena *arena, const char *text, const char *zone, const char *what, struct moment *moment,
		 struct error *error)
{
	const char *at = text;
	struct tm local;
	bool has_offset;
	int64_t offset;

	*moment = (struct moment){ 0 };
	if (!*text || strcmp(text, "none") == 0)
		return true;
	if (!read_day(&at, &local))
		return unreadable(text, what, error);
	if (!*at) {
		moment->day = day_text(arena, &local);
		return true;
	}
	if (!read_time(&at, &local) || !read_offset(&at, &has_offset, &offset))
		return unreadable(text, what, error);
	set_moment(arena, has_offset ? zone_unix("UTC", &local) - offset : zone_unix(zone, &local), zone, moment);
	return true;
}

const char *moment_text(struct arena *arena, const char *day, const char *utc, const char *zone)
{
	const char *at = utc;
	struct tm moment, local;
	long minutes;

	if (!utc)
		return day;
	if (strcmp(zone, "UTC") == 0 || !read_day(&at, &moment) || !read_time(&at, &moment))
		return utc;
	zone_local(zone, zone_unix("UTC", &moment), &local);
	minutes = local.tm_gmtoff / 60;
	return arena_printf(arena, "%sT%02d:%02d:%02d%c%02ld:%02ld", day_text(arena, &local), local.tm_hour, local.tm_min,
			    local.tm_sec, minutes < 0 ? '-' : '+', (minutes < 0 ? -minutes : minutes) / 60,
			    (minutes < 0 ? -minutes : minutes) % 60);
}
