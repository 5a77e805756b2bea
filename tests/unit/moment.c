/* desk/moment and base/zone: days and moments as people write them, in their own time zone. */
#include "unit.h"

#include "base/zone.h"
#include "desk/moment.h"

struct moment_case {
	const char *zone;
	const char *text;
	const char *day;
	const char *utc;
};

static const struct moment_case moment_cases[] = {
	{ "UTC", "", NULL, NULL },
	{ "UTC", "none", NULL, NULL },
	{ "UTC", "2026-12-01", "2026-12-01", NULL },
	{ "Europe/Berlin", "2026-12-01", "2026-12-01", NULL },
	{ "UTC", "2024-02-29", "2024-02-29", NULL },
	{ "UTC", "2000-02-29", "2000-02-29", NULL },
	{ "UTC", "1970-01-01", "1970-01-01", NULL },
	{ "UTC", "9998-12-31", "9998-12-31", NULL },
	{ "UTC", "2026-12-01T15:00", "2026-12-01", "2026-12-01T15:00:00Z" },
	{ "UTC", "2026-12-01 15:00", "2026-12-01", "2026-12-01T15:00:00Z" },
	{ "UTC", "2026-12-01t15:00:30z", "2026-12-01", "2026-12-01T15:00:30Z" },
	{ "UTC", "2026-12-01T15:00:30.999Z", "2026-12-01", "2026-12-01T15:00:30Z" },
	{ "UTC", "2026-12-01T00:00+02:00", "2026-11-30", "2026-11-30T22:00:00Z" },
	{ "UTC", "2026-12-31T23:30-0330", "2027-01-01", "2027-01-01T03:00:00Z" },
	{ "UTC", "1970-01-01T00:00+14:00", "1969-12-31", "1969-12-31T10:00:00Z" },
	{ "Europe/Berlin", "2026-12-01T15:00", "2026-12-01", "2026-12-01T14:00:00Z" },
	{ "Europe/Berlin", "2026-07-01T15:00", "2026-07-01", "2026-07-01T13:00:00Z" },
	{ "Europe/Berlin", "2026-12-01T23:30Z", "2026-12-02", "2026-12-01T23:30:00Z" },
	{ "America/St_Johns", "2026-12-01T23:00Z", "2026-12-01", "2026-12-01T23:00:00Z" },
	{ "Asia/Kathmandu", "2026-12-01T00:10", "2026-12-01", "2026-11-30T18:25:00Z" },
	{ "Pacific/Kiritimati", "2026-12-01T10:00Z", "2026-12-02", "2026-12-01T10:00:00Z" },
	/* The clocks of Berlin go from 2 to 3 on 2026-03-29, and from 3 to 2 on 2026-10-25. */
	{ "Europe/Berlin", "2026-03-29T01:59", "2026-03-29", "2026-03-29T00:59:00Z" },
	{ "Europe/Berlin", "2026-03-29T02:30", "2026-03-29", "2026-03-29T01:30:00Z" },
	{ "Europe/Berlin", "2026-03-29T03:00", "2026-03-29", "2026-03-29T01:00:00Z" },
	{ "Europe/Berlin", "2026-10-25T01:59", "2026-10-25", "2026-10-24T23:59:00Z" },
	{ "Europe/Berlin", "2026-10-25T02:30", "2026-10-25", "2026-10-25T00:30:00Z" },
	{ "Europe/Berlin", "2026-10-25T03:00", "2026-10-25", "2026-10-25T02:00:00Z" },
	{ "America/New_York", "2026-03-08T02:30", "2026-03-08", "2026-03-08T07:30:00Z" },
	{ "America/New_York", "2026-11-01T01:30", "2026-11-01", "2026-11-01T05:30:00Z" },
	/* A zone that skipped the whole 30 December 2011, and one whose clocks change by half an hour. */
	{ "Pacific/Apia", "2011-12-31T00:00", "2011-12-31", "2011-12-30T10:00:00Z" },
	{ "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05", "2026-04-04T14:45:00Z" },
	{ "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04", "2026-10-03T15:45:00Z" },
};

