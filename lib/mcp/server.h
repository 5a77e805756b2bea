/*
 * What the protocol serves: one description, made by the program that links this room. The
 * protocol itself knows no tool, resource or prompt by name.
 */
#ifndef TASKDESK_MCP_SERVER_H
#define TASKDESK_MCP_SERVER_H

#include "base/secret.h"
#include "mcp/call.h"
#include "mcp/tool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mcp_prompt_argument {
	const char *name;
	const char *title;
	const char *description;
	bool required;
};

struct mcp_prompt {
	const char *name;
	const char *title;
	const char *description;
	const struct mcp_prompt_argument *arguments;    /* a row without a name ends it; NULL: none */
	/* Adds to messages (PromptMessage objects). arguments are checked: required ones are there, all are text. */
	bool (*get)(struct mcp_call *call, struct json_object *arguments, struct json_object *messages);
};

struct mcp_resource_template {
	const char *uri_template;                       /* RFC 6570 level 1; a row without it ends the table */
	const char *name;
	const char *title;
	const char *description;
	const char *mime_type;
};

/* Resources. Every function may be NULL. */
struct mcp_resources {
	/*
	 * Adds up to limit Resource objects behind cursor (NULL: from the start) to list and sets
	 * next_cursor where more follow. An unreadable cursor is ERROR_INVALID.
	 */
	bool (*list)(struct mcp_call *call, const char *cursor, size_t limit, struct json_object *list,
		     const char **next_cursor);
	const struct mcp_resource_template *templates;
	/* Adds to contents (TextResourceContents, BlobResourceContents); ERROR_NOT_FOUND when there is no such URI. */
	bool (*read)(struct mcp_call *call, const char *uri, struct json_object *contents);
	int64_t read_ttl_milliseconds;
	bool list_is_public;                            /* the same for every caller */
};

struct mcp_completion {
	const char *prompt;            /* the name of a prompt, or NULL */
	const char *uri_template;      /* or of a resource template */
	const char *argument;
	const char *value;             /* what was typed so far */
	struct json_object *context;   /* arguments that are settled already; may be NULL */
};

struct mcp_cache;

struct mcp_server {
	const char *name;
	const char *title;
	const char *version;
	const char *instructions;
	const char *website_url;

	const struct tool *const *tools;                /* NULL at the end, in the order they are listed */
	bool read_only;                                 /* offer readers only */
	const char *const *toolsets;                    /* offer these groups only, NULL at the end; NULL: all */
	size_t page_size;
	const struct mcp_prompt *prompts;               /* a row without a name ends it; NULL: no prompts */
	const struct mcp_resources *resources;          /* NULL: no resources */
	bool sends_log_messages;                        /* tools call mcp_log_message */
	bool accepts_subscriptions;                     /* revisions before 2026-07-28 may subscribe, without a stream to hear from */

	/* Adds suggestions (strings) to values, best first, at most 100. NULL: no completions. */
	bool (*complete)(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values);

	/* Runs a tool whose arguments and scope were checked; NULL: tool->run is called as it is. */
	bool (*run_tool)(struct mcp_call *call, const struct tool *tool, const void *arguments,
			 struct tool_result *result);

	/* The key that authenticates requestState; the same in every process. NULL: no multi round-trips. */
	bool (*state_key)(struct mcp_call *call, unsigned char key[SHA256_BYTES]);

	/*
	 * Revisions before 2026-07-28 ask the client in mid-call and receive the answer as
	 * another request, perhaps in another process. ask notes the question of this caller,
	 * wait returns the answer as JSON or NULL after its time, answer delivers one. All NULL:
	 * the client is never asked.
	 */
	bool (*ask)(struct mcp_call *call, const char *question_id);
	const char *(*wait)(struct mcp_call *call, const char *question_id);
	bool (*answer)(struct mcp_call *call, const char *question_id, const char *reply, bool *taken);

	/* Called when a tool needs scopes that the credential has not; the call is refused. May be NULL. */
	void (*denied)(struct mcp_call *call, unsigned needed);

	/* Called when an answer is known, for the log. May be NULL. */
	void (*done)(struct mcp_call *call, const char *method, const char *name, const char *outcome);

	struct mcp_cache *cache;                        /* what is computed once per process; see mcp_cache_new */
};

/* The process's cache for one server. NULL without memory. */
struct mcp_cache *mcp_cache_new(void);
void mcp_cache_free(struct mcp_cache *cache);

#endif
