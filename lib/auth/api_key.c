#include "auth/api_key.h"

#include "auth/scope.h"
#include "base/base64.h"
#include "base/random.h"
#include "base/secret.h"
#include "http/unavailable.h"
#include "store/api_key_store.h"
#include "store/migration.h"

#include <string.h>

static bool refuse(struct http_response *response, int status, const char *code, const char *message)
{
	http_response_problem(response, status, code, message);
	return false;
}

static bool is_bootstrap_key(const struct config *config, const char *key, const unsigned char hash[SHA256_BYTES])
{
	unsigned char expected[SHA256_BYTES];

	/* How long it is is no secret. */
	if (!*config->api_key || strlen(key) != strlen(config->api_key))
		return false;
	sha256(config->api_key, strlen(config->api_key), expected);
	return secret_equals(hash, expected, SHA256_BYTES);
}

static bool is_usable(const struct caller *caller)
{
	return caller->key_found && !caller->key.is_expired && !caller->key.is_revoked;
}

static bool choose_user(const struct caller *caller, const struct config *config, const struct credentials *credentials,
			struct principal *principal, struct http_response *response)
{
	const char *email = credentials->email;
	bool may_act_as = principal->credential == CREDENTIAL_BOOTSTRAP_KEY || caller->key.may_act_as;
	bool is_bound = caller->key.user_id != 0;
	int64_t own_id = is_bound ? caller->key.user_id : SYSTEM_USER_ID;

	principal->user = caller->user;
	/* What should have named somebody names nobody: of those who mean the system user none sends it. */
	if (credentials->names_nobody && !is_bound && config->unknown_user == UNKNOWN_USER_REJECT)
		return refuse(response, 403, "unknown_user",
			      "X-Mcp-User is empty; send an e-mail address, or leave the header out to act as the system user.");
	if (!email || (caller->named_found && caller->user.id == own_id))
		return true;
	if (!may_act_as || is_bound)
		return refuse(response, 403, "may_not_act_as",
			      is_bound ? "This API key is bound to one user and may not act as another; leave X-Mcp-User out or name that user." :
					 "This API key may not act as a user; leave X-Mcp-User out or use a key created with --act-as.");
	if (caller->named_found)
		return true;
	if (config->unknown_user == UNKNOWN_USER_REJECT)
		return refuse(response, 403, "unknown_user",
			      "X-Mcp-User names an e-mail address that no user has; correct it, or register the user first without the header.");
	principal->unknown_user = email;
	return true;
}

static bool look_up(const struct config *config, struct db *db, const struct credentials *credentials,
		    struct caller *caller, struct principal *principal,
		    struct http_response *response)
{
	unsigned char hash[SHA256_BYTES];
	bool bootstrap, looked;

	sha256(credentials->key, strlen(credentials->key), hash);
	bootstrap = is_bootstrap_key(config, credentials->key, hash);
	looked = bootstrap ? api_key_store_find_bootstrap_caller(db, credentials->email, caller) :
			     api_key_store_find_caller(db, hash, credentials->email, caller);
	looked = looked ? migration_fits(db, caller->schema) : migration_explain(db);
	if (!looked) {
		http_response_unavailable(response, db_error(db));
		return false;
	}
	if (!bootstrap && !is_usable(caller))
		return refuse(response, 403, "invalid_api_key",
			      "The API key is missing or not valid. Send a valid key in the header X-API-Key.");
	principal->credential = bootstrap ? CREDENTIAL_BOOTSTRAP_KEY : CREDENTIAL_API_KEY;
	principal->credential_id = caller->key.id;
	principal->credential_name = bootstrap ? "bootstrap" : caller->key.name;
	principal->scopes = bootstrap ? SCOPE_ALL : caller->key.scopes;
	return true;
}

bool api_key_authenticate(const struct credentials *credentials, const struct config *config, struct db *db,
			  struct principal *principal, struct http_response *response)
{
	struct caller caller;

	*principal = (struct principal){ 0 };
	if (!look_up(config, db, credentials, &caller, principal, response) ||
	    !choose_user(&caller, config, credentials, principal, response))
		return false;
	if (caller.use_is_stale && !api_key_store_touch(db, caller.key.id)) {
		http_response_unavailable(response, db_error(db));
		return false;
	}
	return true;
}

const char *api_key_generate(struct arena *arena)
{
	unsigned char bytes[32];
	const char *key;

	random_bytes(bytes, sizeof(bytes));
	key = arena_printf(arena, "td_%s", base64_encode(arena, BASE64_URL, bytes, sizeof(bytes)));
	secret_wipe(bytes, sizeof(bytes));
	return key;
}
