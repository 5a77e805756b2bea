#include "oauth/provider.h"

#include "base/base64.h"
#include "base/text.h"
#include "config/public_url.h"
#include "fields/json.h"
#include "http/form.h"
#include "oauth/jose.h"
#include "store/provider_store.h"

#include <string.h>

#define SHORTEST_SECONDS ((int64_t)5 * 60)
#define USUAL_SECONDS ((int64_t)60 * 60)
#define LONGEST_SECONDS ((int64_t)24 * 60 * 60)
#define PAUSE_SECONDS 60                /* between two tries while there is something to go on with */
#define IMPATIENT_PAUSE_SECONDS 5       /* and while there is nothing */

/* A document of the provider: where it is, and whether what came is one. */
struct document {
	const char *kind;
	bool (*fetch)(struct oauth *oauth, struct fetch_response *response, struct error *why);
};

static bool get(struct oauth *oauth, const char *url, struct fetch_response *response, struct error *why)
{
	const struct fetch_request request = {
		.url = url,
		.trust = FETCH_FROM_ADMINISTRATOR,
		.authorities = oauth->config->provider_ca,
		.log = oauth->log,
	};

	if (!fetch(oauth->arena, &request, response, why))
		return false;
	return response->status == 200 || fail(why, ERROR_UNAVAILABLE, "%s answers with HTTP status %d", url, response->status);
}

/* A provider that speaks in the name of another one is none (RFC 8414 section 3.3). */
static bool is_metadata(struct oauth *oauth, const struct fetch_response *response, struct error *why)
{
	struct json_object *metadata;
	const char *issuer;

	if (!json_read(oauth->arena, response->body, response->body_bytes, &metadata, why))
		return false;
	issuer = json_member_text(metadata, "issuer");
	return (issuer && strcmp(issuer, oauth->config->issuer_url) == 0) ||
	       fail(why, ERROR_INVALID, "the metadata are of the issuer %s", issuer ? issuer : "(none)");
}

/* Behind the issuer (OpenID Connect Discovery 1.0), or between its host and its path (RFC 8414 section 3.1). */
static bool fetch_metadata(struct oauth *oauth, struct fetch_response *response, struct error *why)
{
	const char *issuer = oauth->config->issuer_url, *path = public_url_path(issuer);
	bool has_slash = text_ends_with(issuer, "/");
	const char *places[] = {
		arena_printf(oauth->arena, "%s%s.well-known/openid-configuration", issuer, has_slash ? "" : "/"),
		arena_printf(oauth->arena, "%.*s/.well-known/oauth-authorization-server%s", (int)(path - issuer), issuer,
			     strcmp(path, "/") == 0 ? "" : path),
	};

	if (*oauth->config->oauth_metadata_url)
		return get(oauth, oauth->config->oauth_metadata_url, response, why) && is_metadata(oauth, response, why);
	return (get(oauth, places[0], response, why) || get(oauth, places[1], response, why)) &&
	       is_metadata(oauth, response, why);
}

static bool fetch_keys(struct oauth *oauth, struct fetch_response *response, struct error *why)
{
	struct json_object *keys;
	const char *url;

	if (!provider_url(oauth, oauth->config->jwks_url, "jwks_uri", &url)) {
		*why = *oauth->error;
		return false;
	}
	return get(oauth, url, response, why) &&
	       jose_keys_read(oauth->arena, response->body, response->body_bytes, &keys, why);
}

static const struct document metadata_document = { "metadata", fetch_metadata };
static const struct document keys_document = { "keys", fetch_keys };

static const char *name_of(const struct oauth *oauth, const struct document *document)
{
	return arena_printf(oauth->arena, "%s %s", document->kind, oauth->config->issuer_url);
}

const char *provider_keys_name(const struct oauth *oauth)
{
	return name_of(oauth, &keys_document);
}

static int64_t keep_seconds(const struct fetch_response *response)
{
	int64_t seconds = response->fresh_seconds < 0 ? USUAL_SECONDS : response->fresh_seconds;

	return seconds < SHORTEST_SECONDS ? SHORTEST_SECONDS : seconds > LONGEST_SECONDS ? LONGEST_SECONDS : seconds;
}

