/*
 * What the authorization server works with during one request, how it refuses in OAuth's
 * words, and the addresses that it says about itself.
 */
#ifndef TASKDESK_OAUTH_OAUTH_H
#define TASKDESK_OAUTH_OAUTH_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "config/config.h"
#include "http/form.h"
#include "http/request.h"
#include "http/response.h"
#include "store/db.h"

#include <stdbool.h>

/* RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 7591 section 3.2.2, RFC 8707 section 2. */
enum oauth_error {
	OAUTH_NO_ERROR = 0,
	OAUTH_INVALID_REQUEST,
	OAUTH_INVALID_CLIENT,
	OAUTH_INVALID_GRANT,
	OAUTH_UNAUTHORIZED_CLIENT,
	OAUTH_UNSUPPORTED_GRANT_TYPE,
	OAUTH_UNSUPPORTED_RESPONSE_TYPE,
	OAUTH_INVALID_SCOPE,
	OAUTH_INVALID_TARGET,
	OAUTH_ACCESS_DENIED,
	OAUTH_LOGIN_REQUIRED,
	OAUTH_CONSENT_REQUIRED,
	OAUTH_INVALID_TOKEN,
	OAUTH_INSUFFICIENT_SCOPE,
	OAUTH_INVALID_REDIRECT_URI,
	OAUTH_INVALID_CLIENT_METADATA,
	OAUTH_TEMPORARILY_UNAVAILABLE,
	OAUTH_SERVER_ERROR,
};

/* Why a request was refused in the client's words. */
struct oauth_refusal {
	enum oauth_error error;      /* OAUTH_NO_ERROR: the reason, if any, stands in struct error */
	const char *description;     /* a sentence, in the arena */
};

/* What the process keeps from request to request. */
struct oauth_cache;

struct oauth {
	struct db *db;
	struct arena *arena;
	struct error *error;         /* for what is not the client's fault: database away, no memory */
	const struct config *config;
	const struct log *log;
	struct http_request *request;
	struct http_response *response;
	struct oauth_cache *cache;
	struct oauth_refusal refusal;
};

/* Writes the refusal. Always false, so that refusing is one line. */
bool oauth_refuse(struct oauth *oauth, enum oauth_error error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "invalid_request", … */
const char *oauth_error_word(enum oauth_error error);

/*
 * What to tell the client: the refusal as it stands, or, where the fault is not the client's,
 * temporarily_unavailable or server_error.
 */
struct oauth_refusal oauth_refusal_of(const struct oauth *oauth);

/*
 * Answers with the refusal as JSON (RFC 6749 section 5.2): 400, 401 for invalid_client with
 * WWW-Authenticate where the client used Basic, 503 and Retry-After when we are at fault.
 */
void oauth_answer_refusal(struct oauth *oauth);

/* Answers 200 (or another status) with JSON that no cache keeps. */
void oauth_answer_json(struct oauth *oauth, int status, const char *json);

/*
 * Reads the request's body as a form. False, with the answer written, when it is none: a
 * parameter that comes twice is invalid_request (RFC 6749 section 3.2), or invalid_target.
 */
bool oauth_read_form(struct oauth *oauth, struct http_form *form, size_t limit_bytes);

/* public_url, then the path: oauth_url(oauth, "/mcp"). In the arena. */
const char *oauth_url(const struct oauth *oauth, const char *path);

/*
 * Our name as an authorization server: public_url and /auth. Having a path of its own, it is
 * described nowhere at the root of the host, where clients of /mcp/key would look.
 */
const char *oauth_issuer(const struct oauth *oauth);

#endif
