/* oauth/jose: signatures that hold, and every kind that must not. */
#include "unit.h"

#include "base/base64.h"
#include "base/secret.h"
#include "base/text.h"
#include "fields/json.h"
#include "jose_vectors.h"

static const char own_claims[] = "{\"iss\":\"https://desk.example\",\"sub\":\"7\"}";

/* A key set around keys that are given as text. */
static struct json_object *keys_of(struct arena *arena, const char *keys)
{
	const char *text = arena_printf(arena, "{\"keys\":[%s]}", keys);
	struct error error = { 0 };
	struct json_object *set;

	if (!jose_keys_read(arena, text, strlen(text), &set, &error))
		fail_msg("%s", error.message);
	return set;
}

/* A token put together by hand: header and claims as text, the signature as bytes. */
static const char *token_of(struct arena *arena, const char *header, const char *claims, const void *signature,
			    size_t length)
{
	return arena_printf(arena, "%s.%s.%s", base64_encode(arena, BASE64_URL, header, strlen(header)),
			    base64_encode(arena, BASE64_URL, claims, strlen(claims)),
			    base64_encode(arena, BASE64_URL, signature, length));
}

struct own_key {
	const char *secret;
	const char *kid;
	struct json_object *set;
};

static struct own_key own_key(struct arena *arena)
{
	struct error error = { 0 };
	struct own_key key;
	struct json_object *seen;

	assert_true(jose_key_generate(arena, &key.secret, &error));
	assert_true(jose_key_public(arena, key.secret, &seen, &error));
	key.kid = json_member_text(seen, "kid");
	key.set = keys_of(arena, json_text(seen));
	return key;
}

static const char *sign(struct arena *arena, const struct own_key *key, const char *type)
{
	struct error error = { 0 };
	const char *token;

	assert_true(jose_sign(arena, key->secret, type, json_keep(arena, json_constant(own_claims)), &token, &error));
	return token;
}

/* The kind of the refusal, ERROR_NONE when the token was accepted. */
static enum error_kind verdict(struct arena *arena, const char *token, struct json_object *keys, unsigned algorithms)
{
	struct error error = { 0 };
	struct json_object *claims;

	if (jose_verify(arena, token, keys, algorithms, NULL, &claims, &error))
		return ERROR_NONE;
	assert_string_not_equal(error.message, "");
	return error.kind;
}

static void accepts_published_tokens(void **state)
{
	for (size_t i = 0; i < COUNT(signed_examples); i++) {
		const struct signed_example *example = &signed_examples[i];
		struct json_object *keys = keys_of(*state, example->key), *claims;
		struct error error = { 0 };

		if (!jose_verify(*state, example->token, keys, example->algorithm, NULL, &claims, &error))
			fail_msg("%s: %s", example->name, error.message);
		assert_non_null(json_member_text(claims, "iss"));
	}
}

static void refuses_a_signature_with_one_bit_changed(void **state)
{
	for (size_t i = 0; i < COUNT(signed_examples); i++) {
		const struct signed_example *example = &signed_examples[i];
		char *token = arena_strdup(*state, example->token);
		char *signature = strrchr(token, '.') + 1;

		*signature = *signature == 'A' ? 'B' : 'A';
		assert_int_equal(verdict(*state, token, keys_of(*state, example->key), example->algorithm), ERROR_DENIED);
	}
}

static void refuses_claims_that_were_not_signed(void **state)
{
	struct own_key key = own_key(*state);
	char *token = arena_strdup(*state, sign(*state, &key, "JWT"));
	const char *other = base64_encode(*state, BASE64_URL, "{\"sub\":\"1\"}", 11);
	char *claims = strchr(token, '.'), *signature = strrchr(token, '.');

	*claims = '\0';
	assert_int_equal(verdict(*state, arena_printf(*state, "%s.%s%s", token, other, signature), key.set, JOSE_ES256),
			 ERROR_DENIED);
}

static void refuses_an_algorithm_that_is_not_on_the_list(void **state)
{
	for (size_t i = 0; i < COUNT(signed_examples); i++) {
		const struct signed_example *example = &signed_examples[i];
		unsigned others = JOSE_PUBLIC_KEY_ALGORITHMS & ~example->algorithm;

		assert_int_equal(verdict(*state, example->token, keys_of(*state, example->key), others), ERROR_INVALID);
	}
}

