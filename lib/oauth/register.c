#include "oauth/register.h"

#include "base/clock.h"
#include "base/random.h"
#include "fields/json.h"
#include "http/client_network.h"
#include "oauth/client_metadata.h"
#include "oauth/opaque.h"
#include "oauth/scope_words.h"

#include <string.h>

#define BODY_LIMIT_BYTES 65536
#define UNUSED_HOURS 24
#define MOST_AN_HOUR 30
#define CLIENT_ID_LENGTH 26

static bool uses_secret(enum oauth_auth_method method)
{
	return method == OAUTH_AUTH_SECRET_BASIC || method == OAUTH_AUTH_SECRET_POST;
}

bool register_client(struct db *db, struct oauth_client *client, int64_t expires_hours, int64_t created_by,
		     const char **secret)
{
	char client_id[CLIENT_ID_LENGTH + 1];
	struct opaque fresh = opaque_new(db_arena(db));

	random_name(client_id, CLIENT_ID_LENGTH);
	client->client_id = arena_strdup(db_arena(db), client_id);
	client->has_secret = uses_secret(client->auth_method);
	memcpy(client->secret_hash, fresh.hash, SHA256_BYTES);
	*secret = client->has_secret ? fresh.text : NULL;
	return oauth_client_store_insert(db, client, expires_hours, created_by);
}

/* The client as it was registered, which need not be as it wished (RFC 7591 section 3.2.1). */
static const char *describe(struct oauth *oauth, const struct oauth_client *client, const char *secret)
{
	struct json_object *json = json_keep(oauth->arena, json_object_new_object());

	json_set_text(json, "client_id", client->client_id);
	json_set_integer(json, "client_id_issued_at", clock_unix_seconds());
	json_set_text(json, "client_secret", secret);
	if (secret)
		json_set_integer(json, "client_secret_expires_at", 0);
	client_metadata_write(oauth, client, json);
	return json_text(json);
}

/* Registering costs a row, and anybody may. */
static bool is_moderate(struct oauth *oauth, struct oauth_client *client)
{
	int64_t count;

	client->registered_from = http_client_network(oauth->request, oauth->config->trusted_proxies);
	if (!oauth_client_store_recent(oauth->db, client->registered_from, &count))
		return false;
	if (count < MOST_AN_HOUR)
		return true;
	oauth->error->retry_after_seconds = 600;
	return fail(oauth->error, ERROR_LIMITED, "too many clients were registered from your network within the hour");
}

static bool read_metadata(struct oauth *oauth, struct json_object **metadata)
{
	const char *type = http_request_header(oauth->request, "Content-Type");
	struct error why = { 0 };

	if (!type || !http_media_type_is(type, "application/json"))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "send the client's metadata as application/json");
	return json_read(oauth->arena, oauth->request->body, oauth->request->body_bytes, metadata, &why) ||
	       oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "%s", why.message);
}

/* A missing way to authenticate means client_secret_basic (RFC 7591 section 2). */
static const struct client_metadata_rules rules = {
	.auth_methods = CLIENT_AUTH(OAUTH_AUTH_NONE) | CLIENT_AUTH(OAUTH_AUTH_SECRET_BASIC) |
			CLIENT_AUTH(OAUTH_AUTH_SECRET_POST) | CLIENT_AUTH(OAUTH_AUTH_PRIVATE_KEY_JWT),
	.usual_method = OAUTH_AUTH_SECRET_BASIC,
};

/*
 * The scope in the metadata limits nothing: clients register with what they need at first, and
 * ask for more when a call needs it; the person decides.
 */
static bool register_itself(struct oauth *oauth, struct oauth_client *client, const char **secret)
{
	struct json_object *metadata;
	struct client_metadata read;

	if (!oauth->config->dynamic_registration)
		return oauth_refuse(oauth, OAUTH_ACCESS_DENIED, "clients are registered by the administrator here");
	if (!read_metadata(oauth, &metadata) || !client_metadata_read(oauth, metadata, &rules, &read))
		return false;
	*client = read.client;
	client->kind = OAUTH_CLIENT_DYNAMIC;
	client->scopes = OAUTH_SCOPES_ALL;
	return is_moderate(oauth, client) && register_client(oauth->db, client, UNUSED_HOURS, 0, secret);
}

void register_answer(struct oauth *oauth)
{
	struct oauth_client client;
	const char *secret;

	if (!http_request_read_body(oauth->request, BODY_LIMIT_BYTES, oauth->response))
		return;
	if (register_itself(oauth, &client, &secret))
		oauth_answer_json(oauth, 201, describe(oauth, &client, secret));
	else
		oauth_answer_refusal(oauth);
}
