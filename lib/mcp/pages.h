/*
 * What the list methods share: cursors, and the caching hints of 2026-07-28
 * (server/utilities/pagination, server/utilities/caching).
 */
#ifndef TASKDESK_MCP_PAGES_H
#define TASKDESK_MCP_PAGES_H

#include "mcp/call.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MCP_LIST_TTL_MILLISECONDS 300000

/* The position that params.cursor stands for, 0 without one; refuses a cursor that is none. */
bool mcp_page_start(struct mcp_call *call, size_t count, size_t *start);

/* Adds nextCursor where the page that begins at start does not reach the end. */
void mcp_page_end(struct mcp_call *call, size_t start, size_t count);

/* Adds ttlMs and cacheScope to a modern result. */
void mcp_cache_hints(struct mcp_call *call, int64_t ttl_milliseconds, bool is_public);

/* The Implementation object of the server as JSON, made once per process. */
const char *mcp_server_info(const struct mcp_server *server);

#endif
