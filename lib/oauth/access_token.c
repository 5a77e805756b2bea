#include "oauth/access_token.h"

#include "base/base64.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "fields/json.h"
#include "oauth/cache.h"
#include "oauth/claims.h"
#include "oauth/jose.h"
#include "oauth/scope_words.h"
#include "store/migration.h"

#include <string.h>

#define TYPE "at+jwt"
#define HEADER_BEGINS "eyJ" /* {" in Base64URL */
#define UNIQUE_LENGTH 16
#define FAMILY_DIGITS 19

bool access_token_is(const char *text)
{
	const char *first = strchr(text, '.');
	const char *second = first ? strchr(first + 1, '.') : NULL;

	return second && text_starts_with(text, HEADER_BEGINS) && !strchr(second + 1, '.');
}

static const char *new_jti(struct arena *arena, int64_t family_id)
{
	char unique[UNIQUE_LENGTH + 1];

	random_name(unique, UNIQUE_LENGTH);
	return arena_printf(arena, "%lld.%s", (long long)family_id, unique);
}

bool access_token_issue(struct oauth *oauth, const struct access_token *token, const char **text)
{
	struct arena *arena = oauth->arena;
	struct json_object *claims = json_keep(arena, json_object_new_object());
	int64_t now = clock_unix_seconds();

	json_set_text(claims, "iss", oauth_issuer(oauth));
	json_set_text(claims, "sub", arena_printf(arena, "%lld", (long long)token->family->user_id));
	json_set_text(claims, "aud", token->family->resource);
	json_set_text(claims, "client_id", token->client_id);
	json_set_text(claims, "scope", oauth_scope_words(arena, token->scopes));
	json_set_text(claims, "jti", new_jti(arena, token->family->id));
	json_set_integer(claims, "iat", now);
	json_set_integer(claims, "exp", now + oauth->config->access_token_seconds);
	return jose_sign(arena, token->private_key, TYPE, claims, text, oauth->error);
}

/* A token as it presents itself. */
struct presented {
	const char *text;
	unsigned char digest[SHA256_BYTES];
	bool was_verified;      /* its signature, by the key of this name */
	const char *kid;
	int64_t family_id;
	struct json_object *claims;
};

static const char *kid_of(struct arena *arena, const char *text, struct error *error)
{
	size_t length;
	const char *header = (const char *)base64_decode(arena, BASE64_URL, text, strcspn(text, "."), &length);
	struct json_object *value;
	const char *kid;

	if (!header || length > JOSE_TOKEN_LONGEST || !json_read(arena, header, length, &value, error))
		return NULL;
	kid = json_member_text(value, "kid");
	return kid && strlen(kid) <= OAUTH_KID_LONGEST ? kid : NULL;
}

/* The number before the dot; 0 when it is not one of ours. */
static int64_t family_of(struct json_object *claims)
{
	const char *jti = json_member_text(claims, "jti");
	char digits[FAMILY_DIGITS + 1];
	size_t length = jti ? strcspn(jti, ".") : 0;
	int64_t family_id;

	if (!length || length > FAMILY_DIGITS)
		return 0;
	memcpy(digits, jti, length);
	digits[length] = '\0';
	return text_to_int64(digits, &family_id) && family_id > 0 ? family_id : 0;
}

/* Nothing here is believed yet, unless it was verified before: it only says what to look for. */
static bool present(struct oauth *oauth, struct presented *presented)
{
	struct error unreadable = { 0 };
	const char *known_kid;

	if (strlen(presented->text) > JOSE_TOKEN_LONGEST ||
	    !jose_unverified_claims(oauth->arena, presented->text, &presented->claims, &unreadable))
		return oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "this is not an access token");
	sha256(presented->text, strlen(presented->text), presented->digest);
	known_kid = oauth_cache_find(oauth->cache, presented->digest);
	presented->was_verified = known_kid != NULL;
	presented->kid = known_kid ? arena_strdup(oauth->arena, known_kid) : kid_of(oauth->arena, presented->text, &unreadable);
	presented->family_id = family_of(presented->claims);
	return (presented->kid && presented->family_id) ||
	       oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "this access token was not issued here");
}

static bool verify(struct oauth *oauth, const struct presented *presented, const char *public_jwk)
{
	struct json_object *keys, *claims;
	const char *set = arena_printf(oauth->arena, "{\"keys\":[%s]}", public_jwk);
	struct error why = { 0 };

	if (!jose_keys_read(oauth->arena, set, strlen(set), &keys, oauth->error))
		return false;
	return jose_verify(oauth->arena, presented->text, keys, JOSE_ES256, TYPE, &claims, &why) ||
	       oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "%s", why.message);
}

/* Checking a signature costs as much as the rest of a small call, and the same token comes again and again. */
static bool is_signed(struct oauth *oauth, const struct presented *presented, const char *public_jwk)
{
	if (!public_jwk)
		return oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "the access token is signed with a key that is not in use, or its access has ended");
	if (presented->was_verified)
		return true;
	if (!verify(oauth, presented, public_jwk))
		return false;
	oauth_cache_add(oauth->cache, presented->digest, presented->kid);
	return true;
}

static bool claims_fit(struct oauth *oauth, const struct presented *presented, const char *resource)
{
	const struct claims_expected expected = {
		.issuer = oauth_issuer(oauth),
		.audiences = (const char *const[]){ resource, NULL },
	};
	struct error why = { 0 };

	return claims_check(presented->claims, &expected, clock_unix_seconds(), &why) ||
	       oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "%s", why.message);
}

static bool names(struct json_object *claims, const char *claim, const char *value)
{
	const char *text = json_member_text(claims, claim);

	return text && strcmp(text, value) == 0;
}

static bool family_counts(struct oauth *oauth, struct json_object *claims, const struct oauth_caller *caller)
{
	struct text subject = text_in(oauth->arena);

	text_add_integer(&subject, caller->user.id);
	if (caller->is_revoked)
		return oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "the access was revoked");
	return (names(claims, "sub", text_string(&subject)) && names(claims, "client_id", caller->client_id) &&
		names(claims, "aud", caller->family.resource)) ||
	       oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "the access token is not of the family that it names");
}

bool access_token_check(struct oauth *oauth, const char *text, const char *resource, struct access_token_found *found)
{
	struct presented presented = { .text = text };
	struct oauth_caller *caller = &found->caller;
	unsigned claimed;

	*found = (struct access_token_found){ 0 };
	if (!present(oauth, &presented))
		return false;
	if (!oauth_family_store_find_caller(oauth->db, presented.family_id, presented.kid, caller))
		return migration_explain(oauth->db);
	if (!migration_fits(oauth->db, caller->schema))
		return false;
	if (!is_signed(oauth, &presented, caller->public_jwk) || !family_counts(oauth, presented.claims, caller))
		return false;
	found->is_ours = true;
	if (!claims_fit(oauth, &presented, resource ? resource : caller->family.resource))
		return false;
	if (!oauth_scopes_read(json_member_text(presented.claims, "scope"), &claimed))
		return oauth_refuse(oauth, OAUTH_INVALID_TOKEN, "the access token has no scope");
	found->scopes = claimed & caller->family.scopes;
	found->jti = json_member_text(presented.claims, "jti");
	found->issued_at_unix = json_object_get_int64(json_member(presented.claims, "iat"));
	found->expires_at_unix = json_object_get_int64(json_member(presented.claims, "exp"));
	return true;
}
