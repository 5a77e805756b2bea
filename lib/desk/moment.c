#include "desk/moment.h"

#include "base/clock.h"
#include "base/day.h"
#include "base/zone.h"
#include "desk/day_words.h"

#include <stdio.h>
#include <string.h>

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
	    !digits(at, 2, &day) || !day_is_real(year, month, day))
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

static const char *day_of(struct arena *arena, const struct tm *local)
{
	return arena_printf(arena, "%04d-%02d-%02d", local->tm_year + 1900, local->tm_mon + 1, local->tm_mday);
}

static void set_moment(struct arena *arena, int64_t unix_seconds, const char *zone, struct moment *moment)
{
	struct tm utc, local;

	zone_local("UTC", unix_seconds, &utc);
	zone_local(zone, unix_seconds, &local);
	moment->day = day_of(arena, &local);
	moment->utc = arena_printf(arena, "%sT%02d:%02d:%02dZ", day_of(arena, &utc), utc.tm_hour, utc.tm_min, utc.tm_sec);
}

static bool unreadable(const char *text, const char *what, struct error *error)
{
	fail(error, ERROR_INVALID, "'%.60s' is not a %s", text, what);
	return fail_remedy(error, "Send a day as 2026-12-01, a moment as 2026-12-01T15:00 with or without an offset, or words: "
				  DAY_WORDS_EXAMPLES ".");
}

int64_t moment_today(const char *zone)
{
	struct tm local;

	zone_local(zone, clock_unix_seconds(), &local);
	return day_number(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

/* "2026-12-01" or words, and what stands behind them. */
static bool read_start(const char **at, const char *zone, struct tm *local)
{
	const char *digits_at = *at;
	struct day_parts parts;
	int64_t day;

	if (read_day(&digits_at, local)) {
		*at = digits_at;
		return true;
	}
	if (!day_words_read(*at, moment_today(zone), &day, at))
		return false;
	parts = day_parts(day);
	*local = (struct tm){ .tm_year = parts.year - 1900, .tm_mon = parts.month - 1, .tm_mday = parts.day };
	if (strncmp(*at, " at ", 4) == 0)
		*at += 3;
	return day_is_real(parts.year, parts.month, parts.day);
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
	if (!read_start(&at, zone, &local))
		return unreadable(text, what, error);
	if (!*at) {
		moment->day = day_of(arena, &local);
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
	return arena_printf(arena, "%sT%02d:%02d:%02d%c%02ld:%02ld", day_of(arena, &local), local.tm_hour, local.tm_min,
			    local.tm_sec, minutes < 0 ? '-' : '+', (minutes < 0 ? -minutes : minutes) / 60,
			    (minutes < 0 ? -minutes : minutes) % 60);
}
