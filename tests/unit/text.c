/* base/text: text that grows, JSON escapes, UTF-8, and near names. */
#include "unit.h"

#include "base/text.h"

#include <stdio.h>

static const char *json_of(struct arena *arena, const char *bytes, size_t length)
{
	struct text text = text_in(arena);

	text_add_json(&text, bytes, length);
	return text_string(&text);
}

static void grows_as_it_is_added_to(void **state)
{
	struct text text = text_in(*state);

	for (int i = 0; i < 1000; i++)
		text_printf(&text, "%03d", i);
	text_add_char(&text, '!');
	text_add_bytes(&text, "a\0b", 3);
	assert_int_equal(text.length, 3004);
	assert_memory_equal(text.bytes, "000001002", 9);
	assert_memory_equal(text.bytes + 2997, "999!a\0b\0", 8);
}

static void adds_whole_numbers(void **state)
{
	struct text text = text_in(*state);

	text_add_integer(&text, 0);
	text_add_integer(&text, -7);
	text_add_integer(&text, INT64_MAX);
	text_add_integer(&text, INT64_MIN);
	assert_string_equal(text_string(&text), "0-79223372036854775807-9223372036854775808");
}

static void adds_the_beginning_of_a_member(void **state)
{
	struct text text = text_in(*state);

	text_add_member(&text, '{', "one");
	text_add_integer(&text, 1);
	text_add_member(&text, ',', "two");
	assert_string_equal(text_string(&text), "{\"one\":1,\"two\":");
	assert_int_equal(text.length, strlen(text.bytes));
}

static void is_an_empty_string_when_nothing_was_added(void **state)
{
	struct text text = text_in(*state);

	assert_string_equal(text_string(&text), "");
	text_add(&text, "");
	assert_string_equal(text_string(&text), "");
}

static void escapes_what_json_strings_may_not_hold(void **state)
{
	assert_string_equal(json_of(*state, "plain", 5), "\"plain\"");
	assert_string_equal(json_of(*state, "", 0), "\"\"");
	assert_string_equal(json_of(*state, "\"\\/", 3), "\"\\\"\\\\/\"");
	assert_string_equal(json_of(*state, "\n\r\t", 3), "\"\\n\\r\\t\"");
	assert_string_equal(json_of(*state, "\0\x1f\x7f", 3), "\"\\u0000\\u001f\\u007f\"");
	assert_string_equal(json_of(*state, "\xc3\xa4\xf0\x9f\x98\x80", 6), "\"\xc3\xa4\xf0\x9f\x98\x80\"");
}

static void escapes_every_control_character(void **state)
{
	for (char control = 0; control < 0x20; control++) {
		const char *json = json_of(*state, &control, 1);

		for (; *json; json++)
			assert_true((unsigned char)*json >= 0x20);
	}
}

/* One byte of each kind at each place of a text that is otherwise plain, long enough to be looked at in several ways. */
static void escapes_a_byte_wherever_it_stands(void **state)
{
	for (int byte = 0; byte < 0x100; byte++) {
		char one = (char)byte;
		const char *alone = json_of(*state, &one, 1);

		for (size_t at = 0; at < 24; at++) {
			char bytes[] = "neither here nor there, ";
			char expected[64];

			snprintf(expected, sizeof(expected), "\"%.*s%.*s%s\"", (int)at, bytes, (int)strlen(alone) - 2, alone + 1,
				 bytes + at + 1);
			bytes[at] = one;
			assert_string_equal(json_of(*state, bytes, sizeof(bytes) - 1), expected);
		}
	}
}

struct sequence {
	const char *bytes;
	size_t length;
};

