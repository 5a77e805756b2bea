/*
 * Tools as they are offered: found by name, seen according to scopes, and listed.
 */
#ifndef TASKDESK_MCP_TOOL_LIST_H
#define TASKDESK_MCP_TOOL_LIST_H

#include "mcp/server.h"

#include <stdbool.h>

/*
 * The tool of this name; also under the prefix "mcp_" and by its singular name, where
 * is_singular becomes true. NULL when there is none.
 */
const struct tool *tool_find(const struct mcp_server *server, const char *name, bool *is_singular);

/* Whether the server offers the tool at all, and these scopes reach it. */
bool tool_is_offered(const struct mcp_server *server, const struct tool *tool);
bool tool_is_allowed(const struct tool *tool, unsigned scopes);

/* The tool's input schema, made once per process; lives as long as the cache. */
struct json_object *tool_input_schema(const struct mcp_server *server, const struct tool *tool);

#endif
