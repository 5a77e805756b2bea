#include "oauth/client_assertion.h"

#include "base/clock.h"
#include "fields/json.h"
#include "oauth/claims.h"
#include "oauth/jose.h"
#include "store/oauth_grant_store.h"

#include <string.h>

#define LONGEST_LIFE_SECONDS 3600
#define LONGEST_JTI 1000

const char *client_assertion_subject(struct oauth *oauth, const char *assertion)
{
	struct json_object *claims;
	struct error unreadable = { 0 };

	return jose_unverified_claims(oauth->arena, assertion, &claims, &unreadable) ? json_member_text(claims, "sub") : NULL;
}

static bool is_signed(struct oauth *oauth, const struct oauth_client *client, const char *assertion,
		      struct json_object **claims)
{
	struct json_object *keys;
	struct error why = { 0 };

	if (!client->jwks)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client has no keys registered");
	return (jose_keys_read(oauth->arena, client->jwks, strlen(client->jwks), &keys, &why) &&
		jose_verify(oauth->arena, assertion, keys, JOSE_PUBLIC_KEY_ALGORITHMS, NULL, claims, &why)) ||
	       oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "client_assertion: %s", why.message);
}

/* RFC 7523 section 3: the issuer and the subject are the client, and the audience is us. */
static bool fits(struct oauth *oauth, const struct oauth_client *client, struct json_object *claims)
{
	const struct claims_expected expected = {
		.issuer = client->client_id,
		.audiences = (const char *const[]){ oauth_issuer(oauth), oauth_url(oauth, "/auth/token"), NULL },
		.longest_life_seconds = LONGEST_LIFE_SECONDS,
	};
	const char *subject = json_member_text(claims, "sub");
	struct error why = { 0 };

	if (!claims_check(claims, &expected, clock_unix_seconds(), &why))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "client_assertion: %s", why.message);
	if (!subject || strcmp(subject, client->client_id) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "client_assertion: sub is not the client");
	return true;
}

static bool is_first_use(struct oauth *oauth, const struct oauth_client *client, struct json_object *claims)
{
	const char *jti = json_member_text(claims, "jti");
	unsigned char hash[SHA256_BYTES];
	bool is_new;

	if (!jti || !*jti || strlen(jti) > LONGEST_JTI)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "client_assertion: there is no jti");
	sha256(jti, strlen(jti), hash);
	if (!oauth_assertion_store_use(oauth->db, client->id, hash, LONGEST_LIFE_SECONDS + 2 * CLAIMS_LEEWAY_SECONDS,
				       &is_new))
		return false;
	return is_new || oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "client_assertion: this one was used before");
}

bool client_assertion_proves(struct oauth *oauth, const struct oauth_client *client, const char *assertion)
{
	struct json_object *claims;

	return is_signed(oauth, client, assertion, &claims) && fits(oauth, client, claims) &&
	       is_first_use(oauth, client, claims);
}
