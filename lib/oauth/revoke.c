#include "oauth/revoke.h"

#include "fields/json.h"
#include "http/form.h"
#include "oauth/access_token.h"
#include "oauth/client.h"
#include "oauth/scope_words.h"

#include <string.h>

#define FORM_LIMIT_BYTES 32768

/* A token of either kind, looked up. */
struct token_found {
	bool is_ours;                      /* it was issued here, to this family */
	bool counts;                       /* and it has neither ended nor been revoked */
	bool is_access_token;
	struct oauth_family family;
	struct access_token_found access;
	struct oauth_refresh_token refresh;
};

static bool look_up_access_token(struct oauth *oauth, const char *token, struct token_found *found)
{
	found->is_access_token = true;
	found->counts = access_token_check(oauth, token, NULL, &found->access);
	found->is_ours = found->access.is_ours;
	found->family = found->access.caller.family;
	if (!found->counts && !oauth->refusal.error)
		return false;
	oauth->refusal = (struct oauth_refusal){ 0 };
	return true;
}

static bool look_up_refresh_token(struct oauth *oauth, const char *token, struct token_found *found)
{
	unsigned char hash[SHA256_BYTES];

	sha256(token, strlen(token), hash);
	if (!oauth_refresh_store_find(oauth->db, hash, false, &found->refresh, &found->is_ours))
		return false;
	found->family = found->refresh.family;
	found->counts = found->is_ours && !found->refresh.is_expired && !found->refresh.is_used && !found->family.is_revoked;
	return true;
}

/* token_type_hint is not needed to tell them apart. */
static bool look_up(struct oauth *oauth, const struct http_form *form, struct token_found *found)
{
	const char *token = http_form_value(form, "token");

	*found = (struct token_found){ 0 };
	if (!token)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "the parameter token is missing");
	return access_token_is(token) ? look_up_access_token(oauth, token, found) :
					look_up_refresh_token(oauth, token, found);
}

static bool revoke(struct oauth *oauth, const struct http_form *form)
{
	struct oauth_client client;
	struct token_found found;

	if (!oauth_client_authenticate(oauth, form, &client) || !look_up(oauth, form, &found))
		return false;
	/* A token that is none of ours is as revoked as can be (RFC 7009 section 2.2). */
	if (!found.is_ours)
		return true;
	if (found.family.client_id != client.id)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "the token was issued to another client");
	return oauth_family_store_revoke(oauth->db, found.family.id, OAUTH_REVOKED_ON_REQUEST);
}

void revoke_answer(struct oauth *oauth)
{
	struct http_form form;

	if (!oauth_read_form(oauth, &form, FORM_LIMIT_BYTES))
		return;
	if (revoke(oauth, &form))
		oauth_answer_json(oauth, 200, "{}");
	else
		oauth_answer_refusal(oauth);
}

static void describe_access_token(const struct oauth *oauth, const struct access_token_found *access,
				  struct json_object *json)
{
	json_set_text(json, "token_type", "Bearer");
	json_set_text(json, "scope", oauth_scope_words(oauth->arena, access->scopes));
	json_set_text(json, "client_id", access->caller.client_id);
	json_set_text(json, "username", access->caller.user.email);
	json_set_text(json, "sub", arena_printf(oauth->arena, "%lld", (long long)access->caller.user.id));
	json_set_text(json, "aud", access->caller.family.resource);
	json_set_text(json, "iss", oauth_issuer(oauth));
	json_set_text(json, "jti", access->jti);
	json_set_integer(json, "iat", access->issued_at_unix);
	json_set_integer(json, "exp", access->expires_at_unix);
}

static void describe_refresh_token(const struct oauth *oauth, const struct oauth_refresh_token *refresh,
				   struct json_object *json)
{
	json_set_text(json, "scope", oauth_scope_words(oauth->arena, refresh->family.scopes));
	json_set_text(json, "sub", arena_printf(oauth->arena, "%lld", (long long)refresh->family.user_id));
	json_set_text(json, "aud", refresh->family.resource);
	json_set_text(json, "iss", oauth_issuer(oauth));
	json_set_integer(json, "exp", refresh->expires_at_unix);
}

static bool may_see(const struct oauth_client *client, const struct token_found *found)
{
	return client->kind == OAUTH_CLIENT_PRE_REGISTERED || found->family.client_id == client->id;
}

static bool introspect(struct oauth *oauth, const struct http_form *form, struct json_object *json)
{
	struct oauth_client client;
	struct token_found found;

	if (!oauth_client_authenticate(oauth, form, &client))
		return false;
	if (client.auth_method == OAUTH_AUTH_NONE)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "only clients that authenticate may ask about tokens");
	if (!look_up(oauth, form, &found))
		return false;
	/* Whatever is wrong with a token, or with asking about it, the answer is no (RFC 7662 section 2.2). */
	json_set_boolean(json, "active", found.counts && may_see(&client, &found));
	if (!found.counts || !may_see(&client, &found))
		return true;
	if (found.is_access_token)
		describe_access_token(oauth, &found.access, json);
	else
		describe_refresh_token(oauth, &found.refresh, json);
	return true;
}

void introspect_answer(struct oauth *oauth)
{
	struct json_object *json = json_keep(oauth->arena, json_object_new_object());
	struct http_form form;

	if (!oauth_read_form(oauth, &form, FORM_LIMIT_BYTES))
		return;
	if (introspect(oauth, &form, json))
		oauth_answer_json(oauth, 200, json_text(json));
	else
		oauth_answer_refusal(oauth);
}
