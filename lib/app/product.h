/*
 * What Taskdesk serves through the protocol: its description for lib/mcp.
 */
#ifndef TASKDESK_APP_PRODUCT_H
#define TASKDESK_APP_PRODUCT_H

#include "config/config.h"
#include "mcp/server.h"

/* The server of this configuration. Fails with ERROR_INVALID when a setting names what there is not. */
bool product_server(const struct config *config, struct arena *arena, struct mcp_cache *cache,
		    struct mcp_server *server, struct error *error);

#endif