static void accepts_well_formed_utf8(void **state)
{
	static const struct sequence valid[] = {
		{ "", 0 }, { "a\0b", 3 }, { "\x7f", 1 }, { "\xc2\x80", 2 }, { "\xdf\xbf", 2 },
		{ "\xe0\xa0\x80", 3 }, { "\xed\x9f\xbf", 3 }, { "\xee\x80\x80", 3 }, { "\xef\xbf\xbf", 3 },
		{ "\xf0\x90\x80\x80", 4 }, { "\xf4\x8f\xbf\xbf", 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(valid); i++)
		assert_true(utf8_is_valid(valid[i].bytes, valid[i].length));
}

static void refuses_malformed_utf8(void **state)
{
	static const struct sequence malformed[] = {
		{ "\x80", 1 },             /* a continuation alone */
		{ "\xff", 1 }, { "\xfe", 1 },
		{ "\xc0\x80", 2 },         /* overlong */
		{ "\xc1\xbf", 2 }, { "\xe0\x9f\xbf", 3 }, { "\xf0\x8f\xbf\xbf", 4 },
		{ "\xed\xa0\x80", 3 },     /* surrogates */
		{ "\xed\xbf\xbf", 3 },
		{ "\xf4\x90\x80\x80", 4 }, /* beyond U+10FFFF */
		{ "\xf5\x80\x80\x80", 4 },
		{ "\xc3", 1 },             /* cut short */
		{ "\xe2\x82", 2 }, { "\xf0\x9f\x98", 3 },
		{ "\xc3(", 2 }, { "\xe2(\xa1", 3 }, { "\xe2\x82(", 3 }, { "\xf0\x9f\x98(", 4 },
		{ "fine\xc3\xa4\x80", 7 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(malformed); i++)
		assert_false(utf8_is_valid(malformed[i].bytes, malformed[i].length));
}

static void does_not_read_behind_the_bytes_it_was_given(void **state)
{
	/* The sequence would be whole if the byte behind were read. */
	assert_false(utf8_is_valid("\xc3\xa4", 1));
	assert_true(utf8_is_valid("a\xff", 1));
	(void)state;
}

static void counts_characters_and_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(utf8_length(""), 0);
	assert_int_equal(utf8_length("abc"), 3);
	assert_int_equal(utf8_length("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"), 3);
}

static void takes_characters_off_one_by_one(void **state)
{
	static const uint32_t expected[] = { 'a', 0xE4, 0x20AC, 0x1F600, 0, 0 };
	const char *rest = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80";

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		assert_int_equal(utf8_next(&rest), expected[i]);
	assert_string_equal(rest, "");
}

static void cuts_between_characters(void **state)
{
	const char *string = "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80";

	(void)state;
	assert_int_equal(utf8_prefix_bytes(string, 0), 0);
	assert_int_equal(utf8_prefix_bytes(string, 1), 2);
	assert_int_equal(utf8_prefix_bytes(string, 2), 5);
	assert_int_equal(utf8_prefix_bytes(string, 3), 9);
	assert_int_equal(utf8_prefix_bytes(string, 4), 9);
}

static void mends_text_by_leaving_out_malformed_bytes(void **state)
{
	char whole[] = "Gr\xc3\xbc\xc3\x9f" "e";
	char cut[] = "'Gr\xc3' is cut";
	char several[] = "\x80" "a\xff" "b\xf0\x9f\x98";

	(void)state;
	utf8_mend(whole);
	assert_string_equal(whole, "Gr\xc3\xbc\xc3\x9f" "e");
	utf8_mend(cut);
	assert_string_equal(cut, "'Gr' is cut");
	utf8_mend(several);
	assert_string_equal(several, "ab");
}

static void ignores_ascii_case_only(void **state)
{
	(void)state;
	assert_true(text_equals_ignoring_case("Content-Type", "content-tYPE"));
	assert_true(text_equals_ignoring_case("", ""));
	assert_false(text_equals_ignoring_case("abc", "abcd"));
	assert_false(text_equals_ignoring_case("abcd", "abc"));
	assert_false(text_equals_ignoring_case("[", "{"));
	assert_false(text_equals_ignoring_case("\xc3\xa4", "\xc3\x84"));
}

static void knows_names_whatever_the_case_of_their_letters(void **state)
{
	static const char *const same[][2] = {
		{ "", "" }, { "To do", "TO DO" }, { "\u00DCber", "\u00FCBER" }, { "\u00C9T\u00C9", "\u00E9t\u00E9" },
		{ "\u041F\u0420\u041E\u0415\u041A\u0422", "\u043F\u0440\u043E\u0435\u043A\u0442" },
		{ "\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2" }, { "\u1E9E", "\u00DF" }, { "\u8A08\u753B", "\u8A08\u753B" },
	};
	static const char *const others[][2] = {
		{ "", "a" }, { "ab", "a" }, { "[", "{" }, { "\u00FC", "u" }, { "\u00FC", "\u00E4" }, { "\u00FCb", "\u00FC" }, { "\u8A08", "\u753B" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(same); i++)
		assert_true(text_same_name(same[i][0], same[i][1]));
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(text_same_name(others[i][0], others[i][1]) || text_same_name(others[i][1], others[i][0]));
}

static void knows_how_names_begin(void **state)
{
	(void)state;
	assert_true(text_name_begins("\u00DCml\u00E4ut", "\u00FCM"));
	assert_true(text_name_begins("x", ""));
	assert_false(text_name_begins("\u00DC", "\u00FCm"));
	assert_false(text_name_begins("\u00DCml\u00E4ut", "um"));
}

static void puts_names_in_order(void **state)
{
	(void)state;
	assert_int_equal(text_name_order("\u00C4pfel\nx", 6, "\u00E4PFEL"), 0);
	assert_true(text_name_order("Apfel", 5, "birne") < 0);
	assert_true(text_name_order("Zebra", 5, "\u00C4pfel") < 0);
	assert_true(text_name_order("red", 3, "redder") < 0);
	assert_true(text_name_order("redder", 6, "red") > 0);
}

static void knows_beginnings_and_ends(void **state)
{
	(void)state;
	assert_true(text_starts_with("mcp_create", "mcp_"));
	assert_true(text_starts_with("x", ""));
	assert_false(text_starts_with("mc", "mcp_"));
	assert_true(text_ends_with("taskdesk.cgi", ".cgi"));
	assert_true(text_ends_with(".cgi", ".cgi"));
	assert_false(text_ends_with("cgi", ".cgi"));
}

static void counts_single_edits(void **state)
{
	(void)state;
	assert_int_equal(text_distance("title", "title"), 0);
	assert_int_equal(text_distance("titel", "title"), 1);
	assert_int_equal(text_distance("tite", "title"), 1);
	assert_int_equal(text_distance("titles", "title"), 1);
	assert_int_equal(text_distance("tytle", "title"), 1);
	assert_int_equal(text_distance("TITLE", "title"), 0);
	assert_int_equal(text_distance("kitten", "sitting"), 3);
	assert_int_equal(text_distance("\u00DCbung", "\u00FCbund"), 1);
	assert_int_equal(text_distance("", "abc"), 3);
	assert_int_equal(text_distance("abc", ""), 3);
}

static void suggests_the_nearest_name(void **state)
{
	static const char *const names[] = { "workspace", "title", "priority", "due", NULL };

	(void)state;
	assert_string_equal(text_nearest("titel", names), "title");
	assert_string_equal(text_nearest("worksapce", names), "workspace");
	assert_string_equal(text_nearest("Priority", names), "priority");
	assert_string_equal(text_nearest("de", names), "due");
}

static void suggests_nothing_when_nothing_is_near(void **state)
{
	static const char *const names[] = { "workspace", "title", NULL };
	static const char *const none[] = { NULL };
	char endless[300];

	(void)state;
	assert_null(text_nearest("colour", names));
	assert_null(text_nearest("", names));
	assert_null(text_nearest("title", none));
	memset(endless, 'x', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	assert_null(text_nearest(endless, names));
}

static void reads_whole_decimal_numbers(void **state)
{
	int64_t number;

	(void)state;
	assert_true(text_to_int64("0", &number));
	assert_true(number == 0);
	assert_true(text_to_int64("-42", &number));
	assert_true(number == -42);
	assert_true(text_to_int64("9223372036854775807", &number));
	assert_true(number == INT64_MAX);
	assert_true(text_to_int64("-9223372036854775808", &number));
	assert_true(number == INT64_MIN);
}

static void refuses_everything_else_as_a_number(void **state)
{
	static const char *const others[] = {
		"", "-", "+1", " 1", "1 ", "1.0", "0x10", "1e3", "12a", "9223372036854775808", "--1", "\t1",
	};
	int64_t number;

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(text_to_int64(others[i], &number));
}

static void takes_lists_apart(void **state)
{
	const char *list = " read, write,,admin ";
	const char *nothing = " , ";

	assert_string_equal(text_next_word(*state, &list), "read");
	assert_string_equal(text_next_word(*state, &list), "write");
	assert_string_equal(text_next_word(*state, &list), "admin");
	assert_null(text_next_word(*state, &list));
	assert_null(text_next_word(*state, &list));
	assert_null(text_next_word(*state, &nothing));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(grows_as_it_is_added_to),
		TEST(adds_whole_numbers),
		TEST(adds_the_beginning_of_a_member),
		TEST(is_an_empty_string_when_nothing_was_added),
		TEST(escapes_what_json_strings_may_not_hold),
		TEST(escapes_every_control_character),
		TEST(escapes_a_byte_wherever_it_stands),
		TEST(accepts_well_formed_utf8),
		TEST(refuses_malformed_utf8),
		TEST(does_not_read_behind_the_bytes_it_was_given),
		TEST(counts_characters_and_not_bytes),
		TEST(takes_characters_off_one_by_one),
		TEST(cuts_between_characters),
		TEST(mends_text_by_leaving_out_malformed_bytes),
		TEST(ignores_ascii_case_only),
		TEST(knows_names_whatever_the_case_of_their_letters),
		TEST(knows_how_names_begin),
		TEST(puts_names_in_order),
		TEST(knows_beginnings_and_ends),
		TEST(counts_single_edits),
		TEST(suggests_the_nearest_name),
		TEST(suggests_nothing_when_nothing_is_near),
		TEST(reads_whole_decimal_numbers),
		TEST(refuses_everything_else_as_a_number),
		TEST(takes_lists_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
