#include "transfer/todoist_date.h"

#include "base/day.h"
#include "base/text.h"
#include "desk/day_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 24

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", NULL };
static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };
static const char *const weekday_codes[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
static const char *const ordinals[] = { "first", "second", "third", "fourth", NULL };

/* The text while it is read. */
struct phrase {
	struct arena *arena;
	const char *at;
	int64_t today;
	/* What it said. */
	int64_t day;             /* valid with has_day */
	bool has_day;
	int hour, minute;        /* hour -1: no time */
	const char *frequency;   /* NULL: once */
	int interval;
	unsigned weekdays;       /* bit 0 is Monday */
	int week_of_month;       /* with one of weekdays; -1 is the last */
	int month_day;           /* -1 is the last */
	int month;               /* yearly, 1 to 12 */
	int64_t until;           /* 0: none */
};

/* The next word in lower case, without stepping over it; its length in the text. */
static size_t peek(const struct phrase *phrase, char word[WORD_BYTES])
{
	const char *at = phrase->at + strspn(phrase->at, " ,");
	size_t length = strcspn(at, " ,");
	size_t kept = length < WORD_BYTES - 1 ? length : WORD_BYTES - 1;

	for (size_t i = 0; i < kept; i++)
		word[i] = (char)tolower((unsigned char)at[i]);
	word[kept] = '\0';
	return (size_t)(at - phrase->at) + length;
}

static void step(struct phrase *phrase)
{
	char word[WORD_BYTES];

	phrase->at += peek(phrase, word);
}

static bool take(struct phrase *phrase, const char *wanted)
{
	char word[WORD_BYTES];
	size_t length = peek(phrase, word);

	if (strcmp(word, wanted) != 0)
		return false;
	phrase->at += length;
	return true;
}

/* The position of a name that the word is, or begins with: "sept" and "september" are "sep"; else -1. */
static int named(const char *const *names, const char *word)
{
	for (int i = 0; names[i]; i++)
		if (strncmp(word, names[i], strlen(names[i])) == 0 && strspn(word, "abcdefghijklmnopqrstuvwxyz") == strlen(word))
			return i;
	return -1;
}

/* "15", "15th", "3rd": the number, or 0. */
static int number_of(const char *word)
{
	char *end;
	long number = strtol(word, &end, 10);

	if (end == word || number < 1 || number > 9999)
		return 0;
	return !*end || strcmp(end, "st") == 0 || strcmp(end, "nd") == 0 || strcmp(end, "rd") == 0 || strcmp(end, "th") == 0 ? (int)number : 0;
}

/* ---- times ---- */

/* "5pm", "17:00", "9:30am", "noon", "midnight". */
static bool read_clock(struct phrase *phrase, const char *word)
{
	char *end;
	long hour, minute = 0;

	if (strcmp(word, "noon") == 0 || strcmp(word, "midnight") == 0) {
		phrase->hour = *word == 'n' ? 12 : 0;
		return true;
	}
	hour = strtol(word, &end, 10);
	if (end == word || hour < 0 || hour > 23)
		return false;
	if (*end == ':')
		minute = strtol(end + 1, &end, 10);
	if (minute < 0 || minute > 59)
		return false;
	if (strcmp(end, "pm") == 0 || strcmp(end, "am") == 0) {
		if (hour < 1 || hour > 12)
			return false;
		hour = hour % 12 + (*end == 'p' ? 12 : 0);
	} else if (*end || !strchr(word, ':')) {
		return false;
	}
	phrase->hour = (int)hour;
	phrase->minute = (int)minute;
	return true;
}

static bool take_time(struct phrase *phrase)
{
	char word[WORD_BYTES];
	const char *before = phrase->at;

	if (phrase->hour >= 0)
		return false;
	if (!take(phrase, "at"))
		take(phrase, "@");
	peek(phrase, word);
	if (read_clock(phrase, word)) {
		step(phrase);
		return true;
	}
	phrase->at = before;
	return false;
}

/* ---- days ---- */

static bool set_day(struct phrase *phrase, int year, int month, int day)
{
	struct day_parts today = day_parts(phrase->today);
	bool has_year = year != 0;

	if (!has_year)
		year = today.year;
	if (!day_is_real(year, month, day))
		return false;
	phrase->day = day_number(year, month, day);
	/* Without a year the next such day is meant. */
	if (!has_year && phrase->day < phrase->today) {
		if (!day_is_real(year + 1, month, day))
			return false;
		phrase->day = day_number(year + 1, month, day);
	}
	phrase->has_day = true;
	return true;
}

static int take_year(struct phrase *phrase)
{
	char word[WORD_BYTES];
	int year;

	peek(phrase, word);
	year = number_of(word);
	if (year < DAY_FIRST_YEAR || strlen(word) != 4)
		return 0;
	step(phrase);
	return year;
}

/* "17 Aug", "Aug 17", each with a year or without. */
static bool take_named_day(struct phrase *phrase)
{
	const char *before = phrase->at;
	char first[WORD_BYTES], second[WORD_BYTES];
	int month, day;

	peek(phrase, first);
	step(phrase);
	peek(phrase, second);
	month = named(months, first);
	day = number_of(month >= 0 ? second : first);
	if (month < 0)
		month = named(months, second);
	if (month >= 0 && day >= 1 && day <= 31) {
		step(phrase);
		if (set_day(phrase, take_year(phrase), month + 1, day))
			return true;
	}
	phrase->at = before;
	return false;
}

/* "2026-08-13", also as the start of a moment. */
static bool take_iso_day(struct phrase *phrase)
{
	const char *at = phrase->at + strspn(phrase->at, " ");
	char *day = arena_copy(phrase->arena, at, strnlen(at, 10));

	if (strlen(day) != 10 || !day_read(day, &phrase->day))
		return false;
	phrase->has_day = true;
	phrase->at = at + 10;
	return true;
}

static bool take_word_day(struct phrase *phrase)
{
	const char *rest;

	if (!day_words_read(phrase->at + strspn(phrase->at, " "), phrase->today, &phrase->day, &rest))
		return false;
	phrase->has_day = true;
	phrase->at = rest;
	return true;
}

static bool take_day(struct phrase *phrase)
{
	return take_iso_day(phrase) || take_named_day(phrase) || take_word_day(phrase);
}

/* ---- what comes again ---- */

static const struct {
	const char *word;
	const char *frequency;
} units[] = {
	{ "day", "DAILY" }, { "days", "DAILY" }, { "week", "WEEKLY" }, { "weeks", "WEEKLY" },
	{ "month", "MONTHLY" }, { "months", "MONTHLY" }, { "year", "YEARLY" }, { "years", "YEARLY" },
};

static bool take_unit(struct phrase *phrase)
{
	char word[WORD_BYTES];

	peek(phrase, word);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(units[i].word, word) != 0)
			continue;
		phrase->frequency = units[i].frequency;
		step(phrase);
		return true;
	}
	return false;
}

