/*
 * Things as Markdown documents with a URI: what fetch returns, and what the resources hold.
 *
 *   taskdesk://workspace/{id}  taskdesk://project/{id}  taskdesk://task/{id}  taskdesk://me/today
 */
#ifndef TASKDESK_TOOLS_DOCUMENTS_H
#define TASKDESK_TOOLS_DOCUMENTS_H

#include "base/text.h"
#include "desk/tasks.h"
#include "mcp/call.h"

#include <stdbool.h>

#define DOCUMENT_SCHEME "taskdesk://"

struct document {
	const char *uri;
	const char *title;
	const char *text;           /* Markdown, within result_limit_characters */
};

/* Reads a document by its URI, or short form ("task:12"); ERROR_NOT_FOUND when there is none the caller may see. */
bool document_read(struct mcp_call *call, const char *uri, struct document *document);

/* One line for a task in a list: "- [ ] Title (#12) @ada@example.com due 2026-12-01 !high #tag". depth: of subtasks. */
void document_task_line(struct mcp_call *call, struct text *text, const struct task *task, int depth);

/* The URI of a thing, in the arena: document_uri(arena, "task", 12). */
const char *document_uri(struct arena *arena, const char *kind, int64_t id);

#endif
