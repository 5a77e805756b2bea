#include "tools/page.h"

#include "tools/shared_fields.h"
#include "tools/tools.h"

#include <string.h>

void page_remark(struct mcp_call *call, struct tool_result *result, const char *remark)
{
	if (!result->content)
		tool_result_text(call, result, result->structured);
	tool_result_text(call, result, remark);
}

static size_t longest(const struct mcp_call *call)
{
	return (size_t)tool_desk(call)->config->result_limit_characters;
}

bool page_is_too_long(struct mcp_call *call, const struct tool_result *result)
{
	return strlen(result->structured) > longest(call);
}

static void cut(const struct page *page, size_t count)
{
	page->list->count = count;
	*page->next_cursor = text_given(page->cursor_behind(page->context, count));
}

/* A little less than the share that would fit, so that one more round is enough. */
static size_t fitting(const struct mcp_call *call, const struct tool_result *result, size_t count)
{
	size_t share = count * longest(call) / strlen(result->structured) * 9 / 10;

	return share ? share : 1;
}

void page_write(struct mcp_call *call, struct tool_result *result, const struct field_set *returns, const void *source,
		const struct page *page)
{
	bool is_cut = false;

	if (page->list->count > page->limit)
		cut(page, page->limit);
	tool_result_fields(call, result, returns, source);
	while (page_is_too_long(call, result) && page->list->count > 1) {
		cut(page, fitting(call, result, page->list->count));
		tool_result_fields(call, result, returns, source);
		is_cut = true;
	}
	if (is_cut)
		page_remark(call, result,
			    arena_printf(call->arena, "Cut at %zu characters: %zu are shown. Send next_cursor as cursor for the rest%s.",
					 longest(call), page->list->count, field_find(returns, "tasks") ? ", or name fewer fields" : ""));
}
