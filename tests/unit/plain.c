/* base/plain: names that strangers chose. */
#include "unit.h"

#include "base/plain.h"

struct plain_case {
	const char *given;
	const char *shown;
};

static const struct plain_case plain_cases[] = {
	{ "Claude", "Claude" },
	{ "", "" },
	{ NULL, "" },
	{ "  two   words \t\r\n here ", "two words here" },
	{ "Grüße, 漢字 and 😀", "Grüße, 漢字 and 😀" },
	{ "<b>&\"'", "<b>&\"'" },
	{ "a\x01\x1b[31mb\x7f" "c", "a[31mbc" },
	{ "a\xc2\x85" "b\xc2\x9b" "c", "a bc" },
	{ "evil\xe2\x80\xae" "txt.exe", "eviltxt.exe" },
	{ "\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xad\xe2\x80\xac" "a\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9", "a" },
	{ "a\xe2\x80\x8f\xd8\x9c\xe2\x80\x8e" "b", "ab" },
	{ "Goo\xe2\x80\x8bgle\xef\xbb\xbf\xc2\xad", "Google" },
	{ "one\xe2\x80\xa8two\xe2\x80\xa9three", "one two three" },
	{ "\xc2\xa0\xe3\x80\x80", "" },
	{ "\xe3\x85\xa4\xe2\xa0\x80", "" },
	{ "a\xf3\xa0\x81\x81" "b", "ab" },
	{ "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84x\xcc\x81", "e\xcc\x81\xcc\x82x\xcc\x81" },
	{ "cut \xc3", "cut" },
	{ "b\xff" "ad", "bad" },
};

static void shows_letters_and_nothing_that_hides(void **state)
{
	for (size_t i = 0; i < COUNT(plain_cases); i++) {
		const char *shown = plain_text(*state, plain_cases[i].given, 100);

		if (strcmp(shown, plain_cases[i].shown) != 0)
			fail_msg("row %zu shows '%s'", i, shown);
	}
}

static void cuts_at_characters(void **state)
{
	assert_string_equal(plain_text(*state, "äöüäöü", 6), "äöüäöü");
	assert_string_equal(plain_text(*state, "äöüäöü", 5), "äöüä…");
	assert_string_equal(plain_text(*state, "a\xe2\x80\xae\xe2\x80\xae\xe2\x80\xae" "b", 2), "ab");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shows_letters_and_nothing_that_hides),
		TEST(cuts_at_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
