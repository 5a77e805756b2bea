/*
 * How the fixture's tools run, and those that ask nothing.
 */
#include "fields/json.h"
#include "fixture.h"

static const struct field no_rows[] = { { 0 } };
const struct field_set no_arguments = { no_rows, 1 };

struct json_object *fixture_ask(struct mcp_call *call, const struct question *question)
{
	return mcp_ask(call, question->key, question->method, json_constant(question->params));
}

/* True when every question is answered. The client is asked all that remain in one go, where it can be. */
static bool ask_all(struct mcp_call *call, const struct question *questions, struct json_object **answers)
{
	bool complete = true;

	for (size_t i = 0; questions[i].key; i++) {
		answers[i] = fixture_ask(call, &questions[i]);
		if (!answers[i] && !mcp_unanswered(call))
			return false;
		complete = complete && answers[i];
	}
	return complete;
}

static void keep_state(struct mcp_call *call, const char *kind)
{
	struct json_object *state = json_object_new_object();

	json_set_text(state, "kind", kind);
	mcp_keep_state(call, state);
}

static bool ask_and_conclude(struct mcp_call *call, const struct fixture_tool *row, struct tool_result *result)
{
	struct json_object *answers[MOST_QUESTIONS];

	if (!ask_all(call, row->questions, answers)) {
		if (row->state)
			keep_state(call, row->state);
		return mcp_unanswered(call);
	}
	if (row->state && call->revision->era == ERA_MODERN && !mcp_kept_state(call))
		return fail(call->error, ERROR_INVALID, "the answers came without the requestState of the question");
	row->conclude(call, answers, result);
	return true;
}

bool fixture_run_tool(struct mcp_call *call, const struct tool *tool, const void *arguments,
		      struct tool_result *result)
{
	const struct fixture_tool *row = (const struct fixture_tool *)tool;

	if (row->questions)
		return ask_and_conclude(call, row, result);
	if (!row->content)
		return tool->run(call, arguments, result);
	result->content = json_keep(call->arena, json_constant(row->content));
	return true;
}

static bool with_logging(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	static const char *const messages[] = { "Tool execution started", "Tool processing data",
						"Tool execution completed" };

	(void)arguments;
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		mcp_log_message(call, MCP_LOG_INFO, "fixture", json_object_new_string(messages[i]));
	tool_result_text(call, result, "Tool with logging executed successfully");
	return true;
}

static bool with_progress(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	(void)arguments;
	mcp_progress(call, 0, 100, "Completed step 0 of 100");
	mcp_progress(call, 50, 100, "Completed step 50 of 100");
	mcp_progress(call, 100, 100, "Completed step 100 of 100");
	tool_result_text(call, result, "Tool with progress executed successfully");
	return true;
}

static bool with_error(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	(void)arguments;
	(void)result;
	return fail(call->error, ERROR_CONFLICT, "This tool intentionally returns an error for testing");
}

static bool with_schema(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	(void)arguments;
	tool_result_text(call, result,
			 arena_printf(call->arena, "JSON Schema 2020-12 tool called with: %s",
				      call->arguments ? json_text(call->arguments) : "{}"));
	return true;
}

static const char wide_schema[] =
	"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
	"\"$defs\":{\"address\":{\"$anchor\":\"addressDef\",\"type\":\"object\","
	"\"properties\":{\"street\":{\"type\":\"string\"},\"city\":{\"type\":\"string\"}}}},"
	"\"properties\":{\"name\":{\"type\":\"string\"},\"address\":{\"$ref\":\"#/$defs/address\"},"
	"\"contactMethod\":{\"type\":\"string\",\"enum\":[\"phone\",\"email\"]},"
	"\"phone\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"}},"
	"\"allOf\":[{\"anyOf\":[{\"required\":[\"phone\"]},{\"required\":[\"email\"]}]}],"
	"\"if\":{\"properties\":{\"contactMethod\":{\"const\":\"phone\"}},\"required\":[\"contactMethod\"]},"
	"\"then\":{\"required\":[\"phone\"]},\"else\":{\"required\":[\"email\"]},\"additionalProperties\":false}";

static const char mirrored_schema[] =
	"{\"type\":\"object\",\"properties\":{"
	"\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
	"\"shard\":{\"type\":\"integer\",\"x-mcp-header\":\"Shard\"},"
	"\"dry\":{\"type\":\"boolean\",\"x-mcp-header\":\"Dry\"},"
	"\"query\":{\"type\":\"string\"}},\"required\":[\"region\"]}";

#define TEXT_BLOCK(text) "{\"type\":\"text\",\"text\":\"" text "\"}"
#define IMAGE_BLOCK "{\"type\":\"image\",\"data\":\"" FIXTURE_PNG "\",\"mimeType\":\"image/png\"}"
#define AUDIO_BLOCK "{\"type\":\"audio\",\"data\":\"" FIXTURE_WAV "\",\"mimeType\":\"audio/wav\"}"
#define RESOURCE_BLOCK(uri, type, text) \
	"{\"type\":\"resource\",\"resource\":{\"uri\":\"" uri "\",\"mimeType\":\"" type "\",\"text\":\"" text "\"}}"

const struct fixture_tool fixture_plain_tools[] = {
	{ FIXTURE_TOOL("test_simple_text", "Returns one block of text", no_arguments),
	  .content = "[" TEXT_BLOCK("This is a simple text response for testing.") "]" },
	{ FIXTURE_TOOL("test_image_content", "Returns an image", no_arguments),
	  .content = "[" IMAGE_BLOCK "]" },
	{ FIXTURE_TOOL("test_audio_content", "Returns a sound", no_arguments), .content = "[" AUDIO_BLOCK "]" },
	{ FIXTURE_TOOL("test_embedded_resource", "Returns an embedded resource", no_arguments),
	  .content = "[" RESOURCE_BLOCK("test://embedded-resource", "text/plain",
				      "This is an embedded resource content.") "]" },
	{ FIXTURE_TOOL("test_multiple_content_types", "Returns text, an image and a resource", no_arguments),
	  .content = "[" TEXT_BLOCK("Multiple content types test:") "," IMAGE_BLOCK ","
		     RESOURCE_BLOCK("test://mixed-content-resource", "application/json",
				    "{\\\"test\\\":\\\"data\\\",\\\"value\\\":123}") "]" },
	{ FIXTURE_SCHEMA_TOOL("test_x_mcp_header", "Has arguments that headers mirror", mirrored_schema),
	  .content = "[" TEXT_BLOCK("Headers and arguments agree") "]" },
	{ FIXTURE_SCHEMA_TOOL("json_schema_2020_12_tool", "Has an input schema with a wide vocabulary", wide_schema),
	  .tool.run = with_schema },
	{ FIXTURE_TOOL("test_tool_with_logging", "Sends three log messages", no_arguments),
	  .tool.run = with_logging },
	{ FIXTURE_TOOL("test_logging_tool", "Sends log messages only where the request asks for them", no_arguments),
	  .tool.run = with_logging },
	{ FIXTURE_TOOL("test_tool_with_progress", "Tells its progress three times", no_arguments),
	  .tool.run = with_progress },
	{ FIXTURE_TOOL("test_error_handling", "Fails", no_arguments), .tool.run = with_error },
	{ .tool.name = NULL },
};
