/*
 * What Taskdesk serves through the protocol: its description for lib/mcp.
 */
#ifndef TASKDESK_APP_PRODUCT_H
#define TASKDESK_APP_PRODUCT_H

#include "config/config.h"
#include "mcp/server.h"

/* The server of this configuration; cache may be NULL until it is known. */
struct mcp_server product_server(const struct config *config, struct mcp_cache *cache);

#endif
