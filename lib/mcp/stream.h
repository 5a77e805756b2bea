/*
 * Server-sent events (WHATWG HTML section 9.2) as MCP uses them, and the names of the log
 * levels that a client may ask for.
 */
#ifndef TASKDESK_MCP_STREAM_H
#define TASKDESK_MCP_STREAM_H

#include "base/text.h"
#include "mcp/call.h"

#include <stdbool.h>
#include <stddef.h>

#define MCP_EVENT_STREAM "text/event-stream"

/* Adds one message, a JSON text on one line, as an event. */
void mcp_add_event(struct text *events, const char *message, size_t length);

/*
 * Opens the event stream if it is not open yet, and sends the events gathered so far; with
 * none, a comment that only shows whether the client is still there. When it is gone: false,
 * and ERROR_UNAVAILABLE.
 */
bool mcp_send_events(struct mcp_call *call);

/* To be said with every event stream. */
void mcp_event_stream_headers(struct http_response *response);

/* What there is, for those who asked for something else. */
#define MCP_LOG_LEVELS "debug, info, notice, warning, error, critical, alert, emergency"

bool mcp_log_level_named(const char *name, enum mcp_log_level *level);

#endif
