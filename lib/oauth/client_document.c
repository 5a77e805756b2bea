#include "oauth/client_document.h"

#include "auth/guess.h"
#include "base/random.h"
#include "base/text.h"
#include "fields/json.h"
#include "http/client_network.h"
#include "oauth/client_metadata.h"
#include "oauth/fetch.h"
#include "oauth/scope_words.h"
#include "store/client_document_store.h"

#include <string.h>
#include <strings.h>

#define URL_LONGEST 500
#define FETCHED_AT_ONCE 4               /* each holds a process for as long as FETCH_SECONDS, twice with jwks_uri */
#define CLAIM_SECONDS (2 * FETCH_SECONDS + 2)
#define SHORTEST_SECONDS ((int64_t)5 * 60)
#define USUAL_SECONDS ((int64_t)60 * 60)
#define LONGEST_SECONDS ((int64_t)24 * 60 * 60)
#define AFTER_REFUSAL_SECONDS ((int64_t)5 * 60)
#define AFTER_SILENCE_SECONDS ((int64_t)60)
#define FORGET_ONE_IN 16
#define FORGET_AT_ONCE 50

static const struct client_metadata_rules rules = {
	.auth_methods = CLIENT_AUTH(OAUTH_AUTH_NONE) | CLIENT_AUTH(OAUTH_AUTH_PRIVATE_KEY_JWT),
	.usual_method = OAUTH_AUTH_NONE,
	.takes_jwks_uri = true,
};

bool client_document_is_named_by(const char *client_id)
{
	return strncasecmp(client_id, "https://", strlen("https://")) == 0;
}

/* Segments of dots, however they are written, would make several names of one document. */
static bool is_dots(const char *segment, size_t length)
{
	size_t dots = 0;

	while (length) {
		size_t step = *segment == '.' ? 1 : length >= 3 && strncasecmp(segment, "%2e", 3) == 0 ? 3 : 0;

		if (!step)
			return false;
		segment += step;
		length -= step;
		dots++;
	}
	return dots == 1 || dots == 2;
}

static bool is_proper(const char *url)
{
	const char *path;

	if (strlen(url) > URL_LONGEST || !text_starts_with(url, "https://") || !fetch_url_is_proper(url))
		return false;
	path = strchr(url + strlen("https://"), '/');
	if (!path || !path[1] || path[1] == '?')
		return false;
	while (*path == '/') {
		size_t length = strcspn(++path, "/?");

		if (is_dots(path, length))
			return false;
		path += length;
	}
	return true;
}

/* Members that a document has no place for: it is public, and so would they be. */
static bool has_secret(struct json_object *document)
{
	return json_member(document, "client_secret") || json_member(document, "client_secret_expires_at");
}

static bool read_document(struct oauth *oauth, const char *url, const char *text, struct client_metadata *read)
{
	struct json_object *document;
	struct error unfit = { 0 };
	const char *own_name;

	if (!json_read(oauth->arena, text, strlen(text), &document, &unfit))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client's document is not JSON: %s", unfit.message);
	own_name = json_member_text(document, "client_id");
	if (!own_name || strcmp(own_name, url) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT,
				    "the client's document does not hold the client_id that is its own address, letter by letter");
	if (!json_member_text(document, "client_name"))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client's document has no client_name");
	if (has_secret(document))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client's document holds a secret, which everybody can read");
	if (!client_metadata_read(oauth, document, &rules, read))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client's document cannot be used: %s",
				    oauth->refusal.description);
	/* Clients ask for more than they first need when a call needs it; the person decides each time. */
	read->client.scopes = OAUTH_SCOPES_ALL;
	read->client.client_id = url;
	read->client.kind = OAUTH_CLIENT_DOCUMENT;
	return true;
}

static bool get(struct oauth *oauth, const char *url, const char *what, struct fetch_response *response)
{
	struct fetch_request request = { .url = url, .trust = FETCH_FROM_STRANGER, .log = oauth->log };
	struct error failure = { 0 };

	if (!fetch(oauth->arena, &request, response, &failure)) {
		if (failure.kind == ERROR_INTERNAL)
			log_event(oauth->log, LOG_ERROR, "fetch", "reason=%s", log_quote(oauth->arena, failure.message));
		if (failure.kind != ERROR_INVALID)
			return fail(oauth->error, failure.kind, "%s: %s", what, failure.message);
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "%s: %s", what, failure.message);
	}
	if (response->status >= 500)
		return fail(oauth->error, ERROR_UNAVAILABLE, "%s: the server there answers with HTTP status %d", what,
			    response->status);
	return response->status == 200 || oauth_refuse(oauth, OAUTH_INVALID_CLIENT,
						       "%s: the server there answers with HTTP status %d", what, response->status);
}

