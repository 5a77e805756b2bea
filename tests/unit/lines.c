/* base/lines: texts that hold several values. */
#include "unit.h"

#include "base/lines.h"

#include <stdio.h>

static void keeps_texts_in_order_each_once_in_any_case(void **state)
{
	const char *lines = NULL;

	lines = lines_with(*state, lines, "red", LINES_AS_NAMES);
	lines = lines_with(*state, lines, "Green", LINES_AS_NAMES);
	lines = lines_with(*state, lines, "redder", LINES_AS_NAMES);
	assert_string_equal(lines, "Green\nred\nredder");
	assert_string_equal(lines_with(*state, lines, "RED", LINES_AS_NAMES), "Green\nRED\nredder");
	assert_string_equal(lines_without(*state, lines, "green", LINES_AS_NAMES), "red\nredder");
	assert_string_equal(lines_without(*state, lines, "blue", LINES_AS_NAMES), lines);
}

static void takes_letters_of_all_scripts_in_any_case(void **state)
{
	const char *lines = lines_with(*state, "\u00E9t\u00E9", "\u00C9T\u00C9", LINES_AS_NAMES);

	assert_string_equal(lines, "\u00C9T\u00C9");
	assert_true(lines_have("red\ngr\u00FCn\nblue", "GR\u00DCN", LINES_AS_NAMES));
	assert_null(lines_without(*state, lines, "\u00E9T\u00E9", LINES_AS_NAMES));
}

static void keeps_numbers_by_what_they_are_worth(void **state)
{
	const char *lines = lines_with(*state, "9\ta\n30\tb", "12\tc", LINES_AS_NUMBERS);

	assert_string_equal(lines, "9\ta\n12\tc\n30\tb");
	assert_string_equal(lines_with(*state, lines, "12\td", LINES_AS_NUMBERS), "9\ta\n12\td\n30\tb");
	assert_true(lines_have(lines, "30", LINES_AS_NUMBERS));
	assert_false(lines_have(lines, "3", LINES_AS_NUMBERS));
}

static void knows_links_by_their_address(void **state)
{
	const char *lines = lines_with(*state, "https://a/B\told", "https://a/a", LINES_BY_KEY);

	assert_string_equal(lines, "https://a/B\told\nhttps://a/a");
	assert_string_equal(lines_with(*state, lines, "https://a/B\tnew", LINES_BY_KEY), "https://a/B\tnew\nhttps://a/a");
	assert_string_equal(lines_without(*state, lines, "https://a/B", LINES_BY_KEY), "https://a/a");
}

static void finds_what_was_sorted_in_another_way(void **state)
{
	assert_string_equal(lines_without(*state, "https://a/a\nhttps://a/B", "https://a/B", LINES_BY_KEY), "https://a/a");
	assert_string_equal(lines_with(*state, "https://a/a\nhttps://a/B", "https://a/B\tnew", LINES_BY_KEY), "https://a/a\nhttps://a/B\tnew");
}

static void knows_no_lines(void **state)
{
	const char *rest = NULL;

	assert_null(lines_next(*state, &rest));
	assert_int_equal(lines_count(NULL), 0);
	assert_int_equal(lines_count(""), 0);
	assert_int_equal(lines_count("one\ntwo"), 2);
	assert_false(lines_have(NULL, "", LINES_AS_NAMES));
	assert_null(lines_without(*state, NULL, "x", LINES_AS_NAMES));
	assert_null(lines_without(*state, "x", "x", LINES_AS_NAMES));
}

static void grows_a_set_without_copying_its_lines(void **state)
{
	struct line_set set = line_set_of(*state, "5\n500", LINES_AS_NUMBERS);
	char *numbers = arena_array(*state, 1000, 8);

	for (int i = 0; i < 1000; i++) {
		snprintf(numbers + i * 8, 8, "%d", 999 - i);
		line_set_add(&set, numbers + i * 8);
	}
	for (int i = 0; i < 1000; i++)
		if (i != 7)
			line_set_remove(&set, numbers + i * 8);
	assert_string_equal(line_set_text(&set), "992");
	line_set_remove(&set, "992");
	assert_null(line_set_text(&set));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keeps_texts_in_order_each_once_in_any_case),
		TEST(takes_letters_of_all_scripts_in_any_case),
		TEST(keeps_numbers_by_what_they_are_worth),
		TEST(knows_links_by_their_address),
		TEST(finds_what_was_sorted_in_another_way),
		TEST(knows_no_lines),
		TEST(grows_a_set_without_copying_its_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
