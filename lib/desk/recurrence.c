#include "desk/recurrence.h"

#include "base/day.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define MOST_STEPS 100000
#define LONGEST_INTERVAL 999
#define MOST_COUNT 9999

static const char *const frequency_names[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY", NULL };
static const char *const weekday_names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU", NULL };

struct word_rule {
	const char *words;
	const char *rule;
};

static const struct word_rule word_rules[] = {
	{ "daily", "FREQ=DAILY" }, { "every day", "FREQ=DAILY" },
	{ "weekly", "FREQ=WEEKLY" }, { "every week", "FREQ=WEEKLY" },
	{ "monthly", "FREQ=MONTHLY" }, { "every month", "FREQ=MONTHLY" },
	{ "yearly", "FREQ=YEARLY" }, { "every year", "FREQ=YEARLY" },
	{ "every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }, { "weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
};

/* The position of a name, or -1. */
static int named(const char *const *names, const char *name)
{
	for (int i = 0; names[i]; i++)
		if (text_equals_ignoring_case(names[i], name))
			return i;
	return -1;
}

static bool set_frequency(struct arena *arena, struct recurrence *rule, const char *value)
{
	int frequency = named(frequency_names, value);

	(void)arena;
	rule->frequency = (enum recurrence_frequency)frequency;
	return frequency >= 0;
}

static bool set_number(const char *value, int least, int most, int *number)
{
	int64_t read;

	if (!text_to_int64(value, &read) || read < least || read > most)
		return false;
	*number = (int)read;
	return true;
}

static bool set_interval(struct arena *arena, struct recurrence *rule, const char *value)
{
	(void)arena;
	return set_number(value, 1, LONGEST_INTERVAL, &rule->interval);
}

static bool set_count(struct arena *arena, struct recurrence *rule, const char *value)
{
	(void)arena;
	return set_number(value, 1, MOST_COUNT, &rule->count);
}

/* "T235900Z" or "T235900" */
static bool is_time(const char *text)
{
	return text[0] == 'T' && strspn(text + 1, "0123456789") == 6 && strncmp(text + 1, "24", 2) < 0 &&
	       strncmp(text + 3, "60", 2) < 0 && strncmp(text + 5, "60", 2) < 0 && (!text[7] || strcmp(text + 7, "Z") == 0);
}

/* "20261231", "20261231T235900Z", "20261231T235900" or "2026-12-31". */
static bool set_until(struct arena *arena, struct recurrence *rule, const char *value)
{
	const char *day = value, *time = value + strlen(value);

	if (strspn(value, "0123456789") == 8) {
		day = arena_printf(arena, "%.4s-%.2s-%.2s", value, value + 4, value + 6);
		time = value + 8;
	}
	if (*time && !is_time(time))
		return false;
	if (*time)
		rule->until_moment = arena_printf(arena, "%s%.3s:%.2s:%s", day, time, time + 3, time + 5);
	return day_read(day, &rule->until);
}

static bool set_one_weekday(struct recurrence *rule, const char *word)
{
	char *end;
	long week = strtol(word, &end, 10);
	int weekday = named(weekday_names, end);

	if (weekday < 0)
		return false;
	if (end == word) {
		rule->weekdays |= 1U << weekday;
		return true;
	}
	if (rule->week_of_month)
		return false;
	rule->week_of_month = (int)week;
	rule->month_weekday = weekday;
	return week == -1 || (week >= 1 && week <= 4);
}

static bool set_weekdays(struct arena *arena, struct recurrence *rule, const char *value)
{
	const char *word;

	while ((word = text_next_word(arena, &value)))
		if (!set_one_weekday(rule, word))
			return false;
	return rule->weekdays || rule->week_of_month;
}

static bool set_month_day(struct arena *arena, struct recurrence *rule, const char *value)
{
	(void)arena;
	return set_number(value, -1, 31, &rule->month_day) && rule->month_day != 0;
}

#define FREQUENCY 0

struct part_rule {
	const char *name;
	bool (*set)(struct arena *arena, struct recurrence *rule, const char *value);
};

static const struct part_rule part_rules[] = {
	[FREQUENCY] = { "FREQ", set_frequency }, { "INTERVAL", set_interval }, { "COUNT", set_count },
	{ "UNTIL", set_until }, { "BYDAY", set_weekdays }, { "BYMONTHDAY", set_month_day },
};

#define PART_COUNT (sizeof(part_rules) / sizeof(part_rules[0]))

/* Each part is there once (RFC 5545 section 3.3.10). given: which were there before. */
static bool set_part(struct arena *arena, struct recurrence *rule, char *part, bool given[PART_COUNT])
{
	char *equals = strchr(part, '=');

	if (!equals)
		return false;
	*equals = '\0';
	for (size_t i = 0; i < PART_COUNT; i++) {
		if (!text_equals_ignoring_case(part_rules[i].name, part))
			continue;
		if (given[i])
			return false;
		given[i] = true;
		return part_rules[i].set(arena, rule, equals + 1);
	}
	return false;
}

static bool unreadable(const char *text, struct error *error)
{
	fail(error, ERROR_INVALID, "'%.100s' is not a recurrence rule that tasks can have", text);
	return fail_remedy(error, "Send an RRULE of FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, COUNT or UNTIL, BYDAY "
				  "(weekly MO,TU; monthly 1MO or -1FR), BYMONTHDAY, each once; or daily, weekly, monthly, yearly, every "
				  "weekday. A rule has one day of the month: for two, make two tasks.");
}

/* Parts that mean something only together with a frequency. */
static bool fits_together(const struct recurrence *rule)
{
	if (rule->count && rule->until)
		return false;
	if (rule->weekdays && rule->frequency != EVERY_WEEK)
		return false;
	if (rule->week_of_month && rule->frequency != EVERY_MONTH)
		return false;
	if (rule->month_day && rule->frequency != EVERY_MONTH && rule->frequency != EVERY_YEAR)
		return false;
	return !(rule->week_of_month && (rule->month_day || rule->weekdays));
}

bool recurrence_read(struct arena *arena, const char *text, struct recurrence *recurrence, struct error *error)
{
	const char *rule = text;
	bool given[PART_COUNT] = { false };

	for (size_t i = 0; i < sizeof(word_rules) / sizeof(word_rules[0]); i++)
		if (text_equals_ignoring_case(word_rules[i].words, text))
			rule = word_rules[i].rule;
	if (text_starts_with(rule, "RRULE:"))
		rule += strlen("RRULE:");
	*recurrence = (struct recurrence){ .interval = 1 };
	while (*rule) {
		size_t length = strcspn(rule, ";");
		char *part = arena_copy(arena, rule, length);

		if (!set_part(arena, recurrence, part, given))
			return unreadable(text, error);
		rule += length + (rule[length] == ';');
	}
	return (given[FREQUENCY] && fits_together(recurrence)) || unreadable(text, error);
}

static bool end_by_day(struct arena *arena, struct recurrence *rule, const char *clock, const char *zone, struct error *error)
{
	struct moment end;

	if (!rule->until_moment || !clock)
		return true;
	if (!moment_read(arena, rule->until_moment, zone, "end of a recurrence", &end, error))
		return false;
	if (day_read(end.day, &rule->until) && strcmp(clock, end.clock) > 0)
		rule->until--;
	return true;
}

bool recurrence_begin(struct arena *arena, struct recurrence *recurrence, const struct moment *first, const char *zone,
		      struct error *error)
{
	bool by_month_day = recurrence->frequency == EVERY_MONTH && !recurrence->week_of_month;
	struct day_parts parts;
	int64_t day;

	if (!first->day || !day_read(first->day, &day))
		return true;
	parts = day_parts(day);
	if (!recurrence->month_day && (by_month_day || (recurrence->frequency == EVERY_YEAR && parts.month == 2 && parts.day == 29)))
		recurrence->month_day = parts.day;
	return end_by_day(arena, recurrence, first->clock, zone, error);
}

static void add_weekdays(struct text *text, unsigned weekdays)
{
	const char *between = ";BYDAY=";

	for (int i = 0; weekday_names[i]; i++) {
		if (!(weekdays & 1U << i))
			continue;
		text_printf(text, "%s%s", between, weekday_names[i]);
		between = ",";
	}
}

const char *recurrence_text(struct arena *arena, const struct recurrence *recurrence)
{
	struct text text = text_in(arena);

	text_printf(&text, "FREQ=%s", frequency_names[recurrence->frequency]);
	if (recurrence->interval > 1)
		text_printf(&text, ";INTERVAL=%d", recurrence->interval);
	add_weekdays(&text, recurrence->weekdays);
	if (recurrence->week_of_month)
		text_printf(&text, ";BYDAY=%d%s", recurrence->week_of_month, weekday_names[recurrence->month_weekday]);
	if (recurrence->month_day)
		text_printf(&text, ";BYMONTHDAY=%d", recurrence->month_day);
	if (recurrence->count)
		text_printf(&text, ";COUNT=%d", recurrence->count);
	if (recurrence->until) {
		struct day_parts parts = day_parts(recurrence->until);

		text_printf(&text, ";UNTIL=%04d%02d%02d", parts.year, parts.month, parts.day);
	}
	return text_string(&text);
}

static int64_t next_week_day(const struct recurrence *rule, int64_t day)
{
	int weekday = day_parts(day).weekday;
	unsigned days = rule->weekdays ? rule->weekdays : 1U << weekday;

	for (int i = weekday + 1; i < 7; i++)
		if (days & 1U << i)
			return day + i - weekday;
	for (int i = 0; i < 7; i++)
		if (days & 1U << i)
			return day - weekday + 7 * rule->interval + i;
	return day;
}

static int64_t weekday_of_month(int year, int month, int week, int weekday)
{
	int64_t first = day_number(year, month, 1);
	int64_t found = first + (weekday - day_parts(first).weekday + 7) % 7 + 7 * (week > 0 ? week - 1 : 3);

	if (week < 0 && day_parts(found + 7).month == month)
		found += 7;
	return found;
}

/* wanted_day: the day of the month the series was begun with, which short months clip; -1: the last. */
static int64_t day_of_month(int64_t first, int wanted_day)
{
	struct day_parts parts = day_parts(first);
	int length = day_month_length(parts.year, parts.month);

	return first + (wanted_day < 0 || wanted_day > length ? length : wanted_day) - 1;
}

/* The first day of the month that is so many months later. */
static int64_t months_later(int64_t day, int months)
{
	struct day_parts parts = day_parts(day);

	return day_add_months(day_number(parts.year, parts.month, 1), months);
}

/* The rule's day in the month that begins so. */
static int64_t day_in_month(const struct recurrence *rule, int64_t first, int wanted_day)
{
	struct day_parts parts = day_parts(first);

	if (rule->week_of_month)
		return weekday_of_month(parts.year, parts.month, rule->week_of_month, rule->month_weekday);
	return day_of_month(first, wanted_day);
}

/* A series may begin before the rule's day, which then is in the same month. */
static int64_t next_month_day(const struct recurrence *rule, int64_t day, int months, int wanted_day)
{
	int64_t in_same_month = day_in_month(rule, months_later(day, 0), wanted_day);

	return in_same_month > day ? in_same_month : day_in_month(rule, months_later(day, months), wanted_day);
}

static int64_t step(const struct recurrence *rule, int64_t day, int wanted_day)
{
	switch (rule->frequency) {
	case EVERY_DAY:
		return day + rule->interval;
	case EVERY_WEEK:
		return next_week_day(rule, day);
	case EVERY_MONTH:
		return next_month_day(rule, day, rule->interval, wanted_day);
	case EVERY_YEAR:
		return next_month_day(rule, day, 12 * rule->interval, wanted_day);
	}
	return day;
}

bool recurrence_next(const struct recurrence *recurrence, int64_t day, int64_t earliest, int64_t *next_day,
		     struct recurrence *next)
{
	int wanted_day = recurrence->month_day ? recurrence->month_day : day_parts(day).day;

	*next = *recurrence;
	for (int steps = 0; steps < MOST_STEPS; steps++) {
		if (next->count == 1)
			return false;
		if (next->count)
			next->count--;
		day = step(recurrence, day, wanted_day);
		if ((next->until && day > next->until) || day_parts(day).year > DAY_LAST_YEAR)
			return false;
		if (day >= earliest) {
			*next_day = day;
			return true;
		}
	}
	return false;
}