/* "mon, wed and fri", "weekday", "weekend". */
static bool take_weekdays(struct phrase *phrase)
{
	char word[WORD_BYTES];

	for (;; step(phrase)) {
		int day;

		peek(phrase, word);
		day = named(weekdays, word);
		if (day >= 0)
			phrase->weekdays |= 1U << day;
		else if (strcmp(word, "weekday") == 0 || strcmp(word, "workday") == 0)
			phrase->weekdays |= 0x1F;
		else if (strcmp(word, "weekend") == 0)
			phrase->weekdays |= 0x60;
		else if (!phrase->weekdays || strcmp(word, "and") != 0)
			break;
	}
	if (phrase->weekdays)
		phrase->frequency = "WEEKLY";
	return phrase->weekdays != 0;
}

/* "of the month", "of each month", or nothing. */
static bool take_of_month(struct phrase *phrase)
{
	if (!take(phrase, "of"))
		return true;
	if (!take(phrase, "the") && !take(phrase, "each"))
		take(phrase, "every");
	return take(phrase, "month");
}

/* "3rd friday", "last day", "15th", "last": what stands behind the number, -1 for "last". */
static bool take_in_month(struct phrase *phrase, int number)
{
	char word[WORD_BYTES];
	int weekday;

	peek(phrase, word);
	weekday = named(weekdays, word);
	phrase->frequency = "MONTHLY";
	if (weekday < 0) {
		take(phrase, "day");
		phrase->month_day = number;
		return number <= 31 && take_of_month(phrase);
	}
	phrase->weekdays = 1U << weekday;
	phrase->week_of_month = number;
	step(phrase);
	return number <= 4 && take_of_month(phrase);
}

/* "15 aug", "aug 15": once a year. */
static bool take_in_year(struct phrase *phrase)
{
	struct phrase day = *phrase;

	if (!take_named_day(&day))
		return false;
	*phrase = day;
	phrase->frequency = "YEARLY";
	return true;
}

/* What stands behind "every". */
static bool take_every(struct phrase *phrase)
{
	char word[WORD_BYTES];
	int number, ordinal;

	phrase->interval = take(phrase, "other") ? 2 : 1;
	if (take_unit(phrase) || take_weekdays(phrase) || take_in_year(phrase))
		return true;
	peek(phrase, word);
	ordinal = named(ordinals, word);
	number = number_of(word);
	step(phrase);
	if (strcmp(word, "last") == 0)
		return take_in_month(phrase, -1);
	if (ordinal >= 0)
		return take_in_month(phrase, ordinal + 1);
	if (!number)
		return false;
	if (take_unit(phrase)) {
		phrase->interval = number;
		return isdigit((unsigned char)word[strlen(word) - 1]) && number <= 999;
	}
	return take_in_month(phrase, number);
}

