/*
 * A tool is one row. Its scope, effect and fields are enforced in one place; the handler
 * only does the work.
 */
#ifndef TASKDESK_MCP_TOOL_H
#define TASKDESK_MCP_TOOL_H

#include "auth/scope.h"
#include "fields/field.h"
#include "mcp/call.h"

#include <stdbool.h>

enum tool_effect {
	TOOL_READS = 1,      /* readOnlyHint */
	TOOL_ADDS,           /* writes, and destroys nothing */
	TOOL_DESTROYS,       /* destructiveHint: overwrites or deletes */
};

struct tool_result {
	struct json_object *content;      /* content blocks; tied to the arena */
	const char *structured;           /* JSON that conforms to the tool's returns; may be NULL */
	bool is_error;
};

struct tool {
	const char *name;
	const char *title;
	const char *description;
	const char *toolset;                  /* the group by which an installation or a surface offers it; NULL: always offered */
	unsigned scope;                       /* zero refuses */
	enum tool_effect effect;
	bool is_idempotent;                   /* the same call again changes nothing more */
	/* May refuse a call that writes, before its transaction begins; NULL: every call may go on. */
	bool (*admit)(struct mcp_call *call);
	bool runs_alone;                      /* what it adds is no work: no change is made of it */
	const struct field_set *takes;
	const struct field_set *returns;      /* NULL: no structured result */
	/*
	 * Fills in result or fails with call->error. arguments is the struct of takes, NULL for a
	 * tool with a schema of its own.
	 */
	bool (*run)(struct mcp_call *call, const void *arguments, struct tool_result *result);

	/*
	 * The question to ask the person before the tool runs, or NULL for none. Asked where the
	 * client can (2026-07-28, elicitation); without a yes the tool does not run.
	 */
	const char *(*confirm)(struct mcp_call *call, const void *arguments);

	/* A call under this name is one with a single element in the list of that argument. */
	const char *singular;
	const char *singular_list;

	const char *input_schema;             /* instead of takes: a JSON Schema; call->arguments is unchecked */
	const char *output_schema;            /* instead of returns */
};

/* Adds content blocks. */
void tool_result_text(struct mcp_call *call, struct tool_result *result, const char *text);
void tool_result_block(struct mcp_call *call, struct tool_result *result, struct json_object *block);

/* Writes the struct of the tool's returns as the structured result. */
void tool_result_fields(struct mcp_call *call, struct tool_result *result, const struct field_set *returns,
			const void *source);

#endif
