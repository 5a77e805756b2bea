#include "auth/api_key.h"

#include "auth/scope.h"
#include "base/base64.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "http/unavailable.h"
#include "store/api_key_store.h"
#include "store/migration.h"

#include <string.h>
#include <strings.h>

#define KEY_HEADER "X-API-Key"
#define USER_HEADER "X-Mcp-User"
#define BEARER "Bearer "

/* What the headers say, before anybody believes it. */
struct presented {
	const char *key;      /* "" when none was sent */
	const char *email;    /* lower case; NULL when nobody was named */
};

static bool refuse(struct http_response *response, int status, const char *code, const char *message)
{
	http_response_problem(response, status, code, message);
	return false;
}

static const char *bearer_token(const struct http_request *request)
{
	const char *authorization = http_request_authorization(request);
	const size_t length = strlen(BEARER);

	if (!authorization || strncasecmp(authorization, BEARER, length) != 0)
		return NULL;
	return authorization + length + strspn(authorization + length, " ");
}

static const char *lower_case(struct arena *arena, const char *email)
{
	char *copy = arena_strdup(arena, email);

	for (char *at = copy; at && *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

/* What comes back in answers has to be fit for them. */
static bool is_plain_text(const char *value)
{
	for (const char *at = value; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			return false;
	return utf8_is_valid(value, strlen(value));
}

/* Two values for one question are no answer: which one counts would depend on the web server. */
static bool read_headers(const struct http_request *request, struct presented *presented,
			 struct http_response *response)
{
	static const char *const single[] = { KEY_HEADER, USER_HEADER, "Authorization" };
	const char *key = http_request_header(request, KEY_HEADER);
	const char *bearer = bearer_token(request);
	const char *email = http_request_header(request, USER_HEADER);

	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (http_request_header_repeated(request, single[i]))
			return refuse(response, 400, "repeated_header",
				      arena_printf(request->arena, "The header %s was sent more than once; send it once.",
						   single[i]));
	if (key && bearer && strcmp(key, bearer) != 0)
		return refuse(response, 400, "two_credentials",
			      "X-API-Key and Authorization hold different keys; send one of them.");
	if (email && strchr(email, ','))
		return refuse(response, 400, "repeated_header",
			      "X-Mcp-User must be one e-mail address, sent once.");
	if (email && !is_plain_text(email))
		return refuse(response, 400, "bad_header",
			      "X-Mcp-User must be one e-mail address, in UTF-8 without control characters.");
	presented->key = key ? key : bearer ? bearer : "";
	presented->email = email && *email ? lower_case(request->arena, email) : NULL;
	return true;
}

static bool is_bootstrap_key(const struct config *config, const unsigned char hash[SHA256_BYTES])
{
	unsigned char expected[SHA256_BYTES];

	if (!*config->api_key)
		return false;
	sha256(config->api_key, strlen(config->api_key), expected);
	return secret_equals(hash, expected, SHA256_BYTES);
}

static bool is_usable(const struct caller *caller)
{
	return caller->key_found && !caller->key.is_expired && !caller->key.is_revoked;
}

static bool schema_fits(const struct caller *caller, struct db *db, struct http_response *response)
{
	if (caller->schema == migration_newest())
		return true;
	fail(db_error(db), ERROR_UNAVAILABLE, "the database is at schema %d and this program needs %d: %s",
	     caller->schema, migration_newest(),
	     caller->schema < migration_newest() ? "run taskdeskctl migrate" : "install the newer program");
	http_response_unavailable(response, db_error(db));
	return false;
}

static bool choose_user(const struct caller *caller, const struct config *config, const char *email,
			struct principal *principal, struct http_response *response)
{
	bool may_act_as = principal->credential == CREDENTIAL_BOOTSTRAP_KEY || caller->key.may_act_as;
	bool is_bound = caller->key.user_id != 0;

	principal->user = caller->own;
	if (!email || (caller->named_found && caller->named.id == caller->own.id))
		return true;
	if (!may_act_as || is_bound)
		return refuse(response, 403, "may_not_act_as",
			      is_bound ? "This API key is bound to one user and may not act as another; leave X-Mcp-User out or name that user." :
					 "This API key may not act as a user; leave X-Mcp-User out or use a key created with --act-as.");
	if (caller->named_found) {
		principal->user = caller->named;
		return true;
	}
	if (config->unknown_user == UNKNOWN_USER_REJECT)
		return refuse(response, 403, "unknown_user",
			      "X-Mcp-User names an e-mail address that no user has; correct it, or register the user first without the header.");
	principal->unknown_user = email;
	return true;
}

static bool look_up(const struct config *config, struct db *db, const struct presented *presented,
		    struct caller *caller, struct principal *principal,
		    struct http_response *response)
{
	unsigned char hash[SHA256_BYTES];
	bool bootstrap, looked;

	sha256(presented->key, strlen(presented->key), hash);
	bootstrap = is_bootstrap_key(config, hash);
	looked = bootstrap ? api_key_store_find_bootstrap_caller(db, presented->email, caller) :
			     api_key_store_find_caller(db, hash, presented->email, caller);
	if (!looked) {
		http_response_unavailable(response, db_error(db));
		return false;
	}
	if (!schema_fits(caller, db, response))
		return false;
	if (!bootstrap && !is_usable(caller))
		return refuse(response, 403, "invalid_api_key",
			      "The API key is missing or not valid. Send a valid key in the header X-API-Key.");
	principal->credential = bootstrap ? CREDENTIAL_BOOTSTRAP_KEY : CREDENTIAL_API_KEY;
	principal->credential_id = caller->key.id;
	principal->credential_name = bootstrap ? "bootstrap" : caller->key.name;
	principal->scopes = bootstrap ? SCOPE_ALL : caller->key.scopes;
	return true;
}

bool api_key_authenticate(const struct http_request *request, const struct config *config, struct db *db,
			  struct principal *principal, struct http_response *response)
{
	struct presented presented;
	struct caller caller;

	*principal = (struct principal){ 0 };
	if (!read_headers(request, &presented, response) ||
	    !look_up(config, db, &presented, &caller, principal, response) ||
	    !choose_user(&caller, config, presented.email, principal, response))
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
