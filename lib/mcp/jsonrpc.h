/*
 * JSON-RPC 2.0 messages: what one is, and the text of an answer.
 */
#ifndef TASKDESK_MCP_JSONRPC_H
#define TASKDESK_MCP_JSONRPC_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "mcp/call.h"

#include <json-c/json.h>

enum jsonrpc_kind {
	JSONRPC_REQUEST,
	JSONRPC_NOTIFICATION,
	JSONRPC_RESPONSE,
};

struct jsonrpc_message {
	enum jsonrpc_kind kind;
	const char *method;
	const char *id;                  /* as JSON text, exactly as sent; NULL for a notification */
	struct json_object *params;      /* an object, or NULL */
};

/*
 * Judges one parsed message. On failure (ERROR_INVALID) message->id still holds the id when
 * it could be read.
 */
bool jsonrpc_read(struct arena *arena, struct json_object *value, const char *bytes, size_t length,
		  struct jsonrpc_message *message, struct error *error);

/* Adds an error response; without id where it is NULL. */
void jsonrpc_add_error(struct text *text, const char *id, const struct mcp_failure *failure);

#endif
