/*
 * A page of a list as a result: not longer than clients read, with the way on.
 */
#ifndef TASKDESK_TOOLS_PAGE_H
#define TASKDESK_TOOLS_PAGE_H

#include "mcp/tool.h"

#include <stddef.h>

/*
 * Writes a result of the set with as many of the list's elements, of the count that there
 * are, as keep its JSON within the configured length; at least one. cut tells the caller's
 * struct (source) how many are in: it sets count and next cursor.
 */
void page_write(struct mcp_call *call, struct tool_result *result, const struct field_set *returns, void *source,
		size_t count, void (*cut)(void *context, size_t count), void *context);

#endif
