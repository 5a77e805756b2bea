#include "oauth/relay.h"

#include "base/secret.h"
#include "base/text.h"
#include "fields/json.h"
#include "oauth/client.h"
#include "oauth/pkce.h"
#include "oauth/provider.h"
#include "oauth/resource.h"
#include "store/relay_store.h"

#include <string.h>

#define FORM_LIMIT_BYTES 32768
#define CALLBACK "/auth/callback"
#define KEEP_CLIENT_DAYS 90             /* a client that was used stays that long */
#define KEEP_TOKEN_DAYS 365             /* how long it is good is the provider's business */

/* One token request on its way to the provider. */
struct passage {
	struct oauth *oauth;
	struct http_form form;
	struct oauth_client client;
	const char *resource;
	const char *old_token;       /* the refresh token that is used; NULL: a code is */
	struct text message;         /* what goes to the provider */
};

static const char *given(const struct passage *passage, const char *name)
{
	return http_form_value(&passage->form, name);
}

static bool missing(struct passage *passage, const char *name)
{
	return oauth_refuse(passage->oauth, OAUTH_INVALID_REQUEST, "the parameter %s is missing", name);
}

static void hash_text(const char *text, unsigned char hash[SHA256_BYTES])
{
	sha256(text, strlen(text), hash);
}

/* The resource that the client names now has to be the one it was granted. */
static bool resource_fits(struct passage *passage, const char *granted)
{
	struct oauth *oauth = passage->oauth;
	const char *named = given(passage, "resource");
	const struct oauth_resource *resource = named ? oauth_resource_named(oauth, named) : NULL;

	if (named && (!resource || strcmp(oauth_resource_url(oauth, resource), granted) != 0))
		return oauth_refuse(oauth, OAUTH_INVALID_TARGET, "resource is not that of the authorization request");
	passage->resource = granted;
	return true;
}

static bool redeem(struct passage *passage, struct relay *relay)
{
	struct oauth *oauth = passage->oauth;
	const char *verifier = given(passage, "code_verifier"), *redirect_uri = given(passage, "redirect_uri");
	unsigned char hash[SHA256_BYTES];
	bool found;

	if (!given(passage, "code"))
		return missing(passage, "code");
	if (!verifier)
		return missing(passage, "code_verifier");
	hash_text(given(passage, "code"), hash);
	if (!relay_store_take_code(oauth->db, hash, passage->client.id, relay, &found))
		return false;
	if (!found)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "there is no such code for this client, or it was used or is over");
	if (redirect_uri && strcmp(redirect_uri, relay->redirect_uri) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "redirect_uri is not that of the authorization request");
	return pkce_verifies(oauth->arena, verifier, relay->code_challenge) ||
	       oauth_refuse(oauth, OAUTH_INVALID_GRANT, "code_verifier does not belong to the code_challenge");
}

static bool by_code(struct passage *passage)
{
	struct relay relay;

	if (!redeem(passage, &relay) || !resource_fits(passage, relay.resource))
		return false;
	http_form_add(&passage->message, "code", given(passage, "code"));
	http_form_add(&passage->message, "code_verifier", given(passage, "code_verifier"));
	http_form_add(&passage->message, "redirect_uri", oauth_url(passage->oauth, CALLBACK));
	return true;
}

static bool by_refresh_token(struct passage *passage)
{
	struct oauth *oauth = passage->oauth;
	unsigned char hash[SHA256_BYTES];
	const char *resource;

	passage->old_token = given(passage, "refresh_token");
	if (!passage->old_token)
		return missing(passage, "refresh_token");
	hash_text(passage->old_token, hash);
	if (!relay_store_find_refresh_token(oauth->db, hash, passage->client.id, &resource))
		return false;
	if (!resource)
		return oauth_refuse(oauth, OAUTH_INVALID_GRANT, "there is no such refresh token for this client");
	http_form_add(&passage->message, "refresh_token", passage->old_token);
	return resource_fits(passage, resource);
}

static const struct {
	const char *name;
	bool (*write)(struct passage *passage);
} grant_types[] = {
	{ "authorization_code", by_code },
	{ "refresh_token", by_refresh_token },
};

