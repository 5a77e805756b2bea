/*
 * The paths that MCP clients talk to, and /health.
 */
#ifndef TASKDESK_APP_MCP_ROUTES_H
#define TASKDESK_APP_MCP_ROUTES_H

#include "app/exchange.h"

/* /mcp and what is below it, as config/endpoints.h has them: by API key or, where OAuth is on, by access token. */
void serve_mcp(struct exchange *exchange);

/* /health */
void serve_health(struct exchange *exchange);

#endif
