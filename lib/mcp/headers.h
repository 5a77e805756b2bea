/*
 * The request headers of 2026-07-28 mirror members of the body, and must equal them
 * (basic/transports/streamable-http, "Server Validation").
 */
#ifndef TASKDESK_MCP_HEADERS_H
#define TASKDESK_MCP_HEADERS_H

#include "mcp/call.h"

#include <stdbool.h>

/*
 * Compares MCP-Protocol-Version and Mcp-Method, and Mcp-Name where name is not NULL, with
 * the body. Refuses with MCP_HEADER_MISMATCH.
 */
bool headers_check(struct mcp_call *call, const char *version, const char *name);

/*
 * Compares the Mcp-Param-* headers that a tool's input schema asks for by "x-mcp-header"
 * with its arguments. Refuses with MCP_HEADER_MISMATCH.
 */
bool headers_check_parameters(struct mcp_call *call, struct json_object *input_schema);

#endif