static bool write_message(struct passage *passage)
{
	struct oauth *oauth = passage->oauth;
	const char *grant_type = given(passage, "grant_type");

	if (!grant_type)
		return missing(passage, "grant_type");
	for (size_t i = 0; i < sizeof(grant_types) / sizeof(grant_types[0]); i++) {
		if (strcmp(grant_types[i].name, grant_type) != 0)
			continue;
		http_form_add(&passage->message, "grant_type", grant_type);
		if (!oauth_client_authenticate(oauth, &passage->form, &passage->client) || !grant_types[i].write(passage))
			return false;
		if (!*oauth->config->audience)
			http_form_add(&passage->message, "resource", passage->resource);
		if (!*oauth->config->client_secret)
			http_form_add(&passage->message, "client_id", oauth->config->client_id);
		return true;
	}
	return oauth_refuse(oauth, OAUTH_UNSUPPORTED_GRANT_TYPE, "grant_type must be authorization_code or refresh_token");
}

static bool forget_old_token(struct passage *passage, enum oauth_error why)
{
	unsigned char hash[SHA256_BYTES];

	if (!passage->old_token || why != OAUTH_INVALID_GRANT)
		return true;
	hash_text(passage->old_token, hash);
	return relay_store_delete_refresh_token(passage->oauth->db, hash);
}

/* What the provider has to say against it, in words that are known; anything else is no business of the client. */
static bool pass_refusal(struct passage *passage, struct json_object *answer)
{
	static const enum oauth_error passed[] = { OAUTH_INVALID_GRANT, OAUTH_INVALID_SCOPE, OAUTH_INVALID_TARGET };
	struct oauth *oauth = passage->oauth;
	const char *error = json_member_text(answer, "error"), *why = json_member_text(answer, "error_description");

	for (size_t i = 0; error && i < sizeof(passed) / sizeof(passed[0]); i++)
		if (strcmp(error, oauth_error_word(passed[i])) == 0)
			return forget_old_token(passage, passed[i]) &&
			       oauth_refuse(oauth, passed[i], "the sign-in provider refuses: %.200s", why ? why : error);
	log_event(oauth->log, LOG_ERROR, "provider", "token_endpoint=%s", log_quote(oauth->arena, error));
	return fail(oauth->error, ERROR_INTERNAL, "the sign-in provider does not accept this server as its client");
}

/* A refresh token belongs to the client that gets it; where it is replaced, the old one is over. */
static bool keep_refresh_token(struct passage *passage, const char *token)
{
	struct oauth *oauth = passage->oauth;
	unsigned char hash[SHA256_BYTES];

	if (!token)
		return true;
	hash_text(token, hash);
	if (!relay_store_keep_refresh_token(oauth->db, hash, passage->client.id, passage->resource, KEEP_TOKEN_DAYS))
		return false;
	if (!passage->old_token || strcmp(passage->old_token, token) == 0)
		return true;
	hash_text(passage->old_token, hash);
	return relay_store_delete_refresh_token(oauth->db, hash);
}

/* An ID token is for us and nobody else, so it stays here, with whatever else the provider may have added. */
static const char *pass_tokens(struct passage *passage, struct json_object *answer)
{
	static const char *const passed[] = { "access_token", "token_type", "expires_in", "refresh_token", "scope" };
	struct json_object *tokens = json_keep(passage->oauth->arena, json_object_new_object());

	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
		struct json_object *member = json_member(answer, passed[i]);

		if (member)
			json_set(tokens, passed[i], json_object_get(member));
	}
	return json_text(tokens);
}

static bool ask_provider(struct passage *passage, const char **tokens)
{
	struct oauth *oauth = passage->oauth;
	struct fetch_response response;
	struct json_object *answer;
	struct error unreadable = { 0 };
	const char *url;

	if (!provider_url(oauth, oauth->config->token_url, "token_endpoint", &url) ||
	    !provider_post(oauth, url, text_string(&passage->message), &response))
		return false;
	if (!json_read(oauth->arena, response.body, response.body_bytes, &answer, &unreadable))
		return fail(oauth->error, ERROR_UNAVAILABLE, "the sign-in provider does not answer in JSON");
	if (response.status != 200 || !json_member_text(answer, "access_token"))
		return pass_refusal(passage, answer);
	*tokens = pass_tokens(passage, answer);
	return keep_refresh_token(passage, json_member_text(answer, "refresh_token")) &&
	       oauth_client_store_used(oauth->db, passage->client.id, KEEP_CLIENT_DAYS);
}

void relay_token_answer(struct oauth *oauth)
{
	struct passage passage = { .oauth = oauth, .message = text_in(oauth->arena) };
	const char *tokens = NULL;

	if (!oauth_read_form(oauth, &passage.form, FORM_LIMIT_BYTES))
		return;
	if (write_message(&passage) && ask_provider(&passage, &tokens))
		oauth_answer_json(oauth, 200, tokens);
	else
		oauth_answer_refusal(oauth);
}
