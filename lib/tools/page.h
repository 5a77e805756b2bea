/*
 * A page of a list as a result: not longer than clients read, with the way on.
 */
#ifndef TASKDESK_TOOLS_PAGE_H
#define TASKDESK_TOOLS_PAGE_H

#include "mcp/tool.h"

#include <stddef.h>

/* Where a list and its cursor stand in the struct that is written. */
struct page {
	struct list_value *list;
	struct text_value *next_cursor;
	/* The cursor behind that many elements, in the arena; NULL where there is no way on. */
	const char *(*cursor_behind)(void *context, size_t count);
	void *context;
	size_t limit;                /* elements that were wanted; the list may have more */
};

/*
 * Writes a result of the set from source with as many of the list's elements as were wanted,
 * and as keep it within the configured length; at least one. What was cut for its length is
 * said in a text of its own.
 */
void page_write(struct mcp_call *call, struct tool_result *result, const struct field_set *returns, const void *source,
		const struct page *page);

/* Adds a sentence for the model behind the result's JSON. */
void page_remark(struct mcp_call *call, struct tool_result *result, const char *remark);

/* Whether the result is longer than clients read. */
bool page_is_too_long(struct mcp_call *call, const struct tool_result *result);

#endif
