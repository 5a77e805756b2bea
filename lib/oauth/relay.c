#include "oauth/relay.h"

#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "oauth/opaque.h"
#include "oauth/provider.h"
#include "store/relay_store.h"

#include <string.h>

#define REQUEST_SECONDS (15 * 60)       /* for signing in at the provider */
#define CODE_SECONDS (10 * 60)          /* RFC 6749 section 4.1.2: the longest that codes live */
#define CALLBACK "/auth/callback"
#define ERROR_LONGEST 64
#define FORGET_ONE_IN 16
#define FORGET_AT_ONCE 200

bool relay_is_on(const struct config *config)
{
	return config->oauth == OAUTH_OUTSIDE && config->setup_proxies;
}

static void hash_text(const char *text, unsigned char hash[SHA256_BYTES])
{
	sha256(text, strlen(text), hash);
}

/* The address with a place for parameters behind it. */
static struct text address_for_parameters(struct arena *arena, const char *address)
{
	struct text url = text_in(arena);

	text_printf(&url, "%s%s", address, strchr(address, '?') ? "" : "?");
	return url;
}

/* Sign-in anew, or choosing an account, is the provider's business; agreeing was asked here. */
static void add_wishes(struct text *url, const struct authorization_request *request)
{
	if (request->prompt)
		http_form_add(url, "prompt", request->prompt);
	if (request->login_hint)
		http_form_add(url, "login_hint", request->login_hint);
}

/* An audience of the provider's own stands in place of our address, which it then would not know. */
static void add_target(const struct oauth *oauth, struct text *url, const char *resource)
{
	if (*oauth->config->audience)
		http_form_add(url, "audience", oauth->config->audience);
	else
		http_form_add(url, "resource", resource);
}

/* Now and then somebody takes out what is over. */
static bool tidy(struct db *db)
{
	unsigned char chance;

	random_bytes(&chance, sizeof(chance));
	return chance % FORGET_ONE_IN != 0 || relay_store_forget(db, FORGET_AT_ONCE);
}

bool relay_begin(struct oauth *oauth, const struct authorization_request *request, const char *browser, const char **url)
{
	const struct relay relay = {
		.client_id = request->client.id,
		.redirect_uri = request->redirect_uri,
		.client_state = request->state,
		.resource = request->resource,
		.code_challenge = request->code_challenge,
	};
	unsigned char browser_hash[SHA256_BYTES];
	struct opaque state = opaque_new(oauth->arena);
	const char *address;
	struct text target;

	hash_text(browser, browser_hash);
	if (!provider_url(oauth, oauth->config->authorize_url, "authorization_endpoint", &address) ||
	    !relay_store_insert_request(oauth->db, state.hash, browser_hash, &relay, REQUEST_SECONDS) || !tidy(oauth->db))
		return false;
	target = address_for_parameters(oauth->arena, address);
	http_form_add(&target, "response_type", "code");
	http_form_add(&target, "client_id", oauth->config->client_id);
	http_form_add(&target, "redirect_uri", oauth_url(oauth, CALLBACK));
	http_form_add(&target, "scope", request->provider_scopes);
	http_form_add(&target, "state", state.text);
	http_form_add(&target, "code_challenge", request->code_challenge);
	http_form_add(&target, "code_challenge_method", "S256");
	add_target(oauth, &target, request->resource);
	add_wishes(&target, request);
	*url = text_string(&target);
	return true;
}

/* A name of an error, as it may stand in an address (RFC 6749 section 4.1.2.1). */
static const char *error_name(const struct http_form *query)
{
	const char *error = http_form_value(query, "error");

	return error && strlen(error) <= ERROR_LONGEST && !error[strspn(error, "abcdefghijklmnopqrstuvwxyz_")] ? error :
														  "server_error";
}

static bool take_request(struct oauth *oauth, const struct http_form *query, const char *browser, struct relay *relay)
{
	unsigned char state_hash[SHA256_BYTES], browser_hash[SHA256_BYTES];
	const char *state = http_form_value(query, "state"), *issuer = http_form_value(query, "iss");
	bool found;

	if (!state)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "this is no answer to anything that began here");
	if (issuer && strcmp(issuer, oauth->config->issuer_url) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "this answer is not from the sign-in provider of this server");
	hash_text(state, state_hash);
	hash_text(browser, browser_hash);
	if (!relay_store_take_request(oauth->db, state_hash, browser_hash, relay, &found))
		return false;
	return found || oauth_refuse(oauth, OAUTH_INVALID_REQUEST,
				     "this answer belongs to a sign-in that is over, or that began in another browser");
}

static bool keep_code(struct oauth *oauth, const char *code, const struct relay *relay)
{
	unsigned char hash[SHA256_BYTES];

	hash_text(code, hash);
	return relay_store_insert_code(oauth->db, hash, relay, CODE_SECONDS);
}

bool relay_return(struct oauth *oauth, const struct http_form *query, const char *browser, const char **url)
{
	const char *code = http_form_value(query, "error") ? NULL : http_form_value(query, "code");
	struct relay relay;
	struct text target;

	if (!take_request(oauth, query, browser, &relay) || (code && !keep_code(oauth, code, &relay)))
		return false;
	target = address_for_parameters(oauth->arena, relay.redirect_uri);
	if (code)
		http_form_add(&target, "code", code);
	else
		http_form_add(&target, "error", error_name(query));
	if (relay.client_state)
		http_form_add(&target, "state", relay.client_state);
	http_form_add(&target, "iss", oauth_issuer(oauth));
	*url = text_string(&target);
	return true;
}
