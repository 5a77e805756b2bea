/*
 * What the protocol computes at its first use and keeps until the process ends.
 */
#ifndef TASKDESK_MCP_CACHE_H
#define TASKDESK_MCP_CACHE_H

#include "auth/scope.h"
#include "mcp/server.h"

#define SCOPE_SETS (SCOPE_ALL + 1)

struct mcp_cache {
	struct arena arena;

	/* tool_list.c */
	size_t tool_count;                  /* 0 before the first use */
	struct json_object **schemas;
	const char **texts;
	const char *lists[SCOPE_SETS];      /* the whole first page for each set of scopes */

	/* lifecycle.c */
	const char *server_info;            /* an Implementation as JSON */
	const char *discovery;              /* the members of the answer to server/discover */
};

#endif
