/* oauth/client_metadata: what clients may say about themselves. */
#include "unit.h"

#include "fields/json.h"
#include "oauth/client_metadata.h"
#include "oauth/scope_words.h"

static const struct config config = { .redirect_schemes = "cursor" };

static const struct client_metadata_rules document_rules = {
	.auth_methods = CLIENT_AUTH(OAUTH_AUTH_NONE) | CLIENT_AUTH(OAUTH_AUTH_PRIVATE_KEY_JWT),
	.usual_method = OAUTH_AUTH_NONE,
	.takes_jwks_uri = true,
};

static const struct client_metadata_rules registration_rules = {
	.auth_methods = CLIENT_AUTH(OAUTH_AUTH_NONE) | CLIENT_AUTH(OAUTH_AUTH_SECRET_BASIC) |
			CLIENT_AUTH(OAUTH_AUTH_SECRET_POST) | CLIENT_AUTH(OAUTH_AUTH_PRIVATE_KEY_JWT),
	.usual_method = OAUTH_AUTH_SECRET_BASIC,
};

#define REDIRECT "\"redirect_uris\":[\"https://client.example/callback\"]"
#define KEY "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"

static bool read_as(struct arena *arena, const char *text, const struct client_metadata_rules *rules,
		    struct client_metadata *read, struct oauth_refusal *refusal)
{
	struct error error = { 0 };
	struct oauth oauth = { .arena = arena, .config = &config, .error = &error };
	bool good = client_metadata_read(&oauth, json_keep(arena, json_constant(text)), rules, read);

	*refusal = oauth.refusal;
	return good;
}

static struct oauth_client accept(struct arena *arena, const char *text, const struct client_metadata_rules *rules)
{
	struct oauth_refusal refusal;
	struct client_metadata read;

	if (!read_as(arena, text, rules, &read, &refusal))
		fail_msg("%s: %s", text, refusal.description);
	return read.client;
}

static void reads_what_a_client_says(void **state)
{
	struct oauth_client client =
		accept(*state,
		       "{\"client_name\":\"Example\",\"redirect_uris\":[\"http://127.0.0.1:3000/cb\",\"https://a.example/cb\"],"
		       "\"grant_types\":[\"refresh_token\",\"authorization_code\",\"urn:unknown\"],\"response_types\":[\"code\"],"
		       "\"token_endpoint_auth_method\":\"none\",\"scope\":\"tasks:read unknown\",\"logo_uri\":\"javascript:1\"}",
		       &document_rules);

	assert_string_equal(client.name, "Example");
	assert_string_equal(client.redirect_uris, "http://127.0.0.1:3000/cb\nhttps://a.example/cb");
	assert_int_equal(client.grant_types, OAUTH_GRANT_CODE | OAUTH_GRANT_REFRESH);
	assert_int_equal(client.auth_method, OAUTH_AUTH_NONE);
	assert_int_equal(client.scopes, OAUTH_TASKS_READ | OAUTH_OFFLINE_ACCESS);
	assert_null(client.jwks);
}

static void has_sensible_standards(void **state)
{
	struct oauth_client document = accept(*state, "{" REDIRECT "}", &document_rules);
	struct oauth_client registered = accept(*state, "{" REDIRECT "}", &registration_rules);

	assert_int_equal(document.auth_method, OAUTH_AUTH_NONE);
	assert_int_equal(registered.auth_method, OAUTH_AUTH_SECRET_BASIC);
	assert_int_equal(document.grant_types, OAUTH_GRANT_CODE);
	assert_int_equal(document.scopes, OAUTH_SCOPES_ALL);
	assert_string_not_equal(document.name, "");
}

static void makes_names_plain(void **state)
{
	struct oauth_client client =
		accept(*state, "{" REDIRECT ",\"client_name\":\" Good\\nName\\u202e \\u0007\"}", &document_rules);

	assert_string_equal(client.name, "Good Name");
}

static void takes_public_keys(void **state)
{
	struct oauth_client client =
		accept(*state, "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[" KEY "]}}",
		       &document_rules);
	struct oauth_refusal refusal;
	struct client_metadata read;

	assert_int_equal(client.auth_method, OAUTH_AUTH_PRIVATE_KEY_JWT);
	assert_mentions(client.jwks, "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
	assert_true(read_as(*state,
			    "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\"https://a.example/keys\"}",
			    &document_rules, &read, &refusal));
	assert_string_equal(read.jwks_uri, "https://a.example/keys");
}

struct refused {
	const char *metadata;
	const struct client_metadata_rules *rules;
	enum oauth_error error;
};

static const struct refused refused[] = {
	{ "[]", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":[]}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":\"https://a.example/\"}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":[7]}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":[null]}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":[\"http://a.example/cb\"]}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":[\"https://a.example/cb\",\"javascript:alert(1)\"]}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":[\"https://a.example/cb#x\"]}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{\"redirect_uris\":[\"https://a.example/\\nhttps://b.example/\"]}", &document_rules, OAUTH_INVALID_REDIRECT_URI },
	{ "{" REDIRECT ",\"client_name\":7}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"client_secret_basic\"}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"client_secret_jwt\"}", &registration_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":7}", &registration_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"grant_types\":[\"implicit\"]}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"grant_types\":[\"client_credentials\"]}", &registration_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"grant_types\":\"authorization_code\"}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"response_types\":[\"token\"]}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"scope\":\"unknown\"}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"scope\":[\"tasks:read\"]}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\"}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{}}", &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[" KEY "]},\"jwks_uri\":\"https://a.example/\"}",
	  &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\"https://a.example/\"}",
	  &registration_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}}",
	  &document_rules, OAUTH_INVALID_CLIENT_METADATA },
	{ "{" REDIRECT ",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[{\"kty\":\"EC\",\"d\":\"AAAA\"}]}}",
	  &document_rules, OAUTH_INVALID_CLIENT_METADATA },
};

static void refuses_what_does_not_fit(void **state)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct oauth_refusal refusal;
		struct client_metadata read;

		read_as(*state, refused[i].metadata, refused[i].rules, &read, &refusal);
		if (refusal.error != refused[i].error)
			fail_msg("%s: %s", refused[i].metadata, refusal.description);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_what_a_client_says),
		TEST(has_sensible_standards),
		TEST(makes_names_plain),
		TEST(takes_public_keys),
		TEST(refuses_what_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
