/*
 * One request on its way through the application.
 */
#ifndef TASKDESK_APP_EXCHANGE_H
#define TASKDESK_APP_EXCHANGE_H

#include "auth/principal.h"
#include "base/error.h"
#include "base/log.h"
#include "config/config.h"
#include "desk/desk.h"
#include "http/request.h"
#include "http/response.h"
#include "mcp/server.h"
#include "oauth/oauth.h"
#include "store/db.h"

/* What the process holds for all requests. */
struct app_parts {
	struct config config;
	struct log log;
	struct db *db;
	struct mcp_server *servers;        /* one for each of config.endpoints */
	struct oauth_cache *oauth_cache;
};

struct exchange {
	struct desk desk;                  /* first: the tools' context is this very object */
	struct app_parts *parts;
	struct http_request request;
	struct http_response response;
	struct error error;
	struct principal principal;
	bool is_authenticated;
	unsigned missing_scopes;           /* a call needs these, and the credential has not all of them; 0: none */
	int64_t started_microseconds;
	const char *rpc_method;            /* of the last JSON-RPC message, for the log */
	const char *rpc_name;
	const char *rpc_outcome;
};

void exchange_begin(struct exchange *exchange, struct arena *arena, const struct gateway *gateway);

/* What the authorization server works with for this request. */
struct oauth exchange_oauth(struct exchange *exchange);

/* Remembers that a credential had too few scopes; the denied of struct mcp_server. */
void exchange_denied(struct mcp_call *call, unsigned needed);

/* Remembers what the log says about a JSON-RPC message; the done of struct mcp_server. */
void exchange_note(struct mcp_call *call, const char *method, const char *name, const char *outcome);

/* Writes the request's line to the log. */
void exchange_log(const struct exchange *exchange);

#endif
