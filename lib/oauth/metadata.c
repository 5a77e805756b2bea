#include "oauth/metadata.h"

#include "base/text.h"
#include "config/public_url.h"
#include "fields/json.h"
#include "http/unavailable.h"
#include "oauth/custom_metadata.h"
#include "oauth/keys.h"
#include "oauth/relay.h"
#include "oauth/resource.h"
#include "oauth/scope_words.h"

#include <string.h>

#define RESOURCE "/.well-known/oauth-protected-resource"
#define SERVER "/.well-known/oauth-authorization-server"
#define OPENID "/.well-known/openid-configuration"
#define ISSUER "/auth"

static void set_words(struct json_object *json, const char *name, const char *const *words)
{
	struct json_object *list = json_object_new_array();

	for (; *words; words++)
		json_object_array_add(list, json_object_new_string(*words));
	json_set(json, name, list);
}

static void answer(struct oauth *oauth, struct json_object *json)
{
	http_response_json(oauth->response, 200, json_text(json_keep(oauth->arena, json)));
}

/* Where another authorization server's tokens count, clients go there, unless we stand before it. */
static const char *authorization_server(const struct oauth *oauth)
{
	const struct config *config = oauth->config;

	return config->oauth == OAUTH_OUTSIDE && !config->setup_proxies ? config->issuer_url : oauth_issuer(oauth);
}

static void set_list(struct json_object *json, const char *name, struct arena *arena, const char *words)
{
	struct json_object *list = json_object_new_array();
	const char *word;

	while ((word = text_next_word(arena, &words)))
		json_object_array_add(list, json_object_new_string(word));
	json_set(json, name, list);
}

static void answer_resource(struct oauth *oauth, const struct oauth_resource *resource)
{
	static const char *const in_header[] = { "header", NULL };
	struct json_object *json = json_object_new_object();

	json_set_text(json, "resource", oauth_resource_url(oauth, resource));
	set_words(json, "authorization_servers", (const char *const[]){ authorization_server(oauth), NULL });
	set_list(json, "scopes_supported", oauth->arena, oauth_resource_scope_words(oauth, resource->scopes));
	set_words(json, "bearer_methods_supported", in_header);
	json_set_text(json, "resource_name", resource->name);
	answer(oauth, json);
}

/* An address of ours, by the member that names it. */
static const struct {
	const char *member;
	const char *path;
	bool is_own;         /* tokens of another server have it elsewhere, or nowhere */
} endpoints[] = {
	{ "authorization_endpoint", "/auth/authorize", false },
	{ "token_endpoint", "/auth/token", false },
	{ "revocation_endpoint", "/auth/revoke", true },
	{ "introspection_endpoint", "/auth/introspect", true },
	{ "jwks_uri", "/auth/jwks.json", true },
};

static const char *const any_client[] = { "none", "client_secret_basic", "client_secret_post", "private_key_jwt", NULL };
static const char *const known_client[] = { "client_secret_basic", "client_secret_post", "private_key_jwt", NULL };
static const char *const signatures[] = { "ES256", "ES384", "ES512", "RS256", "RS384", "RS512",
					  "PS256", "PS384", "PS512", NULL };

static const struct {
	const char *member;
	const char *const *words;
	bool is_own;
} abilities[] = {
	{ "response_types_supported", (const char *const[]){ "code", NULL }, false },
	{ "response_modes_supported", (const char *const[]){ "query", NULL }, false },
	{ "grant_types_supported", (const char *const[]){ "authorization_code", "refresh_token", NULL }, false },
	{ "grant_types_supported",
	  (const char *const[]){ "authorization_code", "refresh_token", "client_credentials", NULL }, true },
	{ "code_challenge_methods_supported", (const char *const[]){ "S256", NULL }, false },
	{ "token_endpoint_auth_methods_supported", any_client, false },
	{ "token_endpoint_auth_signing_alg_values_supported", signatures, false },
	{ "revocation_endpoint_auth_methods_supported", any_client, true },
	{ "revocation_endpoint_auth_signing_alg_values_supported", signatures, true },
	{ "introspection_endpoint_auth_methods_supported", known_client, true },
	{ "introspection_endpoint_auth_signing_alg_values_supported", signatures, true },
};

