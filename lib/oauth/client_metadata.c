#include "oauth/client_metadata.h"

#include "base/plain.h"
#include "base/text.h"
#include "fields/json.h"
#include "oauth/jose.h"
#include "oauth/redirect.h"
#include "oauth/scope_words.h"

#include <string.h>

#define NAME_CHARACTERS 100
#define REDIRECTS_MOST 20
#define UNNAMED "An application without a name"

struct word {
	const char *word;
	unsigned value;
};

static const struct word auth_methods[] = {
	{ "none", OAUTH_AUTH_NONE },
	{ "client_secret_basic", OAUTH_AUTH_SECRET_BASIC },
	{ "client_secret_post", OAUTH_AUTH_SECRET_POST },
	{ "private_key_jwt", OAUTH_AUTH_PRIVATE_KEY_JWT },
	{ 0 },
};

/* client_credentials is missing: as whom it acts is said by the administrator, not by the client. */
static const struct word grant_types[] = {
	{ "authorization_code", OAUTH_GRANT_CODE },
	{ "refresh_token", OAUTH_GRANT_REFRESH },
	{ 0 },
};

static unsigned value_of(const struct word *words, const char *word)
{
	for (; word && words->word; words++)
		if (strcmp(words->word, word) == 0)
			return words->value;
	return 0;
}

const char *client_auth_method_word(enum oauth_auth_method method)
{
	for (const struct word *row = auth_methods; row->word; row++)
		if (row->value == method)
			return row->word;
	return NULL;
}

enum oauth_auth_method client_auth_method_named(const char *word)
{
	return (enum oauth_auth_method)value_of(auth_methods, word);
}

/* An element of a list as a string without NUL, or NULL. */
static const char *text_at(struct json_object *list, size_t index)
{
	struct json_object *element = json_object_array_get_idx(list, index);
	const char *text = json_object_is_type(element, json_type_string) ? json_object_get_string(element) : NULL;

	return text && strlen(text) == (size_t)json_object_get_string_len(element) ? text : NULL;
}

static bool is_list_with(struct json_object *list, const char *word)
{
	for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++) {
		const char *text = text_at(list, i);

		if (text && strcmp(text, word) == 0)
			return true;
	}
	return false;
}

static bool read_redirects(struct oauth *oauth, struct json_object *metadata, struct oauth_client *client)
{
	struct json_object *list = json_member(metadata, "redirect_uris");
	size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
	struct text lines = text_in(oauth->arena);

	if (!count || count > REDIRECTS_MOST)
		return oauth_refuse(oauth, OAUTH_INVALID_REDIRECT_URI, "redirect_uris must be a list of 1 to %d addresses",
				    REDIRECTS_MOST);
	for (size_t i = 0; i < count; i++) {
		const char *uri = text_at(list, i);
		struct error unfit = { 0 };

		if (!uri)
			return oauth_refuse(oauth, OAUTH_INVALID_REDIRECT_URI, "a redirect_uri must be a string");
		if (!oauth_redirect_is_allowed(oauth->config, uri, &unfit))
			return oauth_refuse(oauth, OAUTH_INVALID_REDIRECT_URI, "%s", unfit.message);
		text_printf(&lines, "%s%s", i ? "\n" : "", uri);
	}
	client->redirect_uris = text_string(&lines);
	return true;
}

static bool read_name(struct oauth *oauth, struct json_object *metadata, struct oauth_client *client)
{
	struct json_object *given = json_member(metadata, "client_name");
	const char *name = json_member_text(metadata, "client_name");

	if (given && !name)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "client_name must be a string");
	name = plain_text(oauth->arena, name ? name : "", NAME_CHARACTERS);
	client->name = *name ? name : UNNAMED;
	return true;
}

static const char *allowed_methods(struct oauth *oauth, const struct client_metadata_rules *rules)
{
	struct text words = text_in(oauth->arena);

	for (const struct word *method = auth_methods; method->word; method++)
		if (rules->auth_methods & CLIENT_AUTH(method->value))
			text_printf(&words, "%s%s", words.length ? ", " : "", method->word);
	return text_string(&words);
}

static bool read_method(struct oauth *oauth, struct json_object *metadata, const struct client_metadata_rules *rules,
			struct oauth_client *client)
{
	struct json_object *given = json_member(metadata, "token_endpoint_auth_method");
	unsigned method = given ? value_of(auth_methods, json_member_text(metadata, "token_endpoint_auth_method")) :
				  rules->usual_method;

	if (!method || !(rules->auth_methods & CLIENT_AUTH(method)))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "token_endpoint_auth_method must be one of: %s",
				    allowed_methods(oauth, rules));
	client->auth_method = (enum oauth_auth_method)method;
	return true;
}

