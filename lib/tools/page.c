#include "tools/page.h"

#include "fields/json.h"
#include "tools/tools.h"

#include <string.h>

void page_write(struct mcp_call *call, struct tool_result *result, const struct field_set *returns, void *source,
		size_t count, void (*cut)(void *context, size_t count), void *context)
{
	size_t limit = (size_t)tool_desk(call)->config->result_limit_characters;

	for (;;) {
		size_t length;

		tool_result_fields(call, result, returns, source);
		length = strlen(json_text(result->structured));
		if (length <= limit || count <= 1)
			return;
		/* A little less than the share that would fit, so that one more round is enough. */
		count = count * limit / length * 9 / 10;
		count = count ? count : 1;
		cut(context, count);
	}
}