static void refuses_tokens_without_a_signature(void **state)
{
	struct own_key key = own_key(*state);
	const char *unsigned_ones[] = {
		/* RFC 7515 appendix A.5 */
		"eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.",
		token_of(*state, "{\"alg\":\"none\"}", own_claims, "x", 1),
		token_of(*state, "{\"alg\":\"None\"}", own_claims, "x", 1),
		token_of(*state, "{\"alg\":\"ES256\"}", own_claims, "", 0),
		token_of(*state, "{}", own_claims, "x", 1),
		token_of(*state, "{\"alg\":null}", own_claims, "x", 1),
		token_of(*state, "{\"alg\":[\"ES256\"]}", own_claims, "x", 1),
	};

	for (size_t i = 0; i < COUNT(unsigned_ones); i++)
		assert_int_equal(verdict(*state, unsigned_ones[i], key.set, JOSE_PUBLIC_KEY_ALGORITHMS), ERROR_INVALID);
}

/* RFC 8725 section 2.1: the public key, which everybody knows, taken as the secret of an HMAC. */
static void refuses_a_public_key_used_as_a_shared_secret(void **state)
{
	const char *header = "{\"alg\":\"HS256\",\"kid\":\"one\"}";
	unsigned char digest[SHA256_BYTES];
	const char *input;

	for (size_t i = 0; i < COUNT(signed_examples); i++) {
		const char *key = signed_examples[i].key;

		input = arena_printf(*state, "%s.%s", base64_encode(*state, BASE64_URL, header, strlen(header)),
				     base64_encode(*state, BASE64_URL, own_claims, strlen(own_claims)));
		hmac_sha256(key, strlen(key), input, strlen(input), digest);
		assert_int_equal(verdict(*state, token_of(*state, header, own_claims, digest, sizeof(digest)),
					 keys_of(*state, key), JOSE_PUBLIC_KEY_ALGORITHMS), ERROR_INVALID);
	}
}

/* RFC 7515 appendix A.1: a right signature, by a kind of key that has no place in a public set. */
static void refuses_a_shared_secret_in_the_key_set(void **state)
{
	const char *token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
			    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
			    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
	struct json_object *keys = keys_of(*state, "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"
						   "-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}");

	assert_int_equal(verdict(*state, token, keys, JOSE_PUBLIC_KEY_ALGORITHMS), ERROR_INVALID);
}

static void refuses_a_key_of_another_type_or_curve(void **state)
{
	struct own_key key = own_key(*state);
	const char *token = sign(*state, &key, "JWT");

	for (size_t i = 0; i < COUNT(signed_examples); i++) {
		struct json_object *other = json_constant(signed_examples[i].key);

		json_keep(*state, other);
		if (signed_examples[i].algorithm == JOSE_ES256)
			continue;
		json_set_text(other, "kid", key.kid);
		assert_int_equal(verdict(*state, token, keys_of(*state, json_text(other)), JOSE_PUBLIC_KEY_ALGORITHMS),
				 ERROR_INVALID);
	}
}

static void refuses_a_key_that_is_for_something_else(void **state)
{
	struct own_key key = own_key(*state);
	const char *token = sign(*state, &key, "JWT");
	const char *restrictions[][2] = {
		{ "use", "\"enc\"" }, { "use", "7" }, { "alg", "\"ES384\"" }, { "key_ops", "[\"sign\"]" },
		{ "key_ops", "\"verify\"" },
	};

	for (size_t i = 0; i < COUNT(restrictions); i++) {
		struct json_object *list = json_member(key.set, "keys");
		struct json_object *restricted = json_keep(*state, json_copy(json_object_array_get_idx(list, 0)));

		json_set(restricted, restrictions[i][0], json_constant(restrictions[i][1]));
		assert_int_equal(verdict(*state, token, keys_of(*state, json_text(restricted)), JOSE_ES256), ERROR_INVALID);
	}
}

static void refuses_a_weak_key(void **state)
{
	assert_int_equal(verdict(*state, weak_example.token, keys_of(*state, weak_example.key), JOSE_RS256), ERROR_INVALID);
}

