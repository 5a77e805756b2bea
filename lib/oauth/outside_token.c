#include "oauth/outside_token.h"

#include "auth/guess.h"
#include "base/clock.h"
#include "base/text.h"
#include "fields/json.h"
#include "http/client_network.h"
#include "http/form.h"
#include "oauth/cache.h"
#include "oauth/claims.h"
#include "oauth/custom_metadata.h"
#include "oauth/fetch.h"
#include "oauth/jose.h"
#include "oauth/provider.h"
#include "oauth/provider_scopes.h"
#include "store/migration.h"
#include "store/provider_store.h"

#include <string.h>

#define SUBJECT_LONGEST 255     /* OpenID Connect Core 1.0 section 2 */
#define EMAIL_LONGEST 254
#define KEEP_ANSWER_SECONDS 30

static bool url_is_sound(const char *name, const char *url, struct error *error)
{
	return !*url || fetch_url_is_proper(url) ||
	       fail(error, ERROR_INVALID, "%s must be an https URL, without user and fragment", name);
}

bool outside_token_check_settings(struct arena *arena, const struct config *config, struct error *error)
{
	bool asks = config->token_check == TOKEN_CHECK_INTROSPECTION;
	unsigned algorithms;

	if (config->oauth != OAUTH_OUTSIDE)
		return true;
	if (!*config->issuer_url || strlen(config->issuer_url) > 500)
		return fail(error, ERROR_INVALID, "oauth = outside needs issuer_url, the provider's issuer");
	if ((asks || config->setup_proxies) && !*config->client_id)
		return fail(error, ERROR_INVALID, "%s needs client_id, which Taskdesk has at the provider",
			    asks ? "token_check = introspection" : "setup_proxies");
	return url_is_sound("issuer_url", config->issuer_url, error) && url_is_sound("jwks_url", config->jwks_url, error) &&
	       url_is_sound("introspection_url", config->introspection_url, error) &&
	       url_is_sound("authorize_url", config->authorize_url, error) &&
	       url_is_sound("token_url", config->token_url, error) &&
	       url_is_sound("oauth_metadata_url", config->oauth_metadata_url, error) &&
	       jose_algorithms_parse(arena, config->token_algorithms, &algorithms, error) &&
	       provider_scopes_check(config->scope_map, error) && custom_metadata_check(arena, config, error);
}

static bool refuse(struct oauth *oauth, const char *reason)
{
	return oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "%s", reason);
}

/* Who sends it; not believed yet when the claims are not. */
static bool read_identity(struct oauth *oauth, struct json_object *claims, struct identity *identity)
{
	const char *subject = json_member_text(claims, "sub");

	if (!subject || !*subject || utf8_length(subject) > SUBJECT_LONGEST)
		return refuse(oauth, "the token does not say whose it is");
	*identity = (struct identity){ oauth->config->issuer_url, subject };
	return true;
}

static bool look_up(struct oauth *oauth, struct outside_token *token)
{
	if (!identity_store_find_caller(oauth->db, &token->identity, provider_keys_name(oauth), &token->caller))
		return migration_explain(oauth->db);
	return migration_fits(oauth->db, token->caller.schema);
}

/* The signature was checked with these keys: with other keys it counts as not checked. */
static void name_checked(struct oauth *oauth, const char *text, const char *version, unsigned char digest[SHA256_BYTES])
{
	const char *name = arena_printf(oauth->arena, "%s %s", version, text);

	sha256(name, strlen(name), digest);
}

/* With the keys as they are kept, and once more with newer ones where the token names a key that is not among them. */
static bool verify_signature(struct oauth *oauth, const char *text, const char **version)
{
	struct json_object *keys, *claims;
	struct error why = { 0 };
	const char *kept;
	unsigned algorithms;

	if (!jose_algorithms_parse(oauth->arena, oauth->config->token_algorithms, &algorithms, oauth->error) ||
	    !provider_keys(oauth, PROVIDER_AS_KEPT, &keys, &kept))
		return false;
	*version = kept;
	if (jose_verify(oauth->arena, text, keys, algorithms, NULL, &claims, &why))
		return true;
	if (why.kind == ERROR_NOT_FOUND) {
		if (!provider_keys(oauth, PROVIDER_NEWER, &keys, version))
			return false;
		if (strcmp(kept, *version) != 0 && jose_verify(oauth->arena, text, keys, algorithms, NULL, &claims, &why))
			return true;
	}
	return refuse(oauth, why.message);
}

