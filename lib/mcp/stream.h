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

bool mcp_log_level_named(const char *name, enum mcp_log_level *level);

#endif
