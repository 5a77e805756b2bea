/*
 * The fixture's prompts, and completion of their arguments.
 */
#include "base/text.h"
#include "fields/json.h"
#include "fixture.h"

#include <string.h>

static void add_message(struct json_object *messages, struct json_object *content)
{
	struct json_object *message = json_object_new_object();

	json_set_text(message, "role", "user");
	json_set(message, "content", content);
	json_object_array_add(messages, message);
}

static void add_text(struct json_object *messages, const char *text)
{
	struct json_object *content = json_object_new_object();

	json_set_text(content, "type", "text");
	json_set_text(content, "text", text);
	add_message(messages, content);
}

static bool simple(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	(void)call;
	(void)arguments;
	add_text(messages, "This is a simple prompt for testing.");
	return true;
}

static bool with_arguments(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	add_text(messages, arena_printf(call->arena, "Prompt with arguments: arg1='%s', arg2='%s'",
					json_member_text(arguments, "arg1"), json_member_text(arguments, "arg2")));
	return true;
}

static bool with_resource(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	struct json_object *content = json_object_new_object();
	struct json_object *resource = json_object_new_object();

	(void)call;
	json_set_text(resource, "uri", json_member_text(arguments, "resourceUri"));
	json_set_text(resource, "mimeType", "text/plain");
	json_set_text(resource, "text", "Embedded resource content for testing.");
	json_set_text(content, "type", "resource");
	json_set(content, "resource", resource);
	add_message(messages, content);
	add_text(messages, "Please process the embedded resource above.");
	return true;
}

static bool with_image(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	struct json_object *content = json_object_new_object();

	(void)call;
	(void)arguments;
	json_set_text(content, "type", "image");
	json_set_text(content, "data", FIXTURE_PNG);
	json_set_text(content, "mimeType", "image/png");
	add_message(messages, content);
	add_text(messages, "Please analyze the image above.");
	return true;
}

static bool asking(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	static const struct question question = {
		"user_context", "elicitation/create",
		FIXTURE_FORM("What context should the prompt use?", "\"context\":{\"type\":\"string\"}", "\"context\"")
	};
	struct json_object *answer = fixture_ask(call, &question);

	(void)arguments;
	if (!answer)
		return mcp_unanswered(call);
	add_text(messages, arena_printf(call->arena, "Prompt with context: %s", fixture_entered(answer, "context")));
	return true;
}

static const struct mcp_prompt_argument two_arguments[] = {
	{ .name = "arg1", .description = "First test argument", .required = true },
	{ .name = "arg2", .description = "Second test argument", .required = true },
	{ 0 },
};

static const struct mcp_prompt_argument resource_arguments[] = {
	{ .name = "resourceUri", .description = "URI of the resource to embed", .required = true },
	{ 0 },
};

const struct mcp_prompt fixture_prompts[] = {
	{ .name = "test_simple_prompt", .description = "A prompt without arguments", .get = simple },
	{ .name = "test_prompt_with_arguments", .description = "A prompt with two arguments",
	  .arguments = two_arguments, .get = with_arguments },
	{ .name = "test_prompt_with_embedded_resource", .description = "A prompt that brings a resource",
	  .arguments = resource_arguments, .get = with_resource },
	{ .name = "test_prompt_with_image", .description = "A prompt that brings an image", .get = with_image },
	{ .name = "test_input_required_result_prompt", .description = "A prompt that asks the client first",
	  .get = asking },
	{ 0 },
};

struct suggestion {
	const char *prompt;
	const char *argument;
	const char *value;
};

static const struct suggestion suggestions[] = {
	{ "test_prompt_with_arguments", "arg1", "test" },
	{ "test_prompt_with_arguments", "arg1", "testing" },
	{ "test_prompt_with_embedded_resource", "resourceUri", "test://static-text" },
};

static bool is_prompt(const char *name)
{
	for (const struct mcp_prompt *prompt = fixture_prompts; prompt->name; prompt++)
		if (strcmp(prompt->name, name) == 0)
			return true;
	return false;
}

static bool matches(const struct suggestion *suggestion, const struct mcp_completion *completion)
{
	return strcmp(suggestion->prompt, completion->prompt) == 0 &&
	       strcmp(suggestion->argument, completion->argument) == 0 &&
	       text_starts_with(suggestion->value, completion->value);
}

bool fixture_complete(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	if (!completion->prompt)
		return true;
	if (!is_prompt(completion->prompt))
		return fail(call->error, ERROR_NOT_FOUND, "there is no such prompt");
	for (size_t i = 0; i < sizeof(suggestions) / sizeof(suggestions[0]); i++)
		if (matches(&suggestions[i], completion))
			json_object_array_add(values, json_object_new_string(suggestions[i].value));
	return true;
}
