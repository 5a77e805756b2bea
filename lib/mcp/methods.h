/*
 * The methods of the protocol, one function each; which revision has which stands in the
 * table of methods.c. Each fills in call->members, or refuses, or fails with call->error.
 */
#ifndef TASKDESK_MCP_METHODS_H
#define TASKDESK_MCP_METHODS_H

#include "mcp/call.h"

#include <stdbool.h>

bool server_discover(struct mcp_call *call);
bool initialize(struct mcp_call *call);
bool ping(struct mcp_call *call);
bool logging_set_level(struct mcp_call *call);
bool tools_list(struct mcp_call *call);
bool tools_call(struct mcp_call *call);
bool resources_list(struct mcp_call *call);
bool resources_templates_list(struct mcp_call *call);
bool resources_read(struct mcp_call *call);
bool resources_subscribe(struct mcp_call *call);
bool prompts_list(struct mcp_call *call);
bool prompts_get(struct mcp_call *call);
bool completion_complete(struct mcp_call *call);

/* Finds the method in its revision and runs it; the result stands in call->members. */
bool method_run(struct mcp_call *call);

/* The member of params that Mcp-Name mirrors for this method, or NULL. */
const char *method_name_member(const char *method);

#endif
