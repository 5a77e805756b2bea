/*
 * The rounds of a multi round-trip request (2026-07-28, basic/patterns/mrtr), for the code
 * that runs a method. Handlers use mcp_ask and mcp_keep_state of call.h.
 */
#ifndef TASKDESK_MCP_INPUT_H
#define TASKDESK_MCP_INPUT_H

#include "mcp/call.h"

#include <stdbool.h>

/* Verifies requestState and looks at inputResponses; refuses what is not this server's own. */
bool input_read(struct mcp_call *call);

/*
 * Where the handler has asked something or kept state: replaces the result's members by
 * inputRequests and requestState and returns true. False when there is nothing to ask, or
 * when it failed (call->failure).
 */
bool input_write(struct mcp_call *call);

#endif
