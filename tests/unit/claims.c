/* oauth/claims: issuer, audience and the moments between which a token holds. */
#include "unit.h"

#include "fields/json.h"
#include "oauth/claims.h"

#define NOW ((int64_t)1800000000)

static const char *const audiences[] = { "https://desk.example/mcp", "https://desk.example/mcp/", NULL };
static const struct claims_expected expected = { .issuer = "https://issuer.example", .audiences = audiences };

struct example {
	const char *claims;
	const char *refusal;    /* a part of the sentence; NULL: accepted */
};

#define ISSUER "\"iss\":\"https://issuer.example\""
#define AUDIENCE "\"aud\":\"https://desk.example/mcp\""
#define EXPIRY "\"exp\":1800000060"
#define BASE ISSUER "," AUDIENCE "," EXPIRY

static const struct example examples[] = {
	{ "{" BASE "}", NULL },
	{ "{" ISSUER "," EXPIRY ",\"aud\":[\"https://other.example\",\"https://desk.example/mcp\"]}", NULL },
	{ "{" ISSUER "," EXPIRY ",\"aud\":\"https://desk.example/mcp/\"}", NULL },
	{ "{" BASE ",\"nbf\":1800000000,\"iat\":1799999990}", NULL },
	{ "{" ISSUER "," AUDIENCE ",\"exp\":1799999971}", NULL },          /* within the leeway */
	{ "{" BASE ",\"nbf\":1800000030,\"iat\":1800000030}", NULL },      /* within the leeway */
	{ "{" ISSUER "," AUDIENCE ",\"exp\":1800000000.5}", NULL },

	{ "{}", "issuer" },
	{ "{" AUDIENCE "," EXPIRY "}", "issuer" },
	{ "{" AUDIENCE "," EXPIRY ",\"iss\":\"https://issuer.example/\"}", "issuer" },
	{ "{" AUDIENCE "," EXPIRY ",\"iss\":[\"https://issuer.example\"]}", "issuer" },
	{ "{" AUDIENCE "," EXPIRY ",\"iss\":\"https://issuer.example.evil.example\"}", "issuer" },
	{ "{" ISSUER "," EXPIRY "}", "audience" },
	{ "{" ISSUER "," EXPIRY ",\"aud\":[]}", "audience" },
	{ "{" ISSUER "," EXPIRY ",\"aud\":\"https://desk.example\"}", "audience" },
	{ "{" ISSUER "," EXPIRY ",\"aud\":\"https://desk.example/mcp/readonly\"}", "audience" },
	{ "{" ISSUER "," EXPIRY ",\"aud\":{\"https://desk.example/mcp\":true}}", "audience" },
	{ "{" ISSUER "," EXPIRY ",\"aud\":[[\"https://desk.example/mcp\"]]}", "audience" },
	{ "{" ISSUER "," AUDIENCE "}", "when it expires" },
	{ "{" ISSUER "," AUDIENCE ",\"exp\":null}", "when it expires" },
	{ "{" ISSUER "," AUDIENCE ",\"exp\":\"1800000060\"}", "not a number" },
	{ "{" ISSUER "," AUDIENCE ",\"exp\":1799999970}", "expired" },
	{ "{" ISSUER "," AUDIENCE ",\"exp\":-1}", "expired" },
	{ "{" BASE ",\"nbf\":1800000031}", "not valid yet" },
	{ "{" BASE ",\"iat\":1800000031}", "not valid yet" },
	{ "{" BASE ",\"nbf\":\"now\"}", "not a number" },
};

static void holds_tokens_to_what_they_claim(void **state)
{
	for (size_t i = 0; i < COUNT(examples); i++) {
		struct json_object *claims = json_keep(*state, json_constant(examples[i].claims));
		struct error error = { 0 };

		if (claims_check(claims, &expected, NOW, &error) != !examples[i].refusal)
			fail_msg("%s: %s", examples[i].claims, error.message);
		if (!examples[i].refusal)
			continue;
		assert_int_equal(error.kind, ERROR_DENIED);
		assert_mentions(error.message, examples[i].refusal);
	}
}

static void bounds_how_long_a_token_may_live(void **state)
{
	struct claims_expected short_lived = expected;
	struct json_object *claims = json_keep(*state, json_constant("{" BASE "}"));
	struct error error = { 0 };

	short_lived.longest_life_seconds = 60;
	assert_true(claims_check(claims, &short_lived, NOW, &error));
	assert_false(claims_check(claims, &short_lived, NOW - 31, &error));
	assert_mentions(error.message, "longer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(holds_tokens_to_what_they_claim),
		TEST(bounds_how_long_a_token_may_live),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
