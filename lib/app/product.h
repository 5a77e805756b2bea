/*
 * What Taskdesk serves through the protocol: its description for lib/mcp.
 */
#ifndef TASKDESK_APP_PRODUCT_H
#define TASKDESK_APP_PRODUCT_H

#include "config/config.h"
#include "mcp/server.h"

/*
 * What each endpoint of this configuration serves, in their order; lives in the arena. Fails
 * with ERROR_INVALID when a setting names what there is not.
 */
bool product_servers(const struct config *config, struct arena *arena, struct mcp_server **servers, struct error *error);

#endif
