/* base/clock: moments and days as text. */
#include "unit.h"

#include "base/clock.h"

#include <time.h>

static const struct clock_moment morning = { 2026, 7, 5, 3, 4, 9, 7 };
static const struct clock_moment whole_second = { 1999, 12, 31, 23, 59, 59, -1 };

static void writes_a_moment_as_rfc_3339(void **state)
{
	char text[CLOCK_UTC_BYTES];

	(void)state;
	assert_int_equal(clock_write_utc(text, &morning), 24);
	assert_string_equal(text, "2026-07-05T03:04:09.007Z");
}

static void leaves_out_milliseconds_that_nobody_knows(void **state)
{
	char text[CLOCK_UTC_BYTES];

	(void)state;
	assert_int_equal(clock_write_utc(text, &whole_second), 20);
	assert_string_equal(text, "1999-12-31T23:59:59Z");
}

static void writes_a_day(void **state)
{
	char text[CLOCK_DAY_BYTES];

	(void)state;
	assert_int_equal(clock_write_day(text, &morning), 10);
	assert_string_equal(text, "2026-07-05");
}

static void knows_the_present_moment(void **state)
{
	char before[CLOCK_UTC_BYTES], after[CLOCK_UTC_BYTES], day[CLOCK_DAY_BYTES];
	time_t seconds = time(NULL);
	struct tm utc;

	(void)state;
	clock_utc_now(before);
	clock_utc_now(after);
	assert_int_equal(strlen(before), 24);
	assert_true(strcmp(before, after) <= 0);
	/* Midnight may have passed meanwhile. */
	strftime(day, sizeof(day), "%Y-%m-%d", gmtime_r(&seconds, &utc));
	assert_true(strncmp(before, day, 10) == 0 || strncmp(before + 10, "T00:00:0", 8) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(writes_a_moment_as_rfc_3339),
		TEST(leaves_out_milliseconds_that_nobody_knows),
		TEST(writes_a_day),
		TEST(knows_the_present_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
