#include "oauth/grant.h"

#include "base/random.h"
#include "fields/json.h"
#include "oauth/access_token.h"
#include "oauth/opaque.h"
#include "oauth/scope_words.h"
#include "store/oauth_client_store.h"

#define DAY_SECONDS 86400
#define FORGET_ONE_IN 32
#define FORGET_AT_ONCE 200

static bool add_refresh_token(struct oauth *oauth, const struct oauth_family *family, struct grant *grant)
{
	struct opaque refresh = opaque_new(oauth->arena);

	grant->refresh_token = refresh.text;
	return oauth_refresh_store_insert(oauth->db, refresh.hash, family->id,
					  oauth->config->refresh_token_days * DAY_SECONDS);
}

bool grant_tokens(struct oauth *oauth, const struct oauth_family *family, const char *client_id, unsigned scopes,
		  const char *private_key, struct grant *grant)
{
	const struct config *config = oauth->config;
	const struct access_token token = { family, client_id, scopes & family->scopes, private_key };
	bool may_come_back = (family->scopes & OAUTH_OFFLINE_ACCESS) != 0;
	int64_t lives_seconds = config->access_token_seconds +
				(may_come_back ? config->refresh_token_days * DAY_SECONDS : 0);

	*grant = (struct grant){ .scopes = token.scopes };
	return (!may_come_back || add_refresh_token(oauth, family, grant)) &&
	       oauth_family_store_prolong(oauth->db, family->id, lives_seconds) &&
	       oauth_client_store_used(oauth->db, family->client_id, config->refresh_token_days) &&
	       access_token_issue(oauth, &token, &grant->access_token);
}

const char *grant_json(const struct oauth *oauth, const struct grant *grant)
{
	struct json_object *json = json_keep(oauth->arena, json_object_new_object());

	json_set_text(json, "access_token", grant->access_token);
	json_set_text(json, "token_type", "Bearer");
	json_set_integer(json, "expires_in", oauth->config->access_token_seconds);
	json_set_text(json, "refresh_token", grant->refresh_token);
	json_set_text(json, "scope", oauth_scope_words(oauth->arena, grant->scopes));
	return json_text(json);
}

bool grant_forget_old(struct oauth *oauth)
{
	unsigned char dice;

	random_bytes(&dice, 1);
	return dice % FORGET_ONE_IN || (oauth_grant_store_forget(oauth->db, FORGET_AT_ONCE) &&
					oauth_client_store_forget(oauth->db, FORGET_AT_ONCE));
}