static void same(const struct moment_case *row, const char *what, const char *got, const char *wanted)
{
	if (!got != !wanted || (got && strcmp(got, wanted) != 0))
		fail_msg("%s in %s: %s is %s, not %s", row->text, row->zone, what, got ? got : "none", wanted ? wanted : "none");
}

static void read_case(struct arena *arena, const struct moment_case *row)
{
	struct moment moment;
	struct error error = { 0 };

	if (!moment_read(arena, row->text, row->zone, "due date", &moment, &error))
		fail_msg("%s in %s was refused: %s", row->text, row->zone, error.message);
	same(row, "day", moment.day, row->day);
	same(row, "utc", moment.utc, row->utc);
}

static void reads_days_and_moments_in_the_readers_zone(void **state)
{
	for (size_t i = 0; i < COUNT(moment_cases); i++)
		read_case(*state, &moment_cases[i]);
}

/* A process answers for people in many zones: what it converted before must not matter. */
static void reads_the_same_whatever_was_read_before(void **state)
{
	for (size_t i = 0; i < COUNT(moment_cases); i++) {
		for (size_t before = 0; before < COUNT(moment_cases); before++) {
			read_case(*state, &moment_cases[before]);
			read_case(*state, &moment_cases[i]);
		}
	}
}

static void refuses_days_and_times_that_do_not_exist(void **state)
{
	static const char *const texts[] = {
		"2026-02-29", "2025-02-29", "1900-02-29", "2100-02-29", "2026-02-30", "2026-04-31", "2026-13-01", "2026-00-10",
		"2026-01-00", "2026-01-32", "1969-12-31", "9999-01-01", "0000-01-01", "2026-12-01T24:00", "2026-12-01T15:60",
		"2026-12-01T15:00:60", "2026-12-01T15:00+15:00", "2026-12-01T15:00+01:60",
	};
	struct moment moment;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct error error = { 0 };

		if (moment_read(*state, texts[i], "UTC", "due date", &moment, &error))
			fail_msg("%s was read", texts[i]);
		assert_int_equal(error.kind, ERROR_INVALID);
	}
}

static void refuses_other_ways_to_write_and_says_which_are_read(void **state)
{
	static const char *const texts[] = {
		"1.12.2026", "12/01/2026", "2026-1-1", "2026-12-1", "20261201", "2026-12-01T", "2026-12-01T15", "2026-12-01 5", "2026-12-01 13pm", "2026-12-01 0am",
		"2026-12-01T15:00 UTC", "2026-12-01T15:00+1", "2026-12-01T15:00+01:0", "2026-12-01T15:00Zulu", "2026-12-01x",
		"in 3 weekends", "in 3 dayz", "in a weekday", "2 monthly ago",
		" 2026-12-01", "2026-12-01 ", "+2026-12-01", "-2026-12-01", "soon", "2026-12-01T15:00:00-", "2026\xe2\x80\x93\x31\x32-01",
	};
	struct moment moment;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct error error = { 0 };

		if (moment_read(*state, texts[i], "UTC", "due date", &moment, &error))
			fail_msg("%s was read", texts[i]);
		assert_mentions(error.message, "is not a due date");
		assert_mentions(error.remedy, "2026-12-01T15:00");
	}
}

struct shown_case {
	const char *day;
	const char *utc;
	const char *zone;
	const char *text;
};

