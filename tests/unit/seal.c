/* base/seal: text that only holders of a secret can read. */
#include "unit.h"

#include "base/seal.h"

#define SECRET "a secret of more than 24 characters"

static void opens_what_it_sealed(void **state)
{
	const char *sealed = seal(*state, SECRET, "test", "hello");

	assert_non_null(sealed);
	assert_null(strstr(sealed, "hello"));
	assert_string_equal(seal_open(*state, SECRET, "test", sealed), "hello");
	assert_string_equal(seal_open(*state, SECRET, "test", seal(*state, SECRET, "test", "")), "");
}

static void seals_differently_each_time(void **state)
{
	assert_string_not_equal(seal(*state, SECRET, "test", "hello"), seal(*state, SECRET, "test", "hello"));
}

static void opens_under_no_other_secret_or_purpose(void **state)
{
	const char *sealed = seal(*state, SECRET, "test", "hello");

	assert_null(seal_open(*state, SECRET "x", "test", sealed));
	assert_null(seal_open(*state, "", "test", sealed));
	assert_null(seal_open(*state, SECRET, "other", sealed));
}

static void notices_every_change(void **state)
{
	const char *sealed = seal(*state, SECRET, "test", "hello");

	for (size_t i = 0; sealed[i]; i++) {
		char *changed = arena_strdup(*state, sealed);

		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		assert_null(seal_open(*state, SECRET, "test", changed));
	}
	assert_null(seal_open(*state, SECRET, "test", arena_copy(*state, sealed, 20)));
	assert_null(seal_open(*state, SECRET, "test", ""));
	assert_null(seal_open(*state, SECRET, "test", "not Base64!"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(opens_what_it_sealed),
		TEST(seals_differently_each_time),
		TEST(opens_under_no_other_secret_or_purpose),
		TEST(notices_every_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