static bool is_signed(struct oauth *oauth, const char *text, const struct outside_caller *caller)
{
	unsigned char digest[SHA256_BYTES];
	const char *version;

	if (caller->keys_are_fresh) {
		name_checked(oauth, text, caller->keys_version, digest);
		if (oauth_cache_find(oauth->cache, digest))
			return true;
	}
	if (!verify_signature(oauth, text, &version))
		return false;
	name_checked(oauth, text, version, digest);
	oauth_cache_add(oauth->cache, digest, "");
	return true;
}

static const char *expected_audience(const struct oauth *oauth, const char *resource)
{
	return *oauth->config->audience ? oauth->config->audience : resource;
}

static bool claims_fit(struct oauth *oauth, struct json_object *claims, const char *resource)
{
	const struct claims_expected expected = {
		.issuer = oauth->config->issuer_url,
		.audiences = (const char *const[]){ expected_audience(oauth, resource), NULL },
	};
	struct error why = { 0 };

	return claims_check(claims, &expected, clock_unix_seconds(), &why) || refuse(oauth, why.message);
}

static bool check_by_signature(struct oauth *oauth, const char *text, const char *resource, struct outside_token *token,
			       struct json_object **claims)
{
	struct error why = { 0 };

	if (!jose_unverified_claims(oauth->arena, text, claims, &why))
		return refuse(oauth, why.message);
	return claims_fit(oauth, *claims, resource) && read_identity(oauth, *claims, &token->identity) &&
	       look_up(oauth, token) && is_signed(oauth, text, &token->caller);
}

/* Whether the provider takes the token for good, with all that it says. */
static bool ask_provider(struct oauth *oauth, const char *text, const char **answer, bool *is_active)
{
	struct text form = text_in(oauth->arena);
	struct fetch_response response;
	struct json_object *said;
	const char *url;

	if (!provider_url(oauth, oauth->config->introspection_url, "introspection_endpoint", &url))
		return false;
	http_form_add(&form, "token", text);
	http_form_add(&form, "token_type_hint", "access_token");
	if (!provider_post(oauth, url, text_string(&form), &response))
		return false;
	if (response.status != 200 || !json_read(oauth->arena, response.body, response.body_bytes, &said, oauth->error) ||
	    !json_object_is_type(said, json_type_object)) {
		log_event(oauth->log, LOG_ERROR, "provider", "introspection=%d", response.status);
		return fail(oauth->error, ERROR_UNAVAILABLE, "the sign-in provider does not answer about tokens");
	}
	*answer = response.body;
	*is_active = json_object_get_boolean(json_member(said, "active"));
	return true;
}

/* Strangers' tokens are asked about only so often: each costs a call to the provider. */
static bool ask(struct oauth *oauth, const char *text, const char **answer)
{
	const struct guess guess = { GUESS_TOKEN, http_client_network(oauth->request, oauth->config->trusted_proxies) };
	bool is_active = false;

	if (!guess_admit(oauth->db, &guess, 1))
		return false;
	if (!ask_provider(oauth, text, answer, &is_active)) {
		guess_take_back(oauth->db, &guess);
		return false;
	}
	return !is_active || guess_was_right(oauth->db, &guess, 1);
}

static bool find_answer(struct oauth *oauth, const char *text, struct json_object **said)
{
	unsigned char hash[SHA256_BYTES];
	const char *name = arena_printf(oauth->arena, "%s %s", oauth->config->issuer_url, text);
	const char *answer;

	sha256(name, strlen(name), hash);
	if (!provider_store_find_answer(oauth->db, hash, &answer))
		return false;
	if (!answer && (!ask(oauth, text, &answer) ||
			!provider_store_keep_answer(oauth->db, hash, answer, KEEP_ANSWER_SECONDS)))
		return false;
	return json_read(oauth->arena, answer, strlen(answer), said, oauth->error);
}

