/* auth/password: passwords kept as scrypt hashes. Each derivation takes its time, so there are few. */
#include "unit.h"

#include "auth/password.h"
#include "base/text.h"

static void keeps_a_password_so_that_only_it_matches(void **state)
{
	const char *password = "correct horse \xc3\xa4";
	struct error error = { 0 };
	const char *hash = password_hash(*state, password, &error);

	assert_non_null(hash);
	assert_true(text_starts_with(hash, "$scrypt$ln=14,r=8,p=5$"));
	assert_silent_about(hash, "horse");
	assert_true(password_matches(*state, password, hash));
	assert_false(password_matches(*state, "correct horse a", hash));
}

static void salts_every_hash(void **state)
{
	struct error error = { 0 };

	assert_string_not_equal(password_hash(*state, "the same twice", &error),
				password_hash(*state, "the same twice", &error));
}

/* RFC 7914 section 12: "pleaseletmein", "SodiumChloride", N = 16384, r = 8, p = 1; the first 32 of its 64 bytes. */
static void derives_as_rfc_7914_says(void **state)
{
	assert_true(password_matches(*state, "pleaseletmein",
				     "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI"));
}

static void refuses_passwords_too_short_or_too_long(void **state)
{
	char *endless = arena_alloc(*state, PASSWORD_LONGEST + 2);
	struct error error = { 0 };

	assert_null(password_hash(*state, "123456789", &error));
	assert_int_equal(error.kind, ERROR_INVALID);
	assert_mentions(error.message, "10 to 200 characters");
	assert_silent_about(error.message, "123456789");
	/* Nine characters of two bytes are nine characters. */
	assert_null(password_hash(*state, "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", &error));
	memset(endless, 'x', PASSWORD_LONGEST + 1);
	assert_null(password_hash(*state, endless, &error));
}

static void matches_nothing_without_a_hash(void **state)
{
	assert_false(password_matches(*state, "whatever it is", NULL));
}

/* None of these may match, crash, or ask for memory without bound. */
static void matches_nothing_under_a_broken_hash(void **state)
{
	static const char *const broken[] = {
		"",
		"plain text",
		"$2b$12$abcdefghijklmnopqrstuv",
		"$scrypt$ln=14,r=8,p=5$",
		"$scrypt$ln=14,r=8,p=5$!!!$U29kaXVtQ2hsb3JpZGU",
		"$scrypt$ln=14,r=8,p=5$U29kaXVtQ2hsb3JpZGU$!!!",
		"$scrypt$ln=14,r=8,p=5$U29kaXVtQ2hsb3JpZGU$c2hvcnQ",
		"$scrypt$ln=63,r=99,p=99$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI",
		"$scrypt$ln=0,r=0,p=0$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI",
	};

	for (size_t i = 0; i < COUNT(broken); i++)
		if (password_matches(*state, "pleaseletmein", broken[i]))
			fail_msg("a password matched '%s'", broken[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keeps_a_password_so_that_only_it_matches),
		TEST(salts_every_hash),
		TEST(derives_as_rfc_7914_says),
		TEST(refuses_passwords_too_short_or_too_long),
		TEST(matches_nothing_without_a_hash),
		TEST(matches_nothing_under_a_broken_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
