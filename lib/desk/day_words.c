#include "desk/day_words.h"

#include "base/day.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define WORD_BYTES 16
#define MOST_UNITS 1000

static const char *const weekdays[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };

/* Takes the next word, in lower case; false at the end. */
static bool take(const char **at, char word[WORD_BYTES])
{
	size_t length = 0;

	*at += strspn(*at, " ");
	while (isalnum((unsigned char)**at) && length < WORD_BYTES - 1)
		word[length++] = (char)tolower((unsigned char)*(*at)++);
	word[length] = '\0';
	return length > 0;
}

/* 0 to 6 for "fri" and "friday", else -1. */
static int weekday(const char *word)
{
	for (int i = 0; i < 7; i++)
		if (strcmp(word, weekdays[i]) == 0 || (strlen(word) == 3 && strncmp(word, weekdays[i], 3) == 0))
			return i;
	return -1;
}

static int64_t monday_of(int64_t day)
{
	return day - day_parts(day).weekday;
}

/* Whether it is that unit, of one or of several. */
static bool is_unit(const char *word, const char *unit)
{
	size_t length = strlen(unit);

	return strncmp(word, unit, length) == 0 && (!word[length] || strcmp(word + length, "s") == 0);
}

static bool add_units(int64_t today, long amount, const char *unit, int64_t *day)
{
	if (is_unit(unit, "day"))
		*day = today + amount;
	else if (is_unit(unit, "week"))
		*day = today + 7 * amount;
	else if (is_unit(unit, "month"))
		*day = day_add_months(today, (int)amount);
	else if (is_unit(unit, "year"))
		*day = day_add_months(today, (int)amount * 12);
	else
		return false;
	return true;
}

static const char *const number_words[] = { "a",   "one", "two",   "three", "four", "five",
					     "six", "seven", "eight", "nine", "ten", NULL };

/* "3", "three", "a". */
static bool read_amount(const char *word, long *amount)
{
	for (int i = 0; number_words[i]; i++) {
		if (strcmp(number_words[i], word) == 0) {
			*amount = i ? i : 1;
			return true;
		}
	}
	*amount = 0;
	for (; *word; word++) {
		if (*word < '0' || *word > '9' || *amount > MOST_UNITS)
			return false;
		*amount = *amount * 10 + (*word - '0');
	}
	return *amount <= MOST_UNITS;
}

static bool read_in(const char **at, int64_t today, int64_t *day)
{
	char word[WORD_BYTES], unit[WORD_BYTES];
	long amount;

	return take(at, word) && read_amount(word, &amount) && take(at, unit) && add_units(today, amount, unit, day);
}

static bool read_next(const char **at, int64_t today, int64_t *day)
{
	struct day_parts parts = day_parts(today);
	char word[WORD_BYTES];

	if (!take(at, word))
		return false;
	if (weekday(word) >= 0)
		*day = monday_of(today) + 7 + weekday(word);
	else if (strcmp(word, "week") == 0)
		*day = monday_of(today) + 7;
	else if (strcmp(word, "month") == 0)
		*day = day_add_months(day_number(parts.year, parts.month, 1), 1);
	else if (strcmp(word, "year") == 0)
		*day = day_number(parts.year + 1, 1, 1);
	else
		return false;
	return true;
}

static bool read_this(const char **at, int64_t today, int64_t *day)
{
	char word[WORD_BYTES];

	if (!take(at, word) || weekday(word) < 0)
		return false;
	*day = monday_of(today) + weekday(word);
	return true;
}

/* "of month", "of next week". */
static bool read_end(const char **at, int64_t today, int64_t *day)
{
	char word[WORD_BYTES];
	struct day_parts parts;
	int next;

	if (!take(at, word) || strcmp(word, "of") != 0 || !take(at, word))
		return false;
	next = strcmp(word, "next") == 0;
	if (next && !take(at, word))
		return false;
	parts = day_parts(next ? day_add_months(today, 1) : today);
	if (strcmp(word, "week") == 0)
		*day = monday_of(today) + 6 + 7 * next;
	else if (strcmp(word, "month") == 0)
		*day = day_number(parts.year, parts.month, day_month_length(parts.year, parts.month));
	else if (strcmp(word, "year") == 0)
		*day = day_number(day_parts(today).year + next, 12, 31);
	else
		return false;
	return true;
}

struct word_rule {
	const char *word;
	bool (*read)(const char **at, int64_t today, int64_t *day);  /* what follows the word */
	int64_t offset;                                               /* without it: so many days from today */
};

static const struct word_rule rules[] = {
	{ "today", NULL, 0 },
	{ "tomorrow", NULL, 1 },
	{ "yesterday", NULL, -1 },
	{ "in", read_in, 0 },
	{ "next", read_next, 0 },
	{ "this", read_this, 0 },
	{ "end", read_end, 0 },
};

/* "3 days ago", "2 weeks from now" */
static bool read_distance(const char **at, int64_t today, int64_t *day)
{
	const char *rest = *at;
	char word[WORD_BYTES];
	int64_t later;

	if (!read_in(&rest, today, &later) || !take(&rest, word))
		return false;
	if (strcmp(word, "ago") == 0)
		*day = today - (later - today);
	else if (strcmp(word, "from") == 0 && take(&rest, word) && strcmp(word, "now") == 0)
		*day = later;
	else
		return false;
	*at = rest;
	return true;
}

bool day_words_read(const char *text, int64_t today, int64_t *day, const char **rest)
{
	const char *at = text;
	char word[WORD_BYTES];

	*rest = text;
	if (read_distance(rest, today, day))
		return true;
	if (!take(&at, word))
		return false;
	*rest = at;
	if (weekday(word) >= 0) {
		*day = today + (weekday(word) - day_parts(today).weekday + 6) % 7 + 1;
		return true;
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (strcmp(rules[i].word, word) != 0)
			continue;
		if (!rules[i].read) {
			*day = today + rules[i].offset;
			return true;
		}
		return rules[i].read(rest, today, day);
	}
	return false;
}
