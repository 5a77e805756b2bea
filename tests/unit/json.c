/* fields/json: JSON from strangers. */
#include "unit.h"

#include "base/text.h"
#include "fields/json.h"

static struct json_object *accepted(struct arena *arena, const char *text)
{
	struct json_object *value = NULL;
	struct error error = { 0 };

	if (!json_read(arena, text, strlen(text), &value, &error))
		fail_msg("%s was refused: %s", text, error.message);
	return value;
}

static const char *refused_bytes(struct arena *arena, const char *text, size_t length)
{
	struct error *error = arena_alloc(arena, sizeof(*error));
	struct json_object *value;

	if (json_read(arena, text, length, &value, error))
		fail_msg("%s was accepted", text);
	assert_int_equal(error->kind, ERROR_INVALID);
	assert_true(*error->message);
	return error->message;
}

static const char *refused(struct arena *arena, const char *text)
{
	return refused_bytes(arena, text, strlen(text));
}

static const char *repeated(struct arena *arena, const char *part, size_t times, const char *middle, const char *end)
{
	struct text text = text_in(arena);

	for (size_t i = 0; i < times; i++)
		text_add(&text, part);
	text_add(&text, middle);
	for (size_t i = 0; i < times; i++)
		text_add(&text, end);
	return text_string(&text);
}

static void reads_every_kind_of_value(void **state)
{
	struct json_object *value = accepted(*state, " { \"text\" : \"\\u00e4\\n\" ,\t\"number\":-1.5e+3,\r\n\"list\":[1,true,false,null,{}] } ");

	assert_string_equal(json_text(value), "{\"text\":\"\xc3\xa4\\n\",\"number\":-1.5e+3,\"list\":[1,true,false,null,{}]}");
}

static void reads_values_that_are_no_object_at_the_top(void **state)
{
	assert_null(accepted(*state, "null"));
	assert_null(accepted(*state, " null\n"));
	assert_true(json_object_is_type(accepted(*state, "12"), json_type_int));
	assert_true(json_object_is_type(accepted(*state, "-0"), json_type_int));
	assert_true(json_object_is_type(accepted(*state, "1.5"), json_type_double));
	assert_true(json_object_is_type(accepted(*state, "\"\""), json_type_string));
	assert_true(json_object_is_type(accepted(*state, "true"), json_type_boolean));
	assert_true(json_object_is_type(accepted(*state, "[]"), json_type_array));
}

