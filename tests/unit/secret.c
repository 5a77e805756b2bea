/* base/secret and base/random: digests against published vectors, comparisons, random names. */
#include "unit.h"

#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"

static const char *hex(struct arena *arena, const unsigned char digest[SHA256_BYTES])
{
	struct text text = text_in(arena);

	for (size_t i = 0; i < SHA256_BYTES; i++)
		text_printf(&text, "%02x", digest[i]);
	return text_string(&text);
}

struct digest_vector {
	const char *message;
	const char *digest;
};

/* FIPS 180-4's examples. */
static const struct digest_vector digest_vectors[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void digests_as_published(void **state)
{
	unsigned char digest[SHA256_BYTES];

	for (size_t i = 0; i < COUNT(digest_vectors); i++) {
		sha256(digest_vectors[i].message, strlen(digest_vectors[i].message), digest);
		assert_string_equal(hex(*state, digest), digest_vectors[i].digest);
	}
}

static void digests_a_million_bytes_as_published(void **state)
{
	char *message = arena_alloc(*state, 1000000);
	unsigned char digest[SHA256_BYTES];

	memset(message, 'a', 1000000);
	sha256(message, 1000000, digest);
	assert_string_equal(hex(*state, digest), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* RFC 4231 section 4: keys and messages are strings, or one byte repeated. */
struct hmac_vector {
	const char *key;
	unsigned char key_byte;
	size_t key_length;
	const char *message;
	unsigned char message_byte;
	size_t message_length;
	const char *digest;
};

static const struct hmac_vector hmac_vectors[] = {
	{ .key_byte = 0x0b, .key_length = 20, .message = "Hi There", .message_length = 8,
	  .digest = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
	{ .key = "Jefe", .key_length = 4, .message = "what do ya want for nothing?", .message_length = 28,
	  .digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
	{ .key_byte = 0xaa, .key_length = 20, .message_byte = 0xdd, .message_length = 50,
	  .digest = "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
	{ .key = "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19",
	  .key_length = 25, .message_byte = 0xcd, .message_length = 50,
	  .digest = "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b" },
	{ .key_byte = 0x0c, .key_length = 20, .message = "Test With Truncation", .message_length = 20,
	  .digest = "a3b6167473100ee06e0c796c2955552b" }, /* the RFC prints 128 bits of it */
	{ .key_byte = 0xaa, .key_length = 131, .message = "Test Using Larger Than Block-Size Key - Hash Key First",
	  .message_length = 54, .digest = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
	{ .key_byte = 0xaa, .key_length = 131,
	  .message = "This is a test using a larger than block-size key and a larger than block-size data. "
		     "The key needs to be hashed before being used by the HMAC algorithm.",
	  .message_length = 152, .digest = "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
};

static const void *bytes_of(struct arena *arena, const char *text, unsigned char byte, size_t length)
{
	void *bytes;

	if (text)
		return text;
	bytes = arena_alloc(arena, length);
	memset(bytes, byte, length);
	return bytes;
}

static void authenticates_as_rfc_4231_says(void **state)
{
	unsigned char digest[SHA256_BYTES];

	for (size_t i = 0; i < COUNT(hmac_vectors); i++) {
		const struct hmac_vector *vector = &hmac_vectors[i];

		hmac_sha256(bytes_of(*state, vector->key, vector->key_byte, vector->key_length), vector->key_length,
			    bytes_of(*state, vector->message, vector->message_byte, vector->message_length),
			    vector->message_length, digest);
		if (!text_starts_with(hex(*state, digest), vector->digest))
			fail_msg("test case %zu: %s", i + 1, hex(*state, digest));
	}
}

static void tells_equal_bytes_from_different_ones(void **state)
{
	(void)state;
	assert_true(secret_equals("abc", "abc", 3));
	assert_true(secret_equals("a\0b", "a\0b", 3));
	assert_true(secret_equals("x", "y", 0));
	assert_false(secret_equals("abc", "abd", 3));
	assert_false(secret_equals("abc", "Abc", 3));
	assert_false(secret_equals("a\0b", "a\0c", 3));
}

static void wipes_every_byte(void **state)
{
	char secret[32];

	(void)state;
	memset(secret, 's', sizeof(secret));
	secret_wipe(secret, sizeof(secret));
	for (size_t i = 0; i < sizeof(secret); i++)
		assert_int_equal(secret[i], 0);
}

static void names_things_at_random_without_look_alikes(void **state)
{
	char one[27], other[27];

	(void)state;
	memset(one, 'X', sizeof(one));
	random_name(one, 26);
	random_name(other, 26);
	assert_int_equal(strlen(one), 26);
	assert_int_equal(strspn(one, "abcdefghijklmnopqrstuvwxyz0123456789"), 26);
	assert_null(strpbrk(one, "ilou"));
	assert_string_not_equal(one, other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(digests_as_published),
		TEST(digests_a_million_bytes_as_published),
		TEST(authenticates_as_rfc_4231_says),
		TEST(tells_equal_bytes_from_different_ones),
		TEST(wipes_every_byte),
		TEST(names_things_at_random_without_look_alikes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
