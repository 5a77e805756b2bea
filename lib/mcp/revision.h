/*
 * The protocol revisions this server speaks.
 */
#ifndef TASKDESK_MCP_REVISION_H
#define TASKDESK_MCP_REVISION_H

#include <stdbool.h>

enum era {
	ERA_LEGACY, /* opened by initialize */
	ERA_MODERN, /* every request carries its revision and the client's capabilities in _meta */
};

struct revision {
	const char *name;
	enum era era;
	bool batches;      /* JSON-RPC batches (2025-03-26 only) */
};

/* The newest first, a row without a name at the end. */
extern const struct revision revisions[];

/* NULL when the server does not speak it. */
const struct revision *revision_find(const char *name);

/* What an initialize that asks for an unknown revision is offered. */
const struct revision *revision_newest_legacy(void);

/* For requests of old clients that send no MCP-Protocol-Version (2025-06-18, basic/transports). */
const struct revision *revision_unnamed(void);

#endif
