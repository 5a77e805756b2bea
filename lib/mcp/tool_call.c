/*
 * tools/call: every check that a tool's row asks for, in one place, then the tool.
 */
#include "fields/json.h"
#include "mcp/headers.h"
#include "mcp/input.h"
#include "mcp/methods.h"
#include "mcp/server.h"
#include "mcp/tool_list.h"

#include <string.h>

void tool_result_block(struct mcp_call *call, struct tool_result *result, struct json_object *block)
{
	if (!result->content)
		result->content = json_keep(call->arena, json_object_new_array());
	json_object_array_add(result->content, block);
}

void tool_result_text(struct mcp_call *call, struct tool_result *result, const char *text)
{
	struct json_object *block = json_object_new_object();

	json_set_text(block, "type", "text");
	json_set_text(block, "text", text);
	tool_result_block(call, result, block);
}

void tool_result_fields(struct mcp_call *call, struct tool_result *result, const struct field_set *returns,
			const void *source)
{
	struct text text = text_in(call->arena);

	field_write(&text, returns, source);
	result->structured = text_string(&text);
}

/* A failure as the model reads it: what kind, why, and what to send instead. */
static void write_error(struct mcp_call *call, struct tool_result *result)
{
	const struct error *error = call->error;
	struct json_object *detail = json_object_new_object();

	*result = (struct tool_result){ .is_error = true };
	tool_result_text(call, result,
			 arena_printf(call->arena, "%s: %s%s%s", error_kind_name(error->kind), error->message,
				      *error->remedy ? "\n" : "", error->remedy));
	json_set_text(detail, "code", error_kind_name(error->kind));
	json_set_text(detail, "message", error->message);
	if (*error->remedy)
		json_set_text(detail, "remedy", error->remedy);
	if (error->retry_after_seconds)
		json_set_integer(detail, "retry_after_seconds", error->retry_after_seconds);
	mcp_result_meta(call, "taskdesk/error", detail);
}

static void write_result(struct mcp_call *call, struct tool_result *result)
{
	const char *structured = result->structured;

	/* Clients that know no structured results read the same JSON as text (server/tools, "Structured Content"). */
	if (structured && !result->content) {
		text_add(&call->answer, "\"content\":[{\"type\":\"text\",\"text\":");
		text_add_json(&call->answer, structured, strlen(structured));
		text_add(&call->answer, "}],");
	} else {
		mcp_result_text(call, "content", result->content ? json_text(result->content) : "[]");
	}
	if (structured)
		mcp_result_text(call, "structuredContent", structured);
	if (result->is_error)
		mcp_result_text(call, "isError", "true");
}

/* create_task {workspace, title} becomes create_tasks {workspace, tasks: [{title}]}. */
static struct json_object *plural_arguments(struct mcp_call *call, const struct tool *tool)
{
	struct json_object *arguments = json_keep(call->arena, json_object_new_object());
	struct json_object *element = json_object_new_object();
	struct json_object *list = json_object_new_array();

	if (call->arguments) {
		json_object_object_foreach(call->arguments, name, value)
		{
			bool is_outer = field_find(tool->takes, name) != NULL;

			json_set(is_outer ? arguments : element, name, json_object_get(value));
		}
	}
	json_object_array_add(list, element);
	json_set(arguments, tool->singular_list, list);
	return arguments;
}

static bool denied(struct mcp_call *call, const struct tool *tool)
{
	if (call->server->denied)
		call->server->denied(call, tool->scope);
	fail(call->error, ERROR_DENIED, "the tool %s needs the scope %s, and this credential has: %s", tool->name,
	     scope_names(call->arena, tool->scope), scope_names(call->arena, call->principal->scopes));
	return fail_remedy(call->error, "Calling again will not help; use a credential with that scope.");
}

/* Whether the tool may go on: nothing is to be asked, or the person said yes. */
static bool is_confirmed(struct mcp_call *call, const struct tool *tool, const void *arguments)
{
	static const char schema[] =
		"{\"type\":\"object\",\"properties\":{\"confirm\":{\"type\":\"boolean\",\"title\":\"Yes, do it\"}},\"required\":[\"confirm\"]}";
	struct json_object *params, *answer, *confirmed;
	const char *question, *action;

	if (!tool->confirm || call->revision->era != ERA_MODERN || !mcp_client_supports(call, "elicitation"))
		return true;
	question = tool->confirm(call, arguments);
	if (!question)
		return true;
	params = json_object_new_object();
	json_set_text(params, "mode", "form");
	json_set_text(params, "message", question);
	json_set(params, "requestedSchema", json_constant(schema));
	answer = mcp_ask(call, "confirm", "elicitation/create", params);
	if (!answer)
		return false;
	action = json_member_text(answer, "action");
	/* json-c takes every text for true, "no" as well. */
	confirmed = json_member(json_member(answer, "content"), "confirm");
	if (action && strcmp(action, "accept") == 0 && json_object_is_type(confirmed, json_type_boolean) && json_object_get_boolean(confirmed))
		return true;
	return fail(call->error, ERROR_CONFLICT, "the person did not confirm, so nothing was done");
}

static bool run(struct mcp_call *call, const struct tool *tool, struct tool_result *result)
{
	void *arguments = NULL;

	if (!tool_is_allowed(tool, call->principal->scopes))
		return denied(call, tool);
	if (tool->takes) {
		arguments = arena_alloc(call->arena, tool->takes->size);
		if (!field_read(call->arena, tool->takes, call->arguments, arguments, call->error))
			return false;
	}
	if (!is_confirmed(call, tool, arguments))
		return mcp_unanswered(call);
	return call->server->run_tool ? call->server->run_tool(call, tool, arguments, result) :
					tool->run(call, arguments, result);
}

static bool unknown_tool(struct mcp_call *call, const char *name)
{
	const struct tool *const *tools = call->server->tools;
	const char **names;
	const char *nearest;
	size_t count = 0;

	while (tools[count])
		count++;
	names = arena_array(call->arena, count + 1, sizeof(*names));
	count = 0;
	for (size_t i = 0; tools[i]; i++)
		if (tool_is_offered(call->server, tools[i]))
			names[count++] = tools[i]->name;
	nearest = text_nearest(name, names);
	return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "Unknown tool: '%.128s'%s%s%s", name,
			  nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

bool tools_call(struct mcp_call *call)
{
	const char *name = json_member_text(call->params, "name");
	struct tool_result result = { 0 };
	const struct tool *tool;
	bool is_singular, ran;

	if (!name)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'name', the tool to call, is missing from the params");
	if (json_member(call->params, "arguments") && !call->arguments)
		return mcp_refuse(call, JSONRPC_INVALID_PARAMS, "'arguments' must be an object");
	tool = tool_find(call->server, name, &is_singular);
	if (!tool || !tool_is_offered(call->server, tool))
		return unknown_tool(call, name);
	/* Field tables ask for no headers; a schema that is written as text may. */
	if (call->revision->era == ERA_MODERN && tool->input_schema &&
	    !headers_check_parameters(call, tool_input_schema(call->server, tool)))
		return false;
	if (is_singular)
		call->arguments = plural_arguments(call, tool);
	ran = run(call, tool, &result);
	if (call->failure.code)
		return false;
	if (!ran) {
		/* A call that failed asks for nothing more. */
		call->input_requests = NULL;
		call->next_state = NULL;
		write_error(call, &result);
	}
	write_result(call, &result);
	return true;
}