static void says_when_the_key_is_not_published(void **state)
{
	struct own_key key = own_key(*state), other = own_key(*state);
	const char *token = sign(*state, &key, "JWT");

	assert_int_equal(verdict(*state, token, other.set, JOSE_ES256), ERROR_NOT_FOUND);
	assert_int_equal(verdict(*state, token, keys_of(*state, ""), JOSE_ES256), ERROR_NOT_FOUND);
}

static void finds_its_key_among_several(void **state)
{
	struct own_key first = own_key(*state), second = own_key(*state);
	struct json_object *both = keys_of(*state, "");
	struct own_key *keys[] = { &first, &second };

	for (size_t i = 0; i < COUNT(keys); i++)
		json_object_array_add(json_member(both, "keys"),
				      json_copy(json_object_array_get_idx(json_member(keys[i]->set, "keys"), 0)));
	assert_int_equal(verdict(*state, sign(*state, &first, "JWT"), both, JOSE_ES256), ERROR_NONE);
	assert_int_equal(verdict(*state, sign(*state, &second, "JWT"), both, JOSE_ES256), ERROR_NONE);
	/* A token without a kid could mean either of them. */
	json_object_array_add(json_member(both, "keys"), json_constant(signed_examples[1].key));
	assert_int_equal(verdict(*state, signed_examples[1].token, both, JOSE_ES256), ERROR_INVALID);
}

static void refuses_extensions_it_does_not_know(void **state)
{
	struct own_key key = own_key(*state);
	const char *header = arena_printf(*state, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"crit\":[\"exp\"]}", key.kid);
	char signature[64] = { 1 };

	assert_int_equal(verdict(*state, token_of(*state, header, own_claims, signature, sizeof(signature)), key.set,
				 JOSE_ES256), ERROR_INVALID);
}

static void asks_for_the_type_that_is_wanted(void **state)
{
	struct own_key key = own_key(*state);
	struct error error = { 0 };
	struct json_object *claims;

	assert_true(jose_verify(*state, sign(*state, &key, "at+jwt"), key.set, JOSE_ES256, "at+jwt", &claims, &error));
	assert_true(jose_verify(*state, sign(*state, &key, "application/AT+JWT"), key.set, JOSE_ES256, "at+jwt", &claims,
				&error));
	assert_false(jose_verify(*state, sign(*state, &key, "JWT"), key.set, JOSE_ES256, "at+jwt", &claims, &error));
	assert_mentions(error.message, "at+jwt");
}

static void refuses_what_is_no_token(void **state)
{
	struct own_key key = own_key(*state);
	const char *token = sign(*state, &key, "JWT");
	const char *wrong[] = {
		"", ".", "..", "...", "a.b", "a.b.c", "td_abcdefghijklmnopqrstuvwxyz",
		arena_printf(*state, "%s.", token), arena_printf(*state, "%s.AA", token), arena_printf(*state, ".%s", token),
		arena_printf(*state, "%s=", token), arena_printf(*state, " %s", token), arena_printf(*state, "%s\n", token),
		token_of(*state, "not JSON", own_claims, "x", 1), token_of(*state, "[]", own_claims, "x", 1),
	};

	for (size_t i = 0; i < COUNT(wrong); i++)
		if (verdict(*state, wrong[i], key.set, JOSE_ES256) != ERROR_INVALID)
			fail_msg("\"%s\" was not refused as it should", wrong[i]);
}

static void refuses_a_signature_of_another_length(void **state)
{
	struct own_key key = own_key(*state);
	const char *header = arena_printf(*state, "{\"alg\":\"ES256\",\"kid\":\"%s\"}", key.kid);
	char signature[132] = { 0 };
	size_t lengths[] = { 1, 63, 65, 66, 132 };

	for (size_t i = 0; i < COUNT(lengths); i++)
		assert_int_equal(verdict(*state, token_of(*state, header, own_claims, signature, lengths[i]), key.set,
					 JOSE_ES256), ERROR_DENIED);
}

