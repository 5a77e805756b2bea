/*
 * The MCP endpoints of an installation: /mcp, /mcp/key and /mcp/readonly, and those that the
 * setting endpoint adds, each with what it is limited to.
 */
#ifndef TASKDESK_CONFIG_ENDPOINTS_H
#define TASKDESK_CONFIG_ENDPOINTS_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct endpoint {
	const char *path;            /* "/mcp/sales" */
	const char *title;           /* for people */
	bool takes_tokens;           /* access tokens of OAuth beside API keys */
	bool read_only;              /* offers reading tools only */
	const char *toolsets;        /* groups of tools, with commas between; "": all that the installation offers */
	const char *scopes;          /* OAuth's words for the most a caller may do, with commas between; "": anything */
	const int64_t *workspaces;   /* ids of the only ones there are for it */
	size_t workspace_count;      /* 0: all */
};

struct endpoint_list {
	size_t count;
	const struct endpoint *endpoints;
};

/*
 * Reads the setting: an entry a line (or behind a semicolon), a path under /mcp/ and words like
 * read_only, toolsets=tasks,comments, scopes=tasks:read, workspaces=3,7. The ones that are
 * always there come first. ERROR_INVALID says which entry is wrong.
 */
bool endpoints_read(struct arena *arena, const char *setting, struct endpoint_list *list, struct error *error);

/* The endpoint at this path, with or without a slash at its end; NULL when there is none. */
const struct endpoint *endpoint_at(const struct endpoint_list *list, const char *path);

/* Whether there is anything that it cannot do and /mcp can. */
bool endpoint_is_limited(const struct endpoint *endpoint);

#endif
