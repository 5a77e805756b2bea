/*
 * The Common Gateway Interface (RFC 3875) as both doors offer it: variables, a body to read,
 * an answer to write.
 */
#ifndef TASKDESK_HTTP_GATEWAY_H
#define TASKDESK_HTTP_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>

struct gateway {
	char *const *params;    /* "NAME=value", NULL at the end; lives as long as the request */
	void *context;
	/* Reads up to length bytes of the body: the number read, 0 at its end, -1 when it broke off. */
	long (*read)(void *context, char *bytes, size_t length);
	/* Writes all bytes; false when the client is gone. */
	bool (*write)(void *context, const char *bytes, size_t length);
	/* Sends what was written so far, for answers in parts. */
	bool (*flush)(void *context);
	/* The body has no end of its own (a terminal, a socket): stop at CONTENT_LENGTH (RFC 3875 section 4.2). */
	bool body_ends_at_content_length;
};

/* The first variable of this name, or NULL. */
const char *gateway_param(const struct gateway *gateway, const char *name);

/* How many variables have this name: lighttpd passes X-Mcp-User and X_Mcp_User both as HTTP_X_MCP_USER. */
size_t gateway_param_count(const struct gateway *gateway, const char *name);

#endif
