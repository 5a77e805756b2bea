/* base/base64: RFC 4648 in both alphabets. */
#include "unit.h"

#include "base/base64.h"

struct pair {
	const char *plain;
	const char *standard;
	const char *url;
};

/* RFC 4648 section 10, and bytes whose digits differ between the alphabets. */
static const struct pair pairs[] = {
	{ "", "", "" },
	{ "f", "Zg==", "Zg" },
	{ "fo", "Zm8=", "Zm8" },
	{ "foo", "Zm9v", "Zm9v" },
	{ "foob", "Zm9vYg==", "Zm9vYg" },
	{ "fooba", "Zm9vYmE=", "Zm9vYmE" },
	{ "foobar", "Zm9vYmFy", "Zm9vYmFy" },
	{ "\xfb\xff\xbf", "+/+/", "-_-_" },
};

static void encodes_in_both_alphabets(void **state)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		size_t length = strlen(pairs[i].plain);

		assert_string_equal(base64_encode(*state, BASE64_STANDARD, pairs[i].plain, length), pairs[i].standard);
		assert_string_equal(base64_encode(*state, BASE64_URL, pairs[i].plain, length), pairs[i].url);
	}
}

static void decodes(struct arena *arena, enum base64_alphabet alphabet, const char *text, const char *plain)
{
	size_t length = 99;
	const char *bytes = (const char *)base64_decode(arena, alphabet, text, strlen(text), &length);

	assert_non_null(bytes);
	assert_int_equal(length, strlen(plain));
	assert_string_equal(bytes, plain);
}

static void decodes_in_both_alphabets(void **state)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		decodes(*state, BASE64_STANDARD, pairs[i].standard, pairs[i].plain);
		decodes(*state, BASE64_URL, pairs[i].url, pairs[i].plain);
	}
}

static void brings_every_byte_back(void **state)
{
	unsigned char bytes[256];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	for (size_t taken = 0; taken <= sizeof(bytes); taken++) {
		const char *text = base64_encode(*state, BASE64_URL, bytes, taken);
		size_t length;
		unsigned char *back = base64_decode(*state, BASE64_URL, text, strlen(text), &length);

		assert_int_equal(length, taken);
		assert_memory_equal(back, bytes, taken);
		assert_int_equal(back[taken], 0);
	}
}

static void refused(struct arena *arena, enum base64_alphabet alphabet, const char *const *texts, size_t count)
{
	size_t length;

	for (size_t i = 0; i < count; i++)
		if (base64_decode(arena, alphabet, texts[i], strlen(texts[i]), &length))
			fail_msg("'%s' was decoded", texts[i]);
}

static void refuses_what_is_not_canonical_in_the_standard_alphabet(void **state)
{
	static const char *const texts[] = {
		"Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zm8", "Zm9vY", "Zg==Zg==", "Zg==\n", " Zg==", "Z g=", "Zm9v\r\n",
		"Zh==", /* stray bits */
		"Zm9=", /* stray bits */
		"-_-_", /* the other alphabet */
		"Zm=8",
	};

	refused(*state, BASE64_STANDARD, texts, COUNT(texts));
}

static void refuses_what_is_not_canonical_in_the_url_alphabet(void **state)
{
	static const char *const texts[] = { "Zg==", "Zm8=", "Z", "Zm9vY", "Zh", "Zm9", "+/+/", "Zm9v ", "Zm9v\n", "Zm.9" };

	refused(*state, BASE64_URL, texts, COUNT(texts));
}

static void refuses_a_nul_among_the_digits(void **state)
{
	size_t length;

	assert_null(base64_decode(*state, BASE64_URL, "Zm\0v", 4, &length));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(encodes_in_both_alphabets),
		TEST(decodes_in_both_alphabets),
		TEST(brings_every_byte_back),
		TEST(refuses_what_is_not_canonical_in_the_standard_alphabet),
		TEST(refuses_what_is_not_canonical_in_the_url_alphabet),
		TEST(refuses_a_nul_among_the_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
