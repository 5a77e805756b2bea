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

static bool add_units(int64_t today, long amount, const char *unit, int64_t *day)
{
	if (strncmp(unit, "day", 3) == 0)
		*day = today + amount;
	else if (strncmp(unit, "week", 4) == 0)
		*day = today + 7 * amount;
	else if (strncmp(unit, "month", 5) == 0)
		*day = day_add_months(today, (int)amount);
	else if (strncmp(unit, "year", 4) == 0)
		*day = day_add_months(today, (int)amount * 12);
	else
		return false;
	return true;
}

static bool read_in(const char **at, int64_t today, int64_t *day)
{
	char amount[WORD_BYTES], unit[WORD_BYTES];
	long number = 0;

	if (!take(at, amount) || !take(at, unit))
		return false;
	if (strcmp(amount, "a") == 0 || strcmp(amount, "an") == 0 || strcmp(amount, "one") == 0)
		return add_units(today, 1, unit, day);
	for (const char *digit = amount; *digit; digit++) {
		if (*digit < '0' || *digit > '9' || number > MOST_UNITS)
			return false;
		number = number * 10 + (*digit - '0');
	}
	return number <= MOST_UNITS && add_units(today, number, unit, day);
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

static bool read_end(const char **at, int64_t today, int64_t *day)
{
	struct day_parts parts = day_parts(today);
	char of[WORD_BYTES], word[WORD_BYTES];

	if (!take(at, of) || strcmp(of, "of") != 0 || !take(at, word))
		return false;
	if (strcmp(word, "week") == 0)
		*day = monday_of(today) + 6;
	else if (strcmp(word, "month") == 0)
		*day = day_number(parts.year, parts.month, day_month_length(parts.year, parts.month));
	else if (strcmp(word, "year") == 0)
		*day = day_number(parts.year, 12, 31);
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

/* "3 days ago" */
static bool read_ago(const char **at, int64_t today, int64_t *day)
{
	const char *rest = *at;
	char ago[WORD_BYTES];
	int64_t later;

	if (!read_in(&rest, today, &later) || !take(&rest, ago) || strcmp(ago, "ago") != 0)
		return false;
	*day = today - (later - today);
	*at = rest;
	return true;
}

bool day_words_read(const char *text, int64_t today, int64_t *day, const char **rest)
{
	const char *at = text;
	char word[WORD_BYTES];

	*rest = text;
	if (read_ago(rest, today, day))
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
