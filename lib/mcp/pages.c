#include "mcp/pages.h"

#include "base/base64.h"
#include "base/text.h"
#include "fields/json.h"
#include "mcp/server.h"

#include <string.h>

#define CURSOR_MARK "from:"

static bool bad_cursor(struct mcp_call *call)
{
	return mcp_refuse(call, JSONRPC_INVALID_PARAMS,
			  "The cursor is not one of this list; leave it out to start from the beginning");
}

bool mcp_page_start(struct mcp_call *call, size_t count, size_t *start)
{
	struct json_object *cursor = json_member(call->params, "cursor");
	const char *text = json_member_text(call->params, "cursor");
	const char *decoded;
	int64_t position;
	size_t length;

	*start = 0;
	if (!cursor)
		return true;
	if (!text)
		return bad_cursor(call);
	decoded = (const char *)base64_decode(call->arena, BASE64_URL, text, strlen(text), &length);
	if (!decoded || !text_starts_with(decoded, CURSOR_MARK) ||
	    !text_to_int64(decoded + strlen(CURSOR_MARK), &position) || position <= 0 || (size_t)position >= count)
		return bad_cursor(call);
	*start = (size_t)position;
	return true;
}

void mcp_page_end(struct mcp_call *call, size_t start, size_t count)
{
	size_t next = start + call->server->page_size;
	const char *position;

	if (next >= count)
		return;
	position = arena_printf(call->arena, CURSOR_MARK "%zu", next);
	mcp_result_json(call, "nextCursor",
			json_object_new_string(base64_encode(call->arena, BASE64_URL, position, strlen(position))));
}

void mcp_cache_hints(struct mcp_call *call, int64_t ttl_milliseconds, bool is_public)
{
	if (call->revision->era != ERA_MODERN)
		return;
	mcp_result_json(call, "ttlMs", json_object_new_int64(ttl_milliseconds));
	mcp_result_text(call, "cacheScope", is_public ? "\"public\"" : "\"private\"");
}