static bool read_grants(struct oauth *oauth, struct json_object *metadata, struct oauth_client *client)
{
	struct json_object *list = json_member(metadata, "grant_types");
	struct json_object *responses = json_member(metadata, "response_types");

	if (!list)
		client->grant_types = OAUTH_GRANT_CODE;
	for (const struct word *grant = grant_types; grant->word; grant++)
		if (is_list_with(list, grant->word))
			client->grant_types |= grant->value;
	if (!(client->grant_types & OAUTH_GRANT_CODE))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA,
				    "grant_types must be a list with authorization_code; refresh_token may be in it too");
	if (responses && !is_list_with(responses, "code"))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "response_types must be a list with code");
	return true;
}

/* What it may ask for at most; what it asks for then is another question. */
static bool read_scopes(struct oauth *oauth, struct json_object *metadata, struct oauth_client *client)
{
	struct json_object *given = json_member(metadata, "scope");
	const char *words = json_member_text(metadata, "scope");

	client->scopes = OAUTH_SCOPES_ALL;
	if (!given || (words && !*words))
		return true;
	if (!words || !oauth_scopes_read(words, &client->scopes))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "scope must be a string with some of: %s",
				    oauth_scope_words(oauth->arena, OAUTH_SCOPES_ALL));
	client->scopes |= OAUTH_OFFLINE_ACCESS;
	return true;
}

bool client_metadata_check_keys(struct oauth *oauth, const char *jwks)
{
	struct error unfit = { 0 };
	struct json_object *keys, *list;

	if (!jose_keys_read(oauth->arena, jwks, strlen(jwks), &keys, &unfit))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "%s", unfit.message);
	list = json_member(keys, "keys");
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *key = json_object_array_get_idx(list, i);

		if (json_member(key, "d") || json_member(key, "k"))
			return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA,
					    "the keys hold a secret part; leave it out, and make new keys: these are known now");
	}
	return true;
}

static bool read_keys(struct oauth *oauth, struct json_object *metadata, const struct client_metadata_rules *rules,
		      struct client_metadata *read)
{
	struct json_object *keys = json_member(metadata, "jwks");
	const char *uri = json_member_text(metadata, "jwks_uri");

	if (read->client.auth_method != OAUTH_AUTH_PRIVATE_KEY_JWT)
		return true;
	if (keys && json_member(metadata, "jwks_uri"))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "send jwks or jwks_uri, not both");
	if (keys) {
		read->client.jwks = arena_strdup(oauth->arena, json_text(keys));
		return client_metadata_check_keys(oauth, read->client.jwks);
	}
	read->jwks_uri = rules->takes_jwks_uri ? uri : NULL;
	return read->jwks_uri || oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "private_key_jwt needs public keys in jwks%s",
					      rules->takes_jwks_uri ? ", or at jwks_uri" : "");
}

bool client_metadata_read(struct oauth *oauth, struct json_object *metadata, const struct client_metadata_rules *rules,
			  struct client_metadata *read)
{
	*read = (struct client_metadata){ 0 };
	if (!json_object_is_type(metadata, json_type_object))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT_METADATA, "the client's metadata must be a JSON object");
	return read_redirects(oauth, metadata, &read->client) && read_name(oauth, metadata, &read->client) &&
	       read_method(oauth, metadata, rules, &read->client) && read_grants(oauth, metadata, &read->client) &&
	       read_scopes(oauth, metadata, &read->client) && read_keys(oauth, metadata, rules, read);
}

static struct json_object *words_for(const struct word *words, unsigned bits)
{
	struct json_object *list = json_object_new_array();

	for (; words->word; words++)
		if (bits & words->value)
			json_object_array_add(list, json_object_new_string(words->word));
	return list;
}

static struct json_object *redirect_list(const char *lines)
{
	struct json_object *list = json_object_new_array();

	while (*lines) {
		size_t length = strcspn(lines, "\n");

		json_object_array_add(list, json_object_new_string_len(lines, (int)length));
		lines += length + (lines[length] == '\n');
	}
	return list;
}

void client_metadata_write(const struct oauth *oauth, const struct oauth_client *client, struct json_object *metadata)
{
	struct json_object *responses = json_object_new_array();

	json_object_array_add(responses, json_object_new_string("code"));
	json_set_text(metadata, "client_name", client->name);
	json_set(metadata, "redirect_uris", redirect_list(client->redirect_uris));
	json_set(metadata, "grant_types", words_for(grant_types, client->grant_types));
	json_set(metadata, "response_types", responses);
	json_set_text(metadata, "token_endpoint_auth_method", client_auth_method_word(client->auth_method));
	if (client->jwks)
		json_set(metadata, "jwks", json_constant(client->jwks));
	json_set_text(metadata, "scope", oauth_scope_words(oauth->arena, client->scopes));
}