static void refuses_what_is_too_long(void **state)
{
	char *long_text = arena_alloc(*state, JOSE_KEYS_LONGEST + 2);
	struct own_key key = own_key(*state);
	struct error error = { 0 };
	struct json_object *keys;

	memset(long_text, 'A', JOSE_KEYS_LONGEST + 1);
	assert_false(jose_keys_read(*state, long_text, JOSE_KEYS_LONGEST + 1, &keys, &error));
	assert_mentions(error.message, "longer");
	long_text[JOSE_TOKEN_LONGEST + 1] = '\0';
	assert_int_equal(verdict(*state, long_text, key.set, JOSE_ES256), ERROR_INVALID);
}

static void reads_only_key_sets(void **state)
{
	const char *wrong[] = { "", "[]", "{}", "null", "{\"keys\":{}}", "{\"keys\":[}", "7" };
	struct text many = text_in(*state);
	struct error error = { 0 };
	struct json_object *keys;

	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(jose_keys_read(*state, wrong[i], strlen(wrong[i]), &keys, &error));
	text_add(&many, "{\"keys\":[{}");
	for (int i = 0; i < JOSE_KEYS_MOST; i++)
		text_add(&many, ",{}");
	text_add(&many, "]}");
	assert_false(jose_keys_read(*state, text_string(&many), many.length, &keys, &error));
	assert_mentions(error.message, "more than");
}

static void publishes_nothing_secret(void **state)
{
	struct own_key key = own_key(*state);
	struct json_object *private_one = json_keep(*state, json_constant(key.secret));
	const char *seen = json_text(key.set);

	assert_non_null(json_member_text(private_one, "d"));
	assert_silent_about(seen, json_member_text(private_one, "d"));
	assert_mentions(seen, key.kid);
	assert_mentions(seen, json_member_text(private_one, "x"));
	assert_silent_about(seen, "\"d\"");
}

static void makes_another_key_each_time(void **state)
{
	struct own_key one = own_key(*state), other = own_key(*state);

	assert_string_not_equal(one.secret, other.secret);
	assert_string_not_equal(one.kid, other.kid);
	assert_int_equal(strlen(one.kid), 43);
}

static void reads_claims_without_believing_them(void **state)
{
	const char *token = token_of(*state, "{\"alg\":\"none\"}", "{\"iss\":\"anybody\"}", "x", 1);
	struct error error = { 0 };
	struct json_object *claims;

	assert_true(jose_unverified_claims(*state, token, &claims, &error));
	assert_string_equal(json_member_text(claims, "iss"), "anybody");
	assert_false(jose_unverified_claims(*state, token_of(*state, "{}", "[1]", "x", 1), &claims, &error));
}

static void reads_lists_of_algorithms(void **state)
{
	struct error error = { 0 };
	unsigned algorithms;

	assert_true(jose_algorithms_parse(*state, "ES256, RS256", &algorithms, &error));
	assert_int_equal(algorithms, JOSE_ES256 | JOSE_RS256);
	assert_false(jose_algorithms_parse(*state, "none", &algorithms, &error));
	assert_false(jose_algorithms_parse(*state, "ES256,HS256", &algorithms, &error));
	assert_mentions(error.message, "HS256");
	assert_false(jose_algorithms_parse(*state, "", &algorithms, &error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(accepts_published_tokens),
		TEST(refuses_a_signature_with_one_bit_changed),
		TEST(refuses_claims_that_were_not_signed),
		TEST(refuses_an_algorithm_that_is_not_on_the_list),
		TEST(refuses_tokens_without_a_signature),
		TEST(refuses_a_public_key_used_as_a_shared_secret),
		TEST(refuses_a_shared_secret_in_the_key_set),
		TEST(refuses_a_key_of_another_type_or_curve),
		TEST(refuses_a_key_that_is_for_something_else),
		TEST(refuses_a_weak_key),
		TEST(says_when_the_key_is_not_published),
		TEST(finds_its_key_among_several),
		TEST(refuses_extensions_it_does_not_know),
		TEST(asks_for_the_type_that_is_wanted),
		TEST(refuses_what_is_no_token),
		TEST(refuses_a_signature_of_another_length),
		TEST(refuses_what_is_too_long),
		TEST(reads_only_key_sets),
		TEST(publishes_nothing_secret),
		TEST(makes_another_key_each_time),
		TEST(reads_claims_without_believing_them),
		TEST(reads_lists_of_algorithms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