static const struct shown_case shown_cases[] = {
	{ NULL, NULL, "Europe/Berlin", NULL },
	{ "2026-12-01", NULL, "Europe/Berlin", "2026-12-01" },
	{ "2026-12-01", "2026-12-01T14:00:00Z", "UTC", "2026-12-01T14:00:00Z" },
	{ "2026-12-01", "2026-12-01T14:00:00Z", "Europe/Berlin", "2026-12-01T15:00:00+01:00" },
	{ "2026-07-01", "2026-07-01T13:00:00Z", "Europe/Berlin", "2026-07-01T15:00:00+02:00" },
	{ "2026-12-01", "2026-12-01T23:30:00Z", "America/St_Johns", "2026-12-01T20:00:00-03:30" },
	{ "2026-12-01", "2026-12-01T23:30:00Z", "Asia/Tokyo", "2026-12-02T08:30:00+09:00" },
	{ "2026-10-25", "2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00+02:00" },
	{ "2026-10-25", "2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00+01:00" },
	{ "2026-12-01", "2026-12-01T14:00:00Z", "No/Such_Zone", "2026-12-01T14:00:00+00:00" },
};

static void shows_moments_with_the_zones_offset(void **state)
{
	for (size_t i = 0; i < COUNT(shown_cases); i++) {
		const struct shown_case *row = &shown_cases[i];
		const char *text = moment_text(*state, row->day, row->utc, row->zone);

		if (row->text)
			assert_string_equal(text, row->text);
		else
			assert_null(text);
	}
}

static void shows_what_it_has_read(void **state)
{
	struct error error = { 0 };
	struct moment moment, again;

	for (int month = 1; month <= 12; month++) {
		const char *text = arena_printf(*state, "2026-%02d-15T06:45", month);
		const char *shown;

		assert_true(moment_read(*state, text, "America/New_York", "due date", &moment, &error));
		shown = moment_text(*state, moment.day, moment.utc, "America/New_York");
		assert_memory_equal(shown, text, strlen(text));
		assert_true(moment_read(*state, shown, "Asia/Tokyo", "due date", &again, &error));
		assert_string_equal(again.utc, moment.utc);
	}
}

static void knows_the_last_day_on_which_a_moment_lies(void **state)
{
	assert_string_equal(moment_latest_day(*state, "2026-12-06", "2026-12-06T09:59:59Z"), "2026-12-06");
	assert_string_equal(moment_latest_day(*state, "2026-12-05", "2026-12-06T10:00:00Z"), "2026-12-07");
	assert_string_equal(moment_latest_day(*state, "2026-12-06", NULL), "2026-12-06");
	assert_null(moment_latest_day(*state, NULL, NULL));
}

static void knows_the_zones_of_the_system(void **state)
{
	static const char *const unknown[] = {
		"", "Nowhere/Here", "../../etc/passwd", "/etc/passwd", "Europe/../../../etc/passwd", "Europe/Berlin\n", ":Europe/Berlin",
		"Europe/Berlin ", "Europe", "posix", "zone.tab", "tzdata.zi",
		"EuropeEuropeEuropeEuropeEuropeEuropeEuropeEuropeEuropeEuropeEuropeEurope/Berlin",
	};

	(void)state;
	assert_true(zone_is_known("UTC"));
	assert_true(zone_is_known("Europe/Berlin"));
	assert_true(zone_is_known("America/Argentina/Buenos_Aires"));
	assert_true(zone_is_known("Etc/GMT+5"));
	for (size_t i = 0; i < COUNT(unknown); i++)
		if (zone_is_known(unknown[i]))
			fail_msg("the zone '%s' is known", unknown[i]);
}

static void leaves_the_process_in_utc(void **state)
{
	struct tm local;

	(void)state;
	zone_local("Asia/Tokyo", 0, &local);
	assert_int_equal(local.tm_hour, 9);
	assert_string_equal(getenv("TZ"), "UTC");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_days_and_moments_in_the_readers_zone),
		TEST(reads_the_same_whatever_was_read_before),
		TEST(refuses_days_and_times_that_do_not_exist),
		TEST(refuses_other_ways_to_write_and_says_which_are_read),
		TEST(shows_moments_with_the_zones_offset),
		TEST(shows_what_it_has_read),
		TEST(knows_the_last_day_on_which_a_moment_lies),
		TEST(knows_the_zones_of_the_system),
		TEST(leaves_the_process_in_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
