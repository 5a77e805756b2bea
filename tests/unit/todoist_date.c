/* transfer/todoist_date: dates in the words of Todoist. */
#include "unit.h"

#include "base/day.h"
#include "desk/moment.h"
#include "desk/recurrence.h"
#include "transfer/todoist_date.h"

struct example {
	const char *text;
	const char *due;
	const char *recurrence;
};

/* Read on a Wednesday. */
#define TODAY "2026-11-25"

static const struct example examples[] = {
	{ "today", "2026-11-25", NULL },
	{ "Tomorrow at 5pm", "2026-11-26T17:00", NULL },
	{ "tomorrow 9:30am", "2026-11-26T09:30", NULL },
	{ "fri", "2026-11-27", NULL },
	{ "in 3 days", "2026-11-28", NULL },
	{ "17 Aug", "2027-08-17", NULL },
	{ "Dec 24", "2026-12-24", NULL },
	{ "Aug 17 2026", "2026-08-17", NULL },
	{ "17 August 2026 at noon", "2026-08-17T12:00", NULL },
	{ "2026-01-05", "2026-01-05", NULL },
	{ "2025-03-31 at 11:00", "2025-03-31T11:00", NULL },
	{ "2026-01-05 17:00", "2026-01-05T17:00", NULL },
	{ "2026-08-13T18:30:00-05:00", "2026-08-13T18:30:00-05:00", NULL },
	{ "12am", "2026-11-25T00:00", NULL },
	{ "every day", "2026-11-25", "FREQ=DAILY" },
	{ "every! day", "2026-11-25", "FREQ=DAILY" },
	{ "daily", "2026-11-25", "FREQ=DAILY" },
	{ "every 3 days", "2026-11-25", "FREQ=DAILY;INTERVAL=3" },
	{ "every other week", "2026-11-25", "FREQ=WEEKLY;INTERVAL=2" },
	{ "every day at 9:00", "2026-11-25T09:00", "FREQ=DAILY" },
	{ "every monday", "2026-11-30", "FREQ=WEEKLY;BYDAY=MO" },
	{ "Every mon, wed and fri at 8pm", "2026-11-25T20:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR" },
	{ "every weekday", "2026-11-25", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
	{ "every weekend", "2026-11-28", "FREQ=WEEKLY;BYDAY=SA,SU" },
	{ "every month", "2026-11-25", "FREQ=MONTHLY" },
	{ "every 15th", "2026-12-15", "FREQ=MONTHLY;BYMONTHDAY=15" },
	{ "every 1st of the month", "2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1" },
	{ "every last day", "2026-11-30", "FREQ=MONTHLY;BYMONTHDAY=-1" },
	{ "every 3rd friday", "2026-12-18", "FREQ=MONTHLY;BYDAY=3FR" },
	{ "every last monday of the month", "2026-11-30", "FREQ=MONTHLY;BYDAY=-1MO" },
	{ "every first tue", "2026-12-01", "FREQ=MONTHLY;BYDAY=1TU" },
	{ "every 24 dec", "2026-12-24", "FREQ=YEARLY" },
	{ "every Jan 15", "2027-01-15", "FREQ=YEARLY" },
	{ "every year", "2026-11-25", "FREQ=YEARLY" },
	{ "every 2 weeks starting 1 Sep", "2027-09-01", "FREQ=WEEKLY;INTERVAL=2" },
	{ "every day from tomorrow until 31 dec", "2026-11-26", "FREQ=DAILY;UNTIL=20261231" },
	{ "every week ending 2027-03-01", "2026-11-25", "FREQ=WEEKLY;UNTIL=20270301" },
};

static int64_t today(void)
{
	int64_t day;

	assert_true(day_read(TODAY, &day));
	return day;
}

static void understands_what_people_write(void **state)
{
	struct todoist_date date;

	for (size_t i = 0; i < COUNT(examples); i++) {
		struct recurrence rule;
		struct error error;

		if (!todoist_date_read(*state, examples[i].text, today(), &date))
			fail_msg("'%s' is not understood", examples[i].text);
		if (strcmp(date.due, examples[i].due) != 0)
			fail_msg("'%s' is due %s, not %s", examples[i].text, date.due, examples[i].due);
		if (!examples[i].recurrence != !date.recurrence)
			fail_msg("'%s' recurs: %s", examples[i].text, date.recurrence ? date.recurrence : "no");
		if (!date.recurrence)
			continue;
		assert_true(recurrence_read(*state, date.recurrence, &rule, &error));
		assert_string_equal(recurrence_text(*state, &rule), examples[i].recurrence);
	}
}

static void gives_days_that_can_be_read(void **state)
{
	struct todoist_date date;
	struct moment moment;
	struct error error;

	for (size_t i = 0; i < COUNT(examples); i++) {
		assert_true(todoist_date_read(*state, examples[i].text, today(), &date));
		assert_true(moment_read(*state, date.due, "UTC", "due date", &moment, &error));
	}
}

static void leaves_the_rest_alone(void **state)
{
	static const char *const texts[] = {
		"", " ", "every", "every other full moon", "every 2nd day", "every 0 days", "every 5th friday", "every 32nd", "some day",
		"jeden Tag", "30 feb", "tomorrow at 25:00", "tomorrow at 13pm", "today tomorrow", "every day for 3 weeks", "next",
		"every day at", "17", "at", "every mon tue maybe", "\xf0\x9f\x98\x80", "2026-13-01", "every morning",
	};
	struct todoist_date date;

	for (size_t i = 0; i < COUNT(texts); i++)
		if (todoist_date_read(*state, texts[i], today(), &date))
			fail_msg("'%s' was taken for %s %s", texts[i], date.due, date.recurrence ? date.recurrence : "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(understands_what_people_write),
		TEST(gives_days_that_can_be_read),
		TEST(leaves_the_rest_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
