/*
 * The conformance fixture: what the official suite expects of a server under test, served by
 * the product's protocol library through its FastCGI door, and knowing nothing of its domain.
 * The names and texts are the suite's.
 */
#ifndef TASKDESK_CONFORMANCE_FIXTURE_H
#define TASKDESK_CONFORMANCE_FIXTURE_H

#include "mcp/server.h"
#include "store/db.h"

#include <stdbool.h>
#include <stdint.h>

/* What a call finds in its context. */
struct fixture {
	struct db *db;
	int64_t ask_timeout_seconds;
};

/* Something to ask the client; params as JSON. A row without a key ends a list. */
struct question {
	const char *key;
	const char *method;
	const char *params;
};

#define MOST_QUESTIONS 4

/* A tool does one of three things: return content, ask and conclude, or whatever tool.run does. */
struct fixture_tool {
	struct tool tool;                   /* first: the protocol knows this part only */
	const char *content;                /* the content blocks, as JSON */
	const struct question *questions;
	const char *state;                  /* kept in requestState while asking; NULL: none */
	/* answers stand in the order of the questions. */
	void (*conclude)(struct mcp_call *call, struct json_object *const *answers, struct tool_result *result);
};

/* A row without a name ends each of these. */
extern const struct fixture_tool fixture_plain_tools[];
extern const struct fixture_tool fixture_asking_tools[];
extern const struct mcp_prompt fixture_prompts[];

extern const struct mcp_resources fixture_resources;

/* The callbacks of struct mcp_server. */
bool fixture_run_tool(struct mcp_call *call, const struct tool *tool, const void *arguments,
		      struct tool_result *result);
bool fixture_complete(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values);

/* Asks a question; the answer, or NULL: then the handler returns mcp_unanswered(call). */
struct json_object *fixture_ask(struct mcp_call *call, const struct question *question);

/* A field of the form that an elicitation's answer brings, or a stand-in where it brings none. */
const char *fixture_entered(struct json_object *answer, const char *field);

/* For the rows of tools; takes_fields is a struct field_set; schema, instead, a JSON Schema. */
#define FIXTURE_TOOL(tool_name, what, takes_fields) \
	.tool.name = tool_name, .tool.description = what, .tool.scope = SCOPE_READ, .tool.effect = TOOL_READS, \
	.tool.takes = &(takes_fields)
#define FIXTURE_SCHEMA_TOOL(tool_name, what, schema) \
	.tool.name = tool_name, .tool.description = what, .tool.scope = SCOPE_READ, .tool.effect = TOOL_READS, \
	.tool.input_schema = schema

extern const struct field_set no_arguments;

/* Params of an elicitation; properties and required are the insides of their JSON. */
#define FIXTURE_FORM(message, properties, required) \
	"{\"message\":\"" message "\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{" properties \
	"},\"required\":[" required "]}}"

/* One red pixel as PNG, and a millisecond of silence as WAV, in Base64. */
#define FIXTURE_PNG \
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC"
#define FIXTURE_WAV "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA=="

#endif