static const struct {
	const char *word;
	const char *frequency;
} adverbs[] = { { "daily", "DAILY" }, { "weekly", "WEEKLY" }, { "monthly", "MONTHLY" }, { "yearly", "YEARLY" } };

static bool take_recurrence(struct phrase *phrase)
{
	for (size_t i = 0; i < sizeof(adverbs) / sizeof(adverbs[0]); i++) {
		if (take(phrase, adverbs[i].word)) {
			phrase->frequency = adverbs[i].frequency;
			phrase->interval = 1;
			return true;
		}
	}
	/* "every!" counts from the completion, which nothing here does; the rule is the same. */
	return (take(phrase, "every") || take(phrase, "every!") || take(phrase, "ev") || take(phrase, "each")) && take_every(phrase);
}

/* ---- the whole ---- */

static bool take_until(struct phrase *phrase)
{
	struct phrase end = *phrase;

	if (!take(&end, "until") && !take(&end, "ending"))
		return false;
	if (!take_day(&end))
		return false;
	phrase->at = end.at;
	phrase->until = end.day;
	return true;
}

static bool take_start(struct phrase *phrase)
{
	if (!take(phrase, "starting") && !take(phrase, "from") && !take(phrase, "on"))
		return false;
	return take_day(phrase);
}

static bool is_over(const struct phrase *phrase)
{
	return phrase->at[strspn(phrase->at, " ,")] == '\0';
}

static bool fits(const struct phrase *phrase, int64_t day)
{
	struct day_parts parts = day_parts(day);
	int length = day_month_length(parts.year, parts.month);

	if (phrase->month_day)
		return phrase->month_day < 0 ? parts.day == length :
					       parts.day == (phrase->month_day < length ? phrase->month_day : length);
	if (phrase->week_of_month && !(phrase->week_of_month < 0 ? parts.day + 7 > length : (parts.day - 1) / 7 + 1 == phrase->week_of_month))
		return false;
	return !phrase->weekdays || (phrase->weekdays & 1U << parts.weekday) != 0;
}

/* The first day on which it happens: the one that was said, or the next that fits. */
static int64_t first_day(const struct phrase *phrase)
{
	int64_t day = phrase->has_day ? phrase->day : phrase->today;

	for (int days = 0; days < 62 && !fits(phrase, day); days++)
		day++;
	return day;
}

static const char *rule_of(const struct phrase *phrase)
{
	struct text rule = text_in(phrase->arena);
	const char *between = ";BYDAY=";

	text_printf(&rule, "FREQ=%s;INTERVAL=%d", phrase->frequency, phrase->interval);
	for (int i = 0; i < 7; i++) {
		if (!(phrase->weekdays & 1U << i))
			continue;
		text_add(&rule, between);
		if (phrase->week_of_month)
			text_printf(&rule, "%d", phrase->week_of_month);
		text_add(&rule, weekday_codes[i]);
		between = ",";
	}
	if (phrase->month_day)
		text_printf(&rule, ";BYMONTHDAY=%d", phrase->month_day);
	if (phrase->until)
		text_printf(&rule, ";UNTIL=%s", day_text(phrase->arena, phrase->until));
	return text_string(&rule);
}

/* "2026-08-13T18:30:00-05:00" and the like are moments already. */
static bool is_moment(const char *text)
{
	return strlen(text) > 10 && (text[10] == 'T' || text[10] == 't') && text[4] == '-';
}

bool todoist_date_read(struct arena *arena, const char *text, int64_t today, struct todoist_date *date)
{
	struct phrase phrase = { .arena = arena, .at = text, .today = today, .hour = -1 };
	bool found = false;

	*date = (struct todoist_date){ 0 };
	if (is_moment(text)) {
		date->due = text;
		return true;
	}
	if (take_recurrence(&phrase))
		found = true;
	else if (phrase.at != text)
		return false;
	while (!is_over(&phrase)) {
		if (take_time(&phrase) || take_until(&phrase) || take_start(&phrase) || (!phrase.has_day && take_day(&phrase)))
			found = true;
		else
			return false;
	}
	if (!found)
		return false;
	date->due = day_text(arena, first_day(&phrase));
	if (phrase.hour >= 0)
		date->due = arena_printf(arena, "%sT%02d:%02d", date->due, phrase.hour, phrase.minute);
	date->recurrence = phrase.frequency ? rule_of(&phrase) : NULL;
	return true;
}