static void refuses_what_is_not_json(void **state)
{
	static const char *const texts[] = {
		"", " ", "{", "[1", "\"open", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[,1]", "{\"a\":1 \"b\":2}",
		"'a'", "{'a':1}", "[1,'a']", "{a:1}", "/* no */ 1", "// no\n1", "nul", "nulll", "TRUE", "True", "undefined", "\"\\x41\"", "\"\\u12\"",
		"\"\\uzzzz\"", "}", "]", "{]", "[}", "hello", "GET / HTTP/1.1", "\"\\\"",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		refused(*state, texts[i]);
}

static void refuses_numbers_that_json_does_not_have(void **state)
{
	static const char *const texts[] = {
		"NaN", "Infinity", "-Infinity", "[NaN]", "{\"a\":Infinity}", "01", "-01", "[00]", "1.", "[1.]", ".5", "+1", "-", "[-]",
		"1e", "1e+", "1.5.5", "0x10", "1_000", "--1", "1.e5", "- 1",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		refused(*state, texts[i]);
}

static void refuses_anything_behind_the_value(void **state)
{
	static const char *const texts[] = { "{}{}", "{} x", "1 2", "null null", "[] ]", "{},", "\"a\"\"b\"" };

	for (size_t i = 0; i < COUNT(texts); i++)
		refused(*state, texts[i]);
	assert_mentions(refused_bytes(*state, "{}\0", 3), "behind");
	accepted(*state, "{}\r\n\t ");
}

static void bounds_the_depth(void **state)
{
	accepted(*state, repeated(*state, "[", JSON_DEPTH_LIMIT, "", "]"));
	accepted(*state, repeated(*state, "{\"a\":", JSON_DEPTH_LIMIT, "1", "}"));
	assert_mentions(refused(*state, repeated(*state, "[", JSON_DEPTH_LIMIT + 1, "", "]")), "nested deeper than 64");
	assert_mentions(refused(*state, repeated(*state, "{\"a\":", JSON_DEPTH_LIMIT + 1, "1", "}")), "nested deeper");
	assert_mentions(refused(*state, repeated(*state, "[", 500000, "", "")), "nested deeper");
}

static void takes_brackets_in_strings_for_text(void **state)
{
	accepted(*state, arena_printf(*state, "[\"%s\"]", repeated(*state, "[{", 200, "\\\"[", "")));
}

static void bounds_the_number_of_values(void **state)
{
	assert_mentions(refused(*state, arena_printf(*state, "[0%s]", repeated(*state, ",0", JSON_VALUE_LIMIT, "", ""))),
			"more than 100000 values");
	accepted(*state, arena_printf(*state, "[0%s]", repeated(*state, ",0", JSON_VALUE_LIMIT - 1, "", "")));
}

static void reads_surrogate_pairs(void **state)
{
	assert_string_equal(json_object_get_string(accepted(*state, "\"\\ud83d\\ude00\"")), "\xf0\x9f\x98\x80");
	assert_string_equal(json_object_get_string(accepted(*state, "\"\\uD83D\\uDE00!\"")), "\xf0\x9f\x98\x80!");
	assert_string_equal(json_object_get_string(accepted(*state, "\"\\udbff\\udfff\"")), "\xf4\x8f\xbf\xbf");
}

static void refuses_lone_surrogates_and_says_where(void **state)
{
	static const char *const texts[] = {
		"\"\\ud83d\"", "\"\\ude00\"", "\"\\ude00\\ud83d\"", "\"\\ud83d\\ud83d\\ude00\"", "\"\\ud83dx\"", "\"\\ud83d\\n\"",
		"{\"\\ud800\":1}", "[\"\\uDFFF\"]", "\"\\ud83d\\u0041\"",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		assert_mentions(refused(*state, texts[i]), "lone surrogate");
	assert_mentions(refused(*state, "[\"\\ud83d\"]"), "byte 2");
}

static void takes_an_escaped_backslash_before_u_for_text(void **state)
{
	assert_string_equal(json_object_get_string(accepted(*state, "\"\\\\ud83d\"")), "\\ud83d");
}

static void refuses_invalid_utf8_anywhere(void **state)
{
	static const char *const texts[] = {
		"\"\xff\"", "\"\x80\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
		"{\"\xff\":1}", "{\"a\":\"\xe2\x82\"}", "\xef\xbb\xbf{}",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		refused(*state, texts[i]);
	assert_mentions(refused(*state, "[\"a\xff\"]"), "UTF-8");
}

static void refuses_raw_control_characters_in_strings(void **state)
{
	for (char control = 0; control < 0x20; control++) {
		const char string[] = { '"', 'a', control, '"' };
		const char name[] = { '{', '"', control, '"', ':', '1', '}' };

		refused_bytes(*state, string, sizeof(string));
		refused_bytes(*state, name, sizeof(name));
	}
	accepted(*state, "\"\x7f\"");
}

static void refuses_nul_bytes_outside_strings(void **state)
{
	refused_bytes(*state, "\0", 1);
	refused_bytes(*state, "{\0}", 3);
	refused_bytes(*state, "[1\0,2]", 6);
	refused_bytes(*state, "12\0", 3);
	refused_bytes(*state, "\0{}", 3);
}

static void keeps_an_escaped_nul_but_gives_no_text_for_it(void **state)
{
	struct json_object *value = accepted(*state, "{\"a\":\"x\\u0000y\",\"b\":\"xy\"}");

	assert_null(json_member_text(value, "a"));
	assert_string_equal(json_member_text(value, "b"), "xy");
}

static void does_not_read_behind_the_length_it_was_given(void **state)
{
	struct json_object *value;
	struct error error = { 0 };

	assert_true(json_read(*state, "[1]garbage", 3, &value, &error));
	assert_true(json_read(*state, "12345", 2, &value, &error));
	assert_int_equal(json_object_get_int(value), 12);
}

static void survives_huge_numbers(void **state)
{
	accepted(*state, "[1e400,-1e400,1e-400,1e999999999,123456789012345678901234567890]");
	accepted(*state, arena_printf(*state, "[1%s]", repeated(*state, "0", 20000, "", "")));
}

static void takes_the_last_of_two_members_of_one_name(void **state)
{
	assert_int_equal(json_object_get_int(json_member(accepted(*state, "{\"a\":1,\"a\":2}"), "a")), 2);
}

static const char *integer(struct arena *arena, const char *text, const char *const *path)
{
	accepted(arena, text);
	return json_integer_text(arena, text, strlen(text), path);
}

static void gives_integers_exactly_as_sent(void **state)
{
	static const char *const path[] = { "id", NULL };

	assert_string_equal(integer(*state, "{\"id\":1}", path), "1");
	assert_string_equal(integer(*state, "{\"id\":-7}", path), "-7");
	assert_string_equal(integer(*state, "{\"id\":123456789012345678901234567890}", path),
			    "123456789012345678901234567890");
	assert_string_equal(integer(*state, "{ \"id\" :\n-99999999999999999999 , \"x\":1}", path), "-99999999999999999999");
	assert_string_equal(integer(*state, "{\"x\":{\"id\":5},\"y\":[\"id\",{\"id\":6}],\"z\":\"\\\"id\\\":7\",\"id\":8}", path), "8");
	assert_string_equal(integer(*state, "{\"id\":1,\"id\":2}", path), "2");
}

static void gives_nested_integers(void **state)
{
	static const char *const path[] = { "params", "_meta", "progressToken", NULL };

	assert_string_equal(integer(*state,
				    "{\"_meta\":{\"progressToken\":1},\"params\":{\"a\":[1,2],\"_meta\":{\"b\":{\"progressToken\":2},"
				    "\"progressToken\":98765432109876543210}}}",
				    path),
			    "98765432109876543210");
}

static void gives_no_integer_where_there_is_none(void **state)
{
	static const char *const path[] = { "id", NULL }, *const nested[] = { "a", "id", NULL };

	assert_null(integer(*state, "{}", path));
	assert_null(integer(*state, "[1]", path));
	assert_null(integer(*state, "{\"id\":\"1\"}", path));
	assert_null(integer(*state, "{\"id\":1.0}", path));
	assert_null(integer(*state, "{\"id\":1e3}", path));
	assert_null(integer(*state, "{\"id\":null}", path));
	assert_null(integer(*state, "{\"id\":[1]}", path));
	assert_null(integer(*state, "{\"a\":5}", nested));
	assert_null(integer(*state, "{\"a\":[{\"id\":5}]}", nested));
}

static void reads_members_of_objects_only(void **state)
{
	assert_null(json_member(NULL, "a"));
	assert_null(json_member(accepted(*state, "[1]"), "a"));
	assert_null(json_member(accepted(*state, "{\"a\":null}"), "a"));
	assert_null(json_member(accepted(*state, "{\"b\":1}"), "a"));
	assert_null(json_member_text(accepted(*state, "{\"a\":1}"), "a"));
	assert_null(json_member_text(NULL, "a"));
}

static void writes_equal_values_alike(void **state)
{
	const char *one = json_canonical_text(*state, accepted(*state, "{\"b\":[1,{\"y\":null,\"x\":\"\\u00e4\"}],\"a\":true}"));
	const char *other = json_canonical_text(*state, accepted(*state, " {\"a\":true,\"b\":[1,{\"x\":\"\xc3\xa4\",\"y\":null}]}"));

	assert_string_equal(one, other);
	assert_string_equal(one, "{\"a\":true,\"b\":[1,{\"x\":\"\xc3\xa4\",\"y\":null}]}");
	assert_string_not_equal(one, json_canonical_text(*state, accepted(*state, "{\"a\":true,\"b\":[{\"x\":\"\xc3\xa4\",\"y\":null},1]}")));
}

static void writes_compactly_and_leaves_slashes_alone(void **state)
{
	assert_string_equal(json_text(accepted(*state, "{ \"a\" : \"x/y\" }")), "{\"a\":\"x/y\"}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_every_kind_of_value),
		TEST(reads_values_that_are_no_object_at_the_top),
		TEST(refuses_what_is_not_json),
		TEST(refuses_numbers_that_json_does_not_have),
		TEST(refuses_anything_behind_the_value),
		TEST(bounds_the_depth),
		TEST(takes_brackets_in_strings_for_text),
		TEST(bounds_the_number_of_values),
		TEST(reads_surrogate_pairs),
		TEST(refuses_lone_surrogates_and_says_where),
		TEST(takes_an_escaped_backslash_before_u_for_text),
		TEST(refuses_invalid_utf8_anywhere),
		TEST(refuses_raw_control_characters_in_strings),
		TEST(refuses_nul_bytes_outside_strings),
		TEST(keeps_an_escaped_nul_but_gives_no_text_for_it),
		TEST(does_not_read_behind_the_length_it_was_given),
		TEST(survives_huge_numbers),
		TEST(takes_the_last_of_two_members_of_one_name),
		TEST(gives_integers_exactly_as_sent),
		TEST(gives_nested_integers),
		TEST(gives_no_integer_where_there_is_none),
		TEST(reads_members_of_objects_only),
		TEST(writes_equal_values_alike),
		TEST(writes_compactly_and_leaves_slashes_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
