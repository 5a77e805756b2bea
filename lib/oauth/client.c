#include "oauth/client.h"

#include "base/base64.h"
#include "base/secret.h"
#include "oauth/client_assertion.h"
#include "oauth/client_document.h"

#include <string.h>
#include <strings.h>

#define LONGEST_CLIENT_ID 500
#define BASIC "Basic "
#define ASSERTION_TYPE "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

static bool is_client_id(const char *client_id)
{
	for (const char *at = client_id; *at; at++)
		if (*at <= ' ' || *at > '~')
			return false;
	return *client_id && strlen(client_id) <= LONGEST_CLIENT_ID;
}

/* A document is asked about first: it may say something else than it did. */
static bool look_up(struct oauth *oauth, const char *client_id, struct oauth_client *client, bool *found)
{
	if (!oauth_client_store_find(oauth->db, client_id, client, found))
		return false;
	if (!client_document_is_named_by(client_id) || (*found && client->kind != OAUTH_CLIENT_DOCUMENT))
		return true;
	return client_document_refresh(oauth, client_id) && oauth_client_store_find(oauth->db, client_id, client, found);
}

bool oauth_client_find(struct oauth *oauth, const char *client_id, struct oauth_client *client)
{
	bool found = false;

	if (is_client_id(client_id) && !look_up(oauth, client_id, client, &found))
		return false;
	if (!found)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "there is no client with this client_id; register first");
	if (client->is_revoked)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the administrator has withdrawn this client");
	if (client->is_expired)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client's registration has expired; register again");
	return true;
}

/* What a request says about its sender, before anybody believes it. */
struct presented {
	const char *client_id;
	const char *secret;
	const char *assertion;
	size_t ways;                 /* in how many ways the client authenticates: at most one is allowed */
};

/* One half of the Basic credentials: form-encoded (RFC 6749 section 2.3.1). */
static const char *decode_half(struct oauth *oauth, const char *text, size_t length)
{
	struct http_form form;
	struct error error = { 0 };
	const char *pair = arena_printf(oauth->arena, "x=%.*s", (int)length, text);

	return http_form_read(&form, oauth->arena, pair, strlen(pair), &error) && form.count == 1 ? form.fields[0].value :
												     NULL;
}

static bool read_basic(struct oauth *oauth, const char *authorization, struct presented *presented)
{
	size_t length;
	const char *encoded = authorization + strlen(BASIC);
	const char *pair = (const char *)base64_decode(oauth->arena, BASE64_STANDARD, encoded, strlen(encoded), &length);
	const char *colon = pair && strlen(pair) == length ? strchr(pair, ':') : NULL;

	if (!colon)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the Basic credentials cannot be read");
	presented->client_id = decode_half(oauth, pair, (size_t)(colon - pair));
	presented->secret = decode_half(oauth, colon + 1, strlen(colon + 1));
	if (!presented->client_id || !presented->secret)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the Basic credentials cannot be read");
	return true;
}

static bool read_assertion(struct oauth *oauth, const struct http_form *form, struct presented *presented)
{
	const char *type = http_form_value(form, "client_assertion_type");

	if (!type || strcmp(type, ASSERTION_TYPE) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "client_assertion_type must be " ASSERTION_TYPE);
	presented->client_id = client_assertion_subject(oauth, presented->assertion);
	return presented->client_id || oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client_assertion cannot be read");
}

static bool read_presented(struct oauth *oauth, const struct http_form *form, struct presented *presented)
{
	const char *authorization = http_request_authorization(oauth->request);
	bool is_basic = authorization && strncasecmp(authorization, BASIC, strlen(BASIC)) == 0;
	const char *client_id = http_form_value(form, "client_id");

	*presented = (struct presented){
		.client_id = client_id,
		.secret = http_form_value(form, "client_secret"),
		.assertion = http_form_value(form, "client_assertion"),
	};
	presented->ways = (size_t)is_basic + (presented->secret != NULL) + (presented->assertion != NULL);
	if (presented->ways > 1)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "authenticate the client in one way only");
	if ((is_basic && !read_basic(oauth, authorization, presented)) ||
	    (presented->assertion && !read_assertion(oauth, form, presented)))
		return false;
	if (client_id && strcmp(client_id, presented->client_id) != 0)
		return oauth_refuse(oauth, OAUTH_INVALID_REQUEST, "client_id is not the client that authenticates");
	return true;
}

static bool secret_is_right(const struct oauth_client *client, const char *secret)
{
	unsigned char hash[SHA256_BYTES];

	sha256(secret, strlen(secret), hash);
	return client->has_secret && secret_equals(hash, client->secret_hash, SHA256_BYTES);
}

static bool is_believed(struct oauth *oauth, const struct oauth_client *client, const struct presented *presented)
{
	switch (client->auth_method) {
	case OAUTH_AUTH_NONE:
		return !presented->ways ||
		       oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "this client is public and has nothing to authenticate with");
	case OAUTH_AUTH_SECRET_BASIC:
	case OAUTH_AUTH_SECRET_POST:
		return (presented->secret && secret_is_right(client, presented->secret)) ||
		       oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client's secret is missing or wrong");
	case OAUTH_AUTH_PRIVATE_KEY_JWT:
		return presented->assertion ?
			       client_assertion_proves(oauth, client, presented->assertion) :
			       oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client has to send a client_assertion");
	}
	return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client cannot be authenticated");
}

bool oauth_client_authenticate(struct oauth *oauth, const struct http_form *form, struct oauth_client *client)
{
	struct presented presented;

	if (!read_presented(oauth, form, &presented))
		return false;
	if (!presented.client_id)
		return oauth_refuse(oauth, OAUTH_INVALID_CLIENT, "the client does not say who it is; send client_id");
	return oauth_client_find(oauth, presented.client_id, client) && is_believed(oauth, client, &presented);
}
