/*
 * The paths that MCP clients talk to, and /health.
 */
#ifndef TASKDESK_APP_MCP_ROUTES_H
#define TASKDESK_APP_MCP_ROUTES_H

#include "app/exchange.h"

/* /mcp: by API key or, where OAuth is on, by access token. */
void serve_mcp(struct exchange *exchange);

/* /mcp/key: by API key only, for clients that drop a configured key once they have found OAuth. */
void serve_mcp_key(struct exchange *exchange);

/* /health */
void serve_health(struct exchange *exchange);

#endif
