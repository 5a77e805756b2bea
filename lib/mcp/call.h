/*
 * One JSON-RPC request being answered, and what a handler may do with it.
 */
#ifndef TASKDESK_MCP_CALL_H
#define TASKDESK_MCP_CALL_H

#include "auth/principal.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "http/request.h"
#include "http/response.h"
#include "mcp/revision.h"

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>

/* Codes of JSON-RPC 2.0 section 5.1, and of MCP 2026-07-28, basic/index, "Error Codes". */
enum jsonrpc_code {
	JSONRPC_PARSE_ERROR = -32700,
	JSONRPC_INVALID_REQUEST = -32600,
	JSONRPC_METHOD_NOT_FOUND = -32601,
	JSONRPC_INVALID_PARAMS = -32602,
	JSONRPC_INTERNAL_ERROR = -32603,
	MCP_RESOURCE_NOT_FOUND_LEGACY = -32002,
	MCP_HEADER_MISMATCH = -32020,
	MCP_MISSING_CAPABILITY = -32021,
	MCP_UNSUPPORTED_VERSION = -32022,
};

/* A JSON-RPC error to be sent. */
struct mcp_failure {
	int code;                     /* 0: none */
	int http_status;
	const char *message;
	struct json_object *data;     /* may be NULL; tied to the arena */
};

/* In growing severity (RFC 5424 section 6.2.1). */
enum mcp_log_level {
	MCP_LOG_DEBUG,
	MCP_LOG_INFO,
	MCP_LOG_NOTICE,
	MCP_LOG_WARNING,
	MCP_LOG_ERROR,
	MCP_LOG_CRITICAL,
	MCP_LOG_ALERT,
	MCP_LOG_EMERGENCY,
	MCP_LOG_NONE,
};

struct mcp_server;

struct mcp_call {
	const struct mcp_server *server;
	const struct http_request *request;
	struct http_response *response;
	struct arena *arena;
	struct error *error;                 /* why a handler failed */
	const struct principal *principal;
	void *context;                       /* the linking program's own, for its tools */

	const struct revision *revision;
	const char *method;
	const char *id;                      /* as JSON text; NULL for a notification */
	const char *message;                 /* the raw JSON text of this message */
	size_t message_bytes;
	bool is_in_batch;                    /* its answer is one of several, in one piece */
	struct json_object *params;          /* an object or NULL */
	struct json_object *arguments;       /* of a tool or prompt; an object or NULL */
	struct json_object *client_capabilities; /* modern only */

	struct text answer;                  /* its opening, and the result's members, as JSON text, each with a comma behind it */
	size_t opening;                      /* the bytes of answer before the first member */
	struct json_object *result_meta;     /* the result's _meta; NULL while empty */
	struct mcp_failure failure;

	const char *progress_token;          /* as JSON text; NULL: not wanted */
	double progress;                     /* the last that was told; below 0: none yet */
	enum mcp_log_level log_level;        /* the least severe that is wanted */
	struct text events;                  /* server-sent events that go before the answer */

	struct json_object *input_requests;  /* what the client is asked (modern) */
	struct json_object *state;           /* what the request brought back, verified */
	struct json_object *next_state;      /* what it is to bring back next */
};

/* Adds a member to the result: value is JSON text, or a json-c value that is taken over. */
void mcp_result_text(struct mcp_call *call, const char *name, const char *json);
void mcp_result_json(struct mcp_call *call, const char *name, struct json_object *value);

/* Adds to the result's _meta; the value is taken over. */
void mcp_result_meta(struct mcp_call *call, const char *name, struct json_object *value);

/*
 * Refuses the request itself with a JSON-RPC error. Always false. Errors of a tool are no
 * such thing: a handler that fails with call->error gives an ordinary result with isError.
 */
bool mcp_refuse(struct mcp_call *call, enum jsonrpc_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds data to the refusal; taken over. Always false. */
bool mcp_refuse_data(struct mcp_call *call, struct json_object *data);

/*
 * Tells the client how far the call has come, if it wants to know. progress must grow, and
 * is ignored where it does not; total 0: unknown; message may be NULL.
 */
void mcp_progress(struct mcp_call *call, double progress, double total, const char *message);

/* Sends a log message to the client, if it wants that severity. data is taken over. */
void mcp_log_message(struct mcp_call *call, enum mcp_log_level level, const char *logger, struct json_object *data);

/* Whether the client declared a capability ("elicitation"). Unknown, and so true, before 2026-07-28. */
bool mcp_client_supports(const struct mcp_call *call, const char *capability);

/*
 * Asks the client: method is elicitation/create, sampling/createMessage or roots/list, params
 * is taken over, key names the question within this request. Returns the client's result, or
 * NULL when it is not known: then the handler returns mcp_unanswered(call).
 *
 * In 2026-07-28 the call ends with input_required and comes again with the answers; before,
 * the call waits for the answer (basic/patterns/mrtr).
 */
struct json_object *mcp_ask(struct mcp_call *call, const char *key, const char *method, struct json_object *params);

/* True when the call is to come again with answers, false when it failed. */
bool mcp_unanswered(const struct mcp_call *call);

/*
 * State for the next round, authenticated and bound to caller, method and arguments for ten
 * minutes. The client can read it but not change it. Taken over.
 */
void mcp_keep_state(struct mcp_call *call, struct json_object *state);

/* What mcp_keep_state kept in the round before, or NULL. */
struct json_object *mcp_kept_state(const struct mcp_call *call);

#endif
