/* tools/cursor: where a page ended. */
#include "unit.h"

#include "base/base64.h"
#include "base/text.h"
#include "tools/cursor.h"

static const char *sealed(struct arena *arena, const char *plain)
{
	return base64_encode(arena, BASE64_URL, plain, strlen(plain));
}

static void comes_back_as_it_went(void **state)
{
	static const char *const values[] = { "", "2026-12-01", "2026-12-01T10:00:00.123Z", "a|b|c", "\xc3\xa4" };
	struct error error = { 0 };
	struct cursor cursor;

	for (size_t i = 0; i < COUNT(values); i++) {
		const char *text = cursor_write(*state, &(struct cursor){ "due", values[i], 42 });

		assert_true(cursor_read(*state, text, "due", &cursor, &error));
		assert_string_equal(cursor.order, "due");
		assert_string_equal(cursor.value, values[i]);
		assert_true(cursor.id == 42);
	}
}

static void is_opaque_and_fit_for_json_and_urls(void **state)
{
	const char *text = cursor_write(*state, &(struct cursor){ "due", "2026-12-01", INT64_MAX });

	assert_int_equal(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), strlen(text));
}

static void refuses_a_cursor_of_another_order(void **state)
{
	const char *text = cursor_write(*state, &(struct cursor){ "due", "2026-12-01", 42 });
	struct error error = { 0 };
	struct cursor cursor;

	assert_false(cursor_read(*state, text, "updated", &cursor, &error));
	assert_int_equal(error.kind, ERROR_INVALID);
	assert_mentions(error.message, "does not belong to this list");
	assert_mentions(error.remedy, "next_cursor");
	assert_false(cursor_read(*state, text, "du", &cursor, &error));
}

static void refuses_what_is_no_cursor(void **state)
{
	const char *const texts[] = {
		"", "x", "%%%", "due|42|2026", sealed(*state, ""), sealed(*state, "due"), sealed(*state, "due|42"),
		sealed(*state, "due||v"), sealed(*state, "due|x|v"), sealed(*state, "due|-1|v"),
		sealed(*state, "due|1.5|v"), sealed(*state, "due|99999999999999999999|v"), sealed(*state, "due|1|\xff"),
		base64_encode(*state, BASE64_URL, "due|1|a\0b", 9), base64_encode(*state, BASE64_STANDARD, "due|1|ab", 8),
	};
	struct cursor cursor;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct error error = { 0 };

		if (cursor_read(*state, texts[i], "due", &cursor, &error))
			fail_msg("'%s' was taken for a cursor", texts[i]);
		assert_int_equal(error.kind, ERROR_INVALID);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(comes_back_as_it_went),
		TEST(is_opaque_and_fit_for_json_and_urls),
		TEST(refuses_a_cursor_of_another_order),
		TEST(refuses_what_is_no_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
