#include "desk/moment.h"

#include "base/clock.h"
#include "base/day.h"
#include "base/zone.h"
#include "desk/day_words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

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

/* One or two digits. */
static bool hour(const char **at, int *number)
{
	int second;

	if (!digits(at, 1, number))
		return false;
	if (**at >= '0' && **at <= '9' && digits(at, 1, &second))
		*number = *number * 10 + second;
	return true;
}

/* "am" and "pm" behind a time, where they stand there. */
static bool half_day(const char **at, struct tm *local, bool *found)
{
	const char *word = *at + strspn(*at, " ");
	bool is_afternoon = strncasecmp(word, "pm", 2) == 0;

	*found = is_afternoon || strncasecmp(word, "am", 2) == 0;
	if (!*found)
		return true;
	*at = word + 2;
	if (local->tm_hour < 1 || local->tm_hour > 12)
		return false;
	local->tm_hour = local->tm_hour % 12 + (is_afternoon ? 12 : 0);
	return true;
}

static bool read_minutes(const char **at, struct tm *local)
{
	int ignored;

	if (!digits(at, 2, &local->tm_min) || (letter(at, ":") && !digits(at, 2, &local->tm_sec)))
		return false;
	if (letter(at, "."))
		while (**at >= '0' && **at <= '9')
			digits(at, 1, &ignored);
	return true;
}

/* "T15:00", " 15:00:30", " 9:30", " 3 pm". */
static bool read_time(const char **at, struct tm *local)
{
	bool has_minutes, has_half;

	if (!letter(at, "Tt ") || !hour(at, &local->tm_hour))
		return false;
	has_minutes = letter(at, ":");
	if ((has_minutes && !read_minutes(at, local)) || !half_day(at, local, &has_half))
		return false;
	return (has_minutes || has_half) && local->tm_hour < 24 && local->tm_min < 60 && local->tm_sec < 60;
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

static const char *utc_text(struct arena *arena, int64_t unix_seconds)
{
	struct tm utc;

	zone_local("UTC", unix_seconds, &utc);
	return arena_printf(arena, "%sT%02d:%02d:%02dZ", day_of(arena, &utc), utc.tm_hour, utc.tm_min, utc.tm_sec);
}

static void set_moment(struct arena *arena, int64_t unix_seconds, const struct tm *local, struct moment *moment)
{
	moment->day = day_of(arena, local);
	moment->clock = arena_printf(arena, "%02d:%02d:%02d", local->tm_hour, local->tm_min, local->tm_sec);
	moment->utc = utc_text(arena, unix_seconds);
}

static bool unreadable(const char *text, const char *what, struct error *error)
{
	fail(error, ERROR_INVALID, "'%.60s' is not a %s", text, what);
	return fail_remedy(error, "Send a day as 2026-12-01, a moment as 2026-12-01T15:00 with or without an offset, or words: "
				  DAY_WORDS_EXAMPLES ".");
}

const char *moment_now(struct arena *arena)
{
	return utc_text(arena, clock_unix_seconds());
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
	int64_t offset, unix_seconds;

	*moment = (struct moment){ 0 };
	if (!*text || strcasecmp(text, "none") == 0)
		return true;
	if (!read_start(&at, zone, &local))
		return unreadable(text, what, error);
	if (!*at) {
		moment->day = day_of(arena, &local);
		return true;
	}
	if (!read_time(&at, &local) || !read_offset(&at, &has_offset, &offset))
		return unreadable(text, what, error);
	unix_seconds = has_offset ? zone_unix("UTC", &local) - offset : zone_unix(zone, &local);
	if (has_offset)
		zone_local(zone, unix_seconds, &local);
	set_moment(arena, unix_seconds, &local, moment);
	return true;
}

/* The first moment of the day that is so many days after this one. */
static const char *day_begins(struct arena *arena, const char *day, int days_later, const char *zone)
{
	const char *at = day;
	struct tm local;

	if (!read_day(&at, &local))
		return NULL;
	local.tm_mday += days_later;
	return utc_text(arena, zone_unix(zone, &local));
}

static bool read_end(struct arena *arena, const char *text, const char *zone, const char *what, struct moment *moment,
		     struct error *error)
{
	if (!moment_read(arena, text, zone, what, moment, error))
		return false;
	return moment->day || unreadable(text, what, error);
}

bool moment_read_span(struct arena *arena, const char *from, const char *to, const char *zone, const char *what,
		      struct span *span, struct error *error)
{
	struct moment first, last;

	*span = (struct span){ 0 };
	if (from) {
		if (!read_end(arena, from, zone, what, &first, error))
			return false;
		span->from_day = first.day;
		span->from_utc = first.utc ? first.utc : day_begins(arena, first.day, 0, zone);
	}
	if (to) {
		if (!read_end(arena, to, zone, what, &last, error))
			return false;
		span->to_day = last.day;
		span->before_utc = last.utc ? last.utc : day_begins(arena, last.day, 1, zone);
	}
	return true;
}

const char *moment_later(struct arena *arena, const char *utc, int64_t seconds)
{
	const char *at = utc;
	struct tm moment;

	return read_day(&at, &moment) && read_time(&at, &moment) ? utc_text(arena, zone_unix("UTC", &moment) + seconds) : utc;
}

#define EARLIEST_CLOCKS_SECONDS (14 * 3600)

const char *moment_latest_day(struct arena *arena, const char *day, const char *utc)
{
	const char *at = utc;
	struct tm moment;

	if (!utc || !read_day(&at, &moment) || !read_time(&at, &moment))
		return day;
	zone_local("UTC", zone_unix("UTC", &moment) + EARLIEST_CLOCKS_SECONDS, &moment);
	return day_of(arena, &moment);
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
