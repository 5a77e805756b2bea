/*
 * Notifications that go before the answer, in the server-sent events of the same response.
 */
#include "mcp/call.h"

#include "fields/json.h"
#include "mcp/stream.h"

#include <string.h>

static const char *const level_names[] = {
	[MCP_LOG_DEBUG] = "debug",     [MCP_LOG_INFO] = "info",         [MCP_LOG_NOTICE] = "notice",
	[MCP_LOG_WARNING] = "warning", [MCP_LOG_ERROR] = "error",       [MCP_LOG_CRITICAL] = "critical",
	[MCP_LOG_ALERT] = "alert",     [MCP_LOG_EMERGENCY] = "emergency",
};

bool mcp_log_level_named(const char *name, enum mcp_log_level *level)
{
	for (size_t i = 0; name && i < sizeof(level_names) / sizeof(level_names[0]); i++) {
		if (strcmp(level_names[i], name) == 0) {
			*level = (enum mcp_log_level)i;
			return true;
		}
	}
	return false;
}

void mcp_add_event(struct text *events, const char *message, size_t length)
{
	text_add(events, "event: message\ndata: ");
	text_add_bytes(events, message, length);
	text_add(events, "\n\n");
}

void mcp_event_stream_headers(struct http_response *response)
{
	/* Keeps reverse proxies from collecting events (basic/transports/streamable-http, "Receiving Messages"). */
	http_response_header(response, "X-Accel-Buffering", "no");
}

bool mcp_send_events(struct mcp_call *call)
{
	struct text events = call->events;

	if (!events.length)
		text_add(&events, ":\n\n");
	if (!call->response->open)
		mcp_event_stream_headers(call->response);
	call->events = text_in(call->arena);
	return http_response_part(call->response, call->request->gateway, MCP_EVENT_STREAM, events.bytes,
				  events.length) ||
	       fail(call->error, ERROR_UNAVAILABLE, "the client closed the connection");
}

static void notify(struct mcp_call *call, const char *method, const char *params)
{
	const char *message = arena_printf(call->arena, "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}", method,
					   params);

	if (http_request_accepts(call->request, MCP_EVENT_STREAM))
		mcp_add_event(&call->events, message, strlen(message));
}

void mcp_progress(struct mcp_call *call, double progress, double total, const char *message)
{
	struct text params = text_in(call->arena);

	if (!call->progress_token || progress <= call->progress)
		return;
	call->progress = progress;
	text_printf(&params, "{\"progressToken\":%s,\"progress\":%.15g", call->progress_token, progress);
	if (total > 0)
		text_printf(&params, ",\"total\":%.15g", total);
	if (message) {
		text_add(&params, ",\"message\":");
		text_add_json(&params, message, strlen(message));
	}
	text_add_char(&params, '}');
	notify(call, "notifications/progress", text_string(&params));
}

void mcp_log_message(struct mcp_call *call, enum mcp_log_level level, const char *logger, struct json_object *data)
{
	struct json_object *params = json_keep(call->arena, json_object_new_object());

	json_set_text(params, "level", level_names[level]);
	json_set_text(params, "logger", logger);
	json_set(params, "data", data);
	if (level >= call->log_level)
		notify(call, "notifications/message", json_text(params));
}
