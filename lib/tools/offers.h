/*
 * What this server offers beside tools: resources, prompts, and completion of their arguments.
 */
#ifndef TASKDESK_TOOLS_OFFERS_H
#define TASKDESK_TOOLS_OFFERS_H

#include "mcp/server.h"

extern const struct mcp_resources task_resources;
extern const struct mcp_prompt task_prompts[];

/* Suggests names that the caller may see; for struct mcp_server. */
bool complete_argument(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values);

#endif