static bool get_keys(struct oauth *oauth, struct client_metadata *read)
{
	struct fetch_response response;

	if (!read->jwks_uri)
		return true;
	if (!get(oauth, read->jwks_uri, "the client's keys", &response))
		return false;
	read->client.jwks = response.body;
	return client_metadata_check_keys(oauth, response.body) ||
	       oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client's keys cannot be used: %s", oauth->refusal.description);
}

static int64_t keep_seconds(const struct fetch_response *response)
{
	int64_t seconds = response->fresh_seconds < 0 ? USUAL_SECONDS : response->fresh_seconds;

	return seconds < SHORTEST_SECONDS ? SHORTEST_SECONDS : seconds > LONGEST_SECONDS ? LONGEST_SECONDS : seconds;
}

struct keeping {
	struct db *db;
	const struct oauth_client *client;
	int64_t seconds;
	bool pinned;
};

static bool keep(void *context)
{
	const struct keeping *keeping = context;

	return client_document_store_keep(keeping->db, keeping->client, keeping->seconds, keeping->pinned);
}

/* Now and then somebody takes out what nobody wants any more. */
static bool tidy(struct db *db)
{
	unsigned char chance;

	random_bytes(&chance, sizeof(chance));
	return chance % FORGET_ONE_IN != 0 || client_document_store_forget(db, FORGET_AT_ONCE);
}

/*
 * What is kept when no good document came. Where there is nothing to be had just now, a copy of
 * the last day does; where the document says something else by now, it does not.
 */
static bool keep_failure(struct oauth *oauth, const char *url, bool has_copy)
{
	struct error why = *oauth->error;
	bool is_refused = oauth->refusal.error != OAUTH_NO_ERROR;
	const char *refusal = is_refused ? oauth->refusal.description : why.message;
	int64_t seconds = is_refused ? AFTER_REFUSAL_SECONDS : AFTER_SILENCE_SECONDS;

	if (!client_document_store_refuse(oauth->db, url, !is_refused && has_copy ? NULL : refusal, seconds))
		return false;
	if (is_refused)
		return false;
	*oauth->error = (struct error){ 0 };
	return has_copy || oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "%s", why.message);
}

static bool get_document(struct oauth *oauth, const char *url, bool has_copy)
{
	struct keeping keeping = { .db = oauth->db };
	struct fetch_response response;
	struct client_metadata read;

	if (!get(oauth, url, "the client's document", &response) || !read_document(oauth, url, response.body, &read) ||
	    !get_keys(oauth, &read))
		return keep_failure(oauth, url, has_copy);
	keeping.client = &read.client;
	keeping.seconds = keep_seconds(&response);
	return db_transaction(oauth->db, keep, &keeping) && tidy(oauth->db);
}

static bool come_again(struct oauth *oauth)
{
	fail(oauth->error, ERROR_UNAVAILABLE, "the documents of clients are being fetched just now; try again in a few seconds");
	oauth->error->retry_after_seconds = 3;
	return false;
}

/* Few at a time: strangers decide how slow they are, and each holds one of our processes. */
static bool claim(struct oauth *oauth, const char *url, bool is_known)
{
	struct guess guess = { GUESS_DOCUMENT, http_client_network(oauth->request, oauth->config->trusted_proxies) };
	bool claimed;
	int64_t count;

	if (!is_known && !guess_admit(oauth->db, &guess, 1))
		return false;
	if (!client_document_store_fetching(oauth->db, &count))
		return false;
	if (count >= FETCHED_AT_ONCE)
		return come_again(oauth);
	return client_document_store_claim(oauth->db, url, CLAIM_SECONDS, &claimed) && (claimed || come_again(oauth));
}

bool client_document_refresh(struct oauth *oauth, const char *url)
{
	struct client_document document;
	bool is_known;

	if (!is_proper(url))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT,
				    "a client_id that is a URL must be https, with a path and without user, fragment and dot segments");
	if (!client_document_store_find(oauth->db, url, &document, &is_known))
		return false;
	if (document.is_pinned)
		return true;
	if (document.is_fresh)
		return !document.refusal || oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "%s", document.refusal);
	if (document.has_copy && !document.refusal && document.is_being_fetched)
		return true;
	return claim(oauth, url, is_known) && get_document(oauth, url, document.has_copy && !document.refusal);
}

bool client_document_pin(struct oauth *oauth, const char *url, const char *text)
{
	struct keeping keeping = { .db = oauth->db, .pinned = true };
	struct client_metadata read;

	if (!is_proper(url))
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the URL must be https, with a path and without user and fragment");
	if (!read_document(oauth, url, text, &read) || !get_keys(oauth, &read))
		return false;
	keeping.client = &read.client;
	return db_transaction(oauth->db, keep, &keeping);
}
