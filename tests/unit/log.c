/* base/log and base/clock: one line an event, and nothing in it that was not meant. */
#include "unit.h"

#include "base/clock.h"
#include "base/log.h"

#include <regex.h>
#include <unistd.h>

/* Where stderr goes while a line is caught. */
struct catch {
	int reader;
	int kept_stderr;
};

static struct catch begin(void)
{
	struct catch catch;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	catch.reader = ends[0];
	catch.kept_stderr = dup(STDERR_FILENO);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	close(ends[1]);
	return catch;
}

static const char *caught(struct arena *arena, struct catch *catch)
{
	char *line = arena_alloc(arena, 16384);
	ssize_t length;

	dup2(catch->kept_stderr, STDERR_FILENO);
	close(catch->kept_stderr);
	length = read(catch->reader, line, 16383);
	assert_true(length >= 0);
	close(catch->reader);
	return line;
}

static void matches(const char *line, const char *pattern)
{
	regex_t compiled;

	assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
	if (regexec(&compiled, line, 0, NULL, 0) != 0)
		fail_msg("'%s' does not match %s", line, pattern);
	regfree(&compiled);
}

static void writes_moment_level_event_request_and_words(void **state)
{
	struct log log = { .level = LOG_INFO, .request_id = "0123456789abcdef" };
	struct catch catch = begin();

	log_event(&log, LOG_INFO, "request", "status=%d tool=%s", 200, "whoami");
	matches(caught(*state, &catch), "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z info request "
					"request=0123456789abcdef status=200 tool=whoami\n$");
}

static void shows_a_dash_between_requests(void **state)
{
	struct log log = { .level = LOG_INFO };
	struct catch catch = begin();

	log_event(&log, LOG_ERROR, "configuration", "reason=none");
	assert_mentions(caught(*state, &catch), " error configuration request=- reason=none\n");
}

static void drops_what_is_above_its_level(void **state)
{
	struct log log = { .level = LOG_ERROR };
	struct catch catch = begin();

	log_event(&log, LOG_INFO, "request", "status=200");
	log_event(&log, LOG_DEBUG, "database", "errno=1");
	assert_string_equal(caught(*state, &catch), "");
}

static void keeps_an_event_on_one_line_whatever_it_says(void **state)
{
	struct log log = { .level = LOG_INFO };
	struct catch catch = begin();

	log_event(&log, LOG_INFO, "request", "path=%s", "/a\nforged\r\t\x1b[31m\x7f");
	assert_mentions(caught(*state, &catch), "path=/a\\x0aforged\\x0d\\x09\\x1b[31m\\x7f\n");
}

static void shows_bytes_that_are_no_text_as_numbers(void **state)
{
	struct log log = { .level = LOG_INFO };
	struct catch catch = begin();

	log_event(&log, LOG_INFO, "request", "path=%s", "/\xff\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xed\xa0\x80\xc2\x9b" "31m\xc3");
	assert_mentions(caught(*state, &catch), "path=/\\xff\u00e9\u20ac\U0001f600\\xed\\xa0\\x80\\xc2\\x9b31m\\xc3\n");
}

static void ends_a_line_that_is_too_long(void **state)
{
	struct log log = { .level = LOG_INFO };
	char *endless = arena_alloc(*state, 10000);
	struct catch catch;
	const char *line;

	memset(endless, 'x', 9999);
	catch = begin();
	log_event(&log, LOG_INFO, "request", "path=%s", endless);
	line = caught(*state, &catch);
	assert_true(strlen(line) < 9000);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void gives_each_request_an_id_of_its_own(void **state)
{
	struct log log = { .level = LOG_INFO };
	char earlier[sizeof(log.request_id)];

	(void)state;
	log_begin_request(&log);
	assert_int_equal(strlen(log.request_id), 16);
	memcpy(earlier, log.request_id, sizeof(earlier));
	log_begin_request(&log);
	assert_string_not_equal(log.request_id, earlier);
}

static void quotes_values_that_could_be_taken_for_words(void **state)
{
	assert_string_equal(log_quote(*state, "/mcp"), "/mcp");
	assert_string_equal(log_quote(*state, NULL), "-");
	assert_string_equal(log_quote(*state, ""), "-");
	assert_string_equal(log_quote(*state, "a b"), "\"a b\"");
	assert_string_equal(log_quote(*state, "x status=200"), "\"x status=200\"");
	assert_string_equal(log_quote(*state, "a=b"), "\"a=b\"");
	assert_string_equal(log_quote(*state, "say \"no\""), "\"say \\\"no\\\"\"");
}

static void cuts_long_values(void **state)
{
	char *endless = arena_alloc(*state, 5000);

	memset(endless, 'x', 4999);
	assert_int_equal(strlen(log_quote(*state, endless)), 202);
}

static void tells_the_time_in_utc_with_milliseconds(void **state)
{
	char now[CLOCK_UTC_BYTES];

	(void)state;
	setenv("TZ", "Pacific/Kiritimati", 1);
	clock_utc_now(now);
	matches(now, "^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\\.[0-9]{3}Z$");
	assert_true(clock_unix_seconds() > 1700000000);
	assert_true(clock_monotonic_microseconds() <= clock_monotonic_microseconds());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(writes_moment_level_event_request_and_words),
		TEST(shows_a_dash_between_requests),
		TEST(drops_what_is_above_its_level),
		TEST(keeps_an_event_on_one_line_whatever_it_says),
		TEST(shows_bytes_that_are_no_text_as_numbers),
		TEST(ends_a_line_that_is_too_long),
		TEST(gives_each_request_an_id_of_its_own),
		TEST(quotes_values_that_could_be_taken_for_words),
		TEST(cuts_long_values),
		TEST(tells_the_time_in_utc_with_milliseconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