/* The answer may leave out what is plain to the provider; what it says has to fit (RFC 7662 section 2.2). */
static bool answer_fits(struct oauth *oauth, struct json_object *said, const char *resource)
{
	const char *issuer = oauth->config->issuer_url;

	if (!json_object_is_type(json_member(said, "active"), json_type_boolean) ||
	    !json_object_get_boolean(json_member(said, "active")))
		return refuse(oauth, "the token is not valid, or not any more");
	if (!json_member(said, "iss"))
		json_set_text(said, "iss", issuer);
	if (!json_member(said, "exp"))
		json_set_integer(said, "exp", clock_unix_seconds() + KEEP_ANSWER_SECONDS);
	return claims_fit(oauth, said, resource);
}

static bool check_by_asking(struct oauth *oauth, const char *text, const char *resource, struct outside_token *token,
			    struct json_object **said)
{
	if (strlen(text) > JOSE_TOKEN_LONGEST)
		return refuse(oauth, "the token is too long");
	return find_answer(oauth, text, said) && answer_fits(oauth, *said, resource) &&
	       read_identity(oauth, *said, &token->identity) && look_up(oauth, token);
}

/* As a list in "scp" (Okta, Entra), too. */
static const char *scope_words(struct oauth *oauth, struct json_object *claims)
{
	const char *words = json_member_text(claims, "scope");
	struct json_object *list = json_member(claims, "scp");
	struct text text = text_in(oauth->arena);

	if (words)
		return words;
	if (json_object_is_type(list, json_type_string))
		return json_member_text(claims, "scp");
	for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++)
		text_printf(&text, "%s%s", i ? " " : "", json_object_get_string(json_object_array_get_idx(list, i)));
	return text_string(&text);
}

static bool read_scopes(struct oauth *oauth, struct json_object *claims, struct outside_token *token)
{
	const char *words = scope_words(oauth, claims);

	words = words ? words : "";
	if (!provider_scopes_suffice(oauth, words))
		return oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "the token lacks scopes that are required here: %s",
				    oauth->config->required_scopes);
	token->scopes = provider_scopes_read(oauth, words);
	return true;
}

/* An address that nobody has verified may be anybody's. */
static const char *verified_email(struct oauth *oauth, struct json_object *claims)
{
	const char *claim = oauth->config->email_claim;
	struct json_object *verified = json_member(claims, arena_printf(oauth->arena, "%s_verified", claim));
	const char *given = json_member_text(claims, claim);
	char *email;

	if (!given || strlen(given) > EMAIL_LONGEST || !json_object_is_type(verified, json_type_boolean) ||
	    !json_object_get_boolean(verified))
		return NULL;
	email = arena_strdup(oauth->arena, given);
	for (char *at = email; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return email;
}

static const char *first_of(struct json_object *claims, const char *const *names)
{
	for (; *names; names++) {
		const char *text = json_member_text(claims, *names);

		if (text && *text)
			return text;
	}
	return NULL;
}

bool outside_token_check(struct oauth *oauth, const char *text, const char *resource, struct outside_token *token)
{
	static const char *const names[] = { "name", "preferred_username", "username", NULL };
	static const char *const clients[] = { "client_id", "azp", "cid", NULL };
	struct json_object *claims;

	*token = (struct outside_token){ 0 };
	if (!(oauth->config->token_check == TOKEN_CHECK_JWT ?
		      check_by_signature(oauth, text, resource, token, &claims) :
		      check_by_asking(oauth, text, resource, token, &claims)) ||
	    !read_scopes(oauth, claims, token))
		return false;
	token->email = verified_email(oauth, claims);
	token->name = first_of(claims, names);
	token->client_name = first_of(claims, clients);
	return true;
}
