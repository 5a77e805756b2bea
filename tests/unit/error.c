/* base/error: why something failed. */
#include "unit.h"

#include "base/text.h"

static void writes_kind_and_sentence_and_is_false(void **state)
{
	struct error error = { 0 };

	(void)state;
	assert_false(fail(&error, ERROR_CONFLICT, "task %d is at version %d", 7, 3));
	assert_int_equal(error.kind, ERROR_CONFLICT);
	assert_string_equal(error.message, "task 7 is at version 3");
	assert_string_equal(error.remedy, "");
}

static void adds_what_to_do_about_it(void **state)
{
	struct error error = { 0 };

	(void)state;
	fail(&error, ERROR_INVALID, "no");
	assert_false(fail_remedy(&error, "Send %s.", "this"));
	assert_int_equal(error.kind, ERROR_INVALID);
	assert_string_equal(error.message, "no");
	assert_string_equal(error.remedy, "Send this.");
}

static void forgets_the_remedy_of_an_earlier_failure(void **state)
{
	struct error error = { 0 };

	(void)state;
	fail(&error, ERROR_INVALID, "first");
	fail_remedy(&error, "Send this.");
	fail(&error, ERROR_DENIED, "second");
	assert_string_equal(error.remedy, "");
}

static void says_when_to_try_again_only_where_that_helps(void **state)
{
	struct error error = { 0 };

	(void)state;
	fail(&error, ERROR_UNAVAILABLE, "busy");
	assert_true(error.retry_after_seconds > 0);
	fail(&error, ERROR_DENIED, "no");
	assert_int_equal(error.retry_after_seconds, 0);
}

/* Texts that end at every byte of a character of two, three and four bytes. */
static void is_never_cut_in_mid_character(void **state)
{
	static const char *const characters[] = { "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80" };
	struct error error = { 0 };

	for (size_t i = 0; i < COUNT(characters); i++) {
		for (int lead = 0; lead < 4; lead++) {
			struct text text = text_in(*state);

			text_printf(&text, "%.*s", lead, "....");
			while (text.length < 2 * sizeof(error.message))
				text_add(&text, characters[i]);
			fail(&error, ERROR_INVALID, "%s", text_string(&text));
			fail_remedy(&error, "%s", text_string(&text));
			assert_true(utf8_is_valid(error.message, strlen(error.message)));
			assert_true(utf8_is_valid(error.remedy, strlen(error.remedy)));
			assert_true(strlen(error.message) > sizeof(error.message) - 5);
		}
	}
}

static void mends_values_that_its_format_cuts(void **state)
{
	struct error error = { 0 };

	(void)state;
	fail(&error, ERROR_INVALID, "'%.3s' is not a day", "x\xe2\x82\xac");
	assert_string_equal(error.message, "'x' is not a day");
	fail_remedy(&error, "Not '%.1s' but this.", "\xc3\xa4");
	assert_string_equal(error.remedy, "Not '' but this.");
}

static void names_every_kind(void **state)
{
	(void)state;
	assert_string_equal(error_kind_name(ERROR_NONE), "none");
	assert_string_equal(error_kind_name(ERROR_INVALID), "invalid");
	assert_string_equal(error_kind_name(ERROR_DENIED), "denied");
	assert_string_equal(error_kind_name(ERROR_NOT_FOUND), "not_found");
	assert_string_equal(error_kind_name(ERROR_CONFLICT), "conflict");
	assert_string_equal(error_kind_name(ERROR_UNAVAILABLE), "unavailable");
	assert_string_equal(error_kind_name(ERROR_INTERNAL), "internal");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(writes_kind_and_sentence_and_is_false),
		TEST(adds_what_to_do_about_it),
		TEST(forgets_the_remedy_of_an_earlier_failure),
		TEST(says_when_to_try_again_only_where_that_helps),
		TEST(is_never_cut_in_mid_character),
		TEST(mends_values_that_its_format_cuts),
		TEST(names_every_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