/* Fetches and keeps; came is false when nothing came that could be kept. */
static bool renew(struct oauth *oauth, const struct document *document, bool *came)
{
	struct fetch_response response;
	struct error why = { 0 };

	*came = document->fetch(oauth, &response, &why);
	if (*came)
		return provider_store_keep(oauth->db, name_of(oauth, document), response.body, keep_seconds(&response));
	*oauth->error = (struct error){ 0 };
	log_event(oauth->log, LOG_ERROR, "provider", "document=%s reason=%s", document->kind,
		  log_quote(oauth->arena, why.message));
	return true;
}

/* What is kept of it, renewed where that is due and this process is the one to do it. */
static bool find(struct oauth *oauth, const struct document *document, enum provider_wish wish,
		 struct provider_document *kept)
{
	const char *name = name_of(oauth, document);
	bool claimed, came;

	if (!provider_store_find(oauth->db, name, kept))
		return false;
	if ((kept->is_fresh && wish == PROVIDER_AS_KEPT) || (kept->body && kept->was_tried))
		return true;
	if (!provider_store_claim(oauth->db, name, kept->body ? PAUSE_SECONDS : IMPATIENT_PAUSE_SECONDS, &claimed))
		return false;
	if (claimed) {
		if (!renew(oauth, document, &came) || (came && !provider_store_find(oauth->db, name, kept)))
			return false;
	}
	if (kept->body)
		return true;
	fail(oauth->error, ERROR_UNAVAILABLE, "the sign-in provider cannot be reached just now");
	oauth->error->retry_after_seconds = IMPATIENT_PAUSE_SECONDS;
	return false;
}

bool provider_keys(struct oauth *oauth, enum provider_wish wish, struct json_object **keys, const char **version)
{
	struct provider_document kept;

	if (!find(oauth, &keys_document, wish, &kept))
		return false;
	*version = kept.fetched_at;
	return jose_keys_read(oauth->arena, kept.body, strlen(kept.body), keys, oauth->error);
}

bool provider_url(struct oauth *oauth, const char *setting, const char *member, const char **url)
{
	struct provider_document kept;
	struct json_object *metadata;

	*url = setting;
	if (*setting)
		return true;
	if (!find(oauth, &metadata_document, PROVIDER_AS_KEPT, &kept) ||
	    !json_read(oauth->arena, kept.body, strlen(kept.body), &metadata, oauth->error))
		return false;
	*url = json_member_text(metadata, member);
	if (*url && fetch_url_is_proper(*url))
		return true;
	log_event(oauth->log, LOG_ERROR, "provider", "document=metadata missing=%s", member);
	return fail(oauth->error, ERROR_UNAVAILABLE, "the sign-in provider does not offer what is needed here");
}

static const char *form_encoded(struct arena *arena, const char *value)
{
	struct text text = text_in(arena);

	http_form_add(&text, "", value);
	return text_string(&text) + 1;
}

/* RFC 6749 section 2.3.1. */
static const char *basic(struct oauth *oauth)
{
	const struct config *config = oauth->config;
	const char *pair = arena_printf(oauth->arena, "%s:%s", form_encoded(oauth->arena, config->client_id),
					form_encoded(oauth->arena, config->client_secret));

	return arena_printf(oauth->arena, "Basic %s", base64_encode(oauth->arena, BASE64_STANDARD, pair, strlen(pair)));
}

bool provider_post(struct oauth *oauth, const char *url, const char *form, struct fetch_response *response)
{
	const struct fetch_request request = {
		.url = url,
		.trust = FETCH_FROM_ADMINISTRATOR,
		.authorities = oauth->config->provider_ca,
		.form = form,
		.authorization = *oauth->config->client_secret ? basic(oauth) : NULL,
		.log = oauth->log,
	};
	struct error why = { 0 };

	if (fetch(oauth->arena, &request, response, &why) && response->status < 500)
		return true;
	log_event(oauth->log, LOG_ERROR, "provider", "url=%s reason=%s", log_quote(oauth->arena, url),
		  why.kind ? log_quote(oauth->arena, why.message) : "\"it answers with an error of its own\"");
	return fail(oauth->error, ERROR_UNAVAILABLE, "the sign-in provider cannot be reached just now");
}