static struct json_object *describe_server(struct oauth *oauth)
{
	struct json_object *json = json_object_new_object();
	bool is_own = oauth->config->oauth == OAUTH_ON;

	json_set_text(json, "issuer", oauth_issuer(oauth));
	for (size_t i = 0; i < sizeof(endpoints) / sizeof(endpoints[0]); i++)
		if (is_own || !endpoints[i].is_own)
			json_set_text(json, endpoints[i].member, oauth_url(oauth, endpoints[i].path));
	if (oauth->config->dynamic_registration)
		json_set_text(json, "registration_endpoint", oauth_url(oauth, "/auth/register"));
	set_list(json, "scopes_supported", oauth->arena, oauth_resource_scope_words(oauth, OAUTH_SCOPES_ALL));
	for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
		if (is_own || !abilities[i].is_own)
			set_words(json, abilities[i].member, abilities[i].words);
	json_set_boolean(json, "authorization_response_iss_parameter_supported", true);
	json_set_boolean(json, "client_id_metadata_document_supported", true);
	if (!is_own)
		custom_metadata_put_over(oauth, json);
	return json;
}

static void answer_server(struct oauth *oauth)
{
	answer(oauth, describe_server(oauth));
}

/* The same, with what OpenID Connect requires beside; there are no ID tokens. */
static void answer_openid(struct oauth *oauth)
{
	static const char *const subjects[] = { "public", NULL };
	static const char *const algorithms[] = { "ES256", NULL };
	struct json_object *json = describe_server(oauth);

	set_words(json, "subject_types_supported", subjects);
	set_words(json, "id_token_signing_alg_values_supported", algorithms);
	answer(oauth, json);
}

/*
 * What follows a well-known name, below our folder: clients build the address at the root of the
 * host, folder and all, and what we announce ourselves lies within the folder.
 */
static const char *below_folder(const struct oauth *oauth, const char *path, const char *well_known)
{
	const char *folder = public_url_path(oauth->config->public_url);
	const char *rest;

	if (!text_starts_with(path, well_known))
		return NULL;
	rest = path + strlen(well_known);
	return *folder && text_starts_with(rest, folder) && rest[strlen(folder)] == '/' ? rest + strlen(folder) : rest;
}

static bool answer_as_resource(struct oauth *oauth, const char *path)
{
	const char *rest = below_folder(oauth, path, RESOURCE);
	const struct oauth_resource *resource = rest ? oauth_resource_at(oauth, rest) : NULL;

	if (resource)
		answer_resource(oauth, resource);
	return resource != NULL;
}

/* With the issuer's path behind the name (RFC 8414), or before it (OpenID Connect Discovery 1.0). */
static bool answer_as_server(struct oauth *oauth, const char *path, const char *well_known,
			     void (*describe)(struct oauth *oauth))
{
	const char *rest = below_folder(oauth, path, well_known);
	bool is_inserted = rest && strcmp(rest, ISSUER) == 0;
	bool is_appended = text_starts_with(path, ISSUER) && strcmp(path + strlen(ISSUER), well_known) == 0;

	if (is_inserted || is_appended)
		describe(oauth);
	return is_inserted || is_appended;
}

bool metadata_answer(struct oauth *oauth, const char *path)
{
	bool is_server = oauth->config->oauth == OAUTH_ON || relay_is_on(oauth->config);

	return answer_as_resource(oauth, path) ||
	       (is_server && (answer_as_server(oauth, path, SERVER, answer_server) ||
						     answer_as_server(oauth, path, OPENID, answer_openid)));
}

void metadata_answer_keys(struct oauth *oauth)
{
	struct json_object *keys;

	if (!keys_published(oauth->db, &keys)) {
		http_response_unavailable(oauth->response, oauth->error);
		return;
	}
	http_response_json(oauth->response, 200, json_text(keys));
}
