/*
 * prompts/list and prompts/get.
 */
#include "fields/json.h"
#include "mcp/methods.h"
#include "mcp/pages.h"
#include "mcp/server.h"

#include <string.h>

static struct json_object *argument_list(const struct mcp_prompt *prompt)
{
	struct json_object *list = json_object_new_array();

	for (const struct mcp_prompt_argument *argument = prompt->arguments; argument && argument->name; argument++) {
		struct json_object *entry = json_object_new_object();

		json_set_text(entry, "name", argument->name);
		json_set_text(entry, "title", argument->title);
		json_set_text(entry, "description", argument->description);
		json_set_boolean(entry, "required", argument->required);
		json_object_array_add(list, entry);
	}
	return list;
}

static struct json_object *prompt_entry(const struct mcp_prompt *prompt)
{
	struct json_object *entry = json_object_new_object();

	json_set_text(entry, "name", prompt->name);
	json_set_text(entry, "title", prompt->title);
	json_set_text(entry, "description", prompt->description);
	if (prompt->arguments)
		json_set(entry, "arguments", argument_list(prompt));
	return entry;
}

bool prompts_list(struct mcp_call *call)
{
	const struct mcp_prompt *prompts = call->server->prompts;
	struct json_object *list;
	size_t count = 0, start;

	while (prompts[count].name)
		count++;
	if (!mcp_page_start(call, count, &start))
		return false;
	list = json_object_new_array();
	for (size_t i = start; i < count && i - start < call->server->page_size; i++)
		json_object_array_add(list, prompt_entry(&prompts[i]));
	mcp_result_json(call, "prompts", list);
	mcp_page_end(call, start, count);
	mcp_cache_hints(call, MCP_LIST_TTL_MILLISECONDS, true);
	return true;
}

static const struct mcp_prompt *prompt_named(const struct mcp_server *server, const char *name)
{
	for (const struct mcp_prompt *prompt = server->prompts; prompt->name; prompt++)
		if (strcmp(prompt->name, name) == 0)
			return prompt;
	return NULL;
}

static const struct mcp_prompt_argument *argument_named(const struct mcp_prompt *prompt, const char *name)
{
	for (const struct mcp_prompt_argument *argument = prompt->arguments; argument && argument->name; argument++)
		if (strcmp(argument->name, name) == 0)
			return argument;
	return NULL;
}

static bool check_arguments(struct mcp_call *call, const struct mcp_prompt *prompt)
{
	for (const struct mcp_prompt_argument *argument = prompt->arguments; argument && argument->name; argument++)
		if (argument->required && !json_member(call->arguments, argument->name))
			return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "The prompt '%s' needs the argument '%s': %s",
					  prompt->name, argument->name,
					  argument->description ? argument->description : "a text");
	if (!call->arguments)
		return true;
	json_object_object_foreach(call->arguments, name, value)
	{
		(void)value;
		if (!argument_named(prompt, name))
			return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "The prompt '%s' has no argument '%.60s'", prompt->name,
					  name);
		if (!json_member_text(call->arguments, name))
			return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "The argument '%s' must be a string", name);
	}
	return true;
}

bool prompts_get(struct mcp_call *call)
{
	const char *name = json_member_text(call->params, "name");
	const struct mcp_prompt *prompt = name ? prompt_named(call->server, name) : NULL;
	struct json_object *messages;

	if (!prompt)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "Unknown prompt: '%.128s'", name ? name : "");
	if (json_member(call->params, "arguments") && !call->arguments)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'arguments' must be an object");
	if (!check_arguments(call, prompt))
		return false;
	messages = json_keep(call->arena, json_object_new_array());
	if (!prompt->get(call, call->arguments, messages))
		return false;
	if (prompt->description)
		mcp_result_json(call, "description", json_object_new_string(prompt->description));
	mcp_result_text(call, "messages", json_text(messages));
	return true;
}
