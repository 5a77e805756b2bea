#include "tools/tools.h"

#include "base/text.h"
#include "desk/change.h"
#include "fields/json.h"
#include "tools/shared_fields.h"

#include <string.h>

const struct tool *const all_tools[] = {
	&whoami_tool,
	&register_tool,
	&login_tool,
	&list_users_tool,
	&list_workspaces_tool,
	&create_workspace_tool,
	&update_workspace_tool,
	&list_projects_tool,
	&create_project_tool,
	&update_project_tool,
	&list_tasks_tool,
	&get_task_tool,
	&create_tasks_tool,
	&update_tasks_tool,
	&delete_tasks_tool,
	&add_comment_tool,
	&search_tool,
	&fetch_tool,
	&list_activity_tool,
	&undo_tool,
	NULL,
};

static const char *const toolset_names[] = {
	"users", "workspaces", "projects", "tasks", "comments", "search", "activity", NULL,
};

static const char *toolset_named(const char *word)
{
	for (size_t i = 0; toolset_names[i]; i++)
		if (strcmp(toolset_names[i], word) == 0)
			return toolset_names[i];
	return NULL;
}

bool toolsets_parse(struct arena *arena, const char *words, const char *const **toolsets, struct error *error)
{
	const char **list = arena_array(arena, strlen(words) + 1, sizeof(*list));
	const char *word;
	size_t count = 0;

	while ((word = text_next_word(arena, &words))) {
		list[count] = toolset_named(word);
		if (!list[count++])
			return fail(error, ERROR_INVALID,
				    "toolsets: there is no group '%.40s'; the groups are users, workspaces, projects, tasks, comments, search, activity",
				    word);
	}
	*toolsets = count ? list : NULL;
	return true;
}

struct desk *tool_desk(const struct mcp_call *call)
{
	return call->context;
}

bool tool_is_dry_run(const struct mcp_call *call)
{
	return json_object_get_boolean(json_member(call->arguments, "dry_run"));
}

struct boolean_value tool_dry_run_given(const struct mcp_call *call)
{
	return (struct boolean_value){ .present = tool_is_dry_run(call), .value = true };
}

struct text_value tool_change_id_given(const struct mcp_call *call)
{
	const struct desk *desk = tool_desk(call);

	return text_given(desk->activity_count && !tool_is_dry_run(call) ? desk->change_id : NULL);
}

/* A writing tool as the work of a change. */
struct writing {
	struct mcp_call *call;
	const struct tool *tool;
	const void *arguments;
	struct tool_result *result;
};

static bool write_once(void *context, const char **kept)
{
	struct writing *writing = context;

	*writing->result = (struct tool_result){ 0 };
	if (!writing->tool->run(writing->call, writing->arguments, writing->result))
		return false;
	/* A bulk call all of whose items failed has done nothing, and may go better next time. */
	*kept = writing->result->is_error ? NULL : writing->result->structured;
	return true;
}

/*
 * What makes two calls the same: the tool, and all arguments but the key, in any order. A limited
 * endpoint does not repeat what another one has answered.
 */
static void hash_call(struct mcp_call *call, const struct tool *tool, unsigned char hash[SHA256_BYTES])
{
	struct json_object *arguments = json_keep(call->arena, json_copy(call->arguments));
	const char *endpoint = tool_desk(call)->endpoint;
	struct text text = text_in(call->arena);

	json_object_object_del(arguments, "idempotency_key");
	text_printf(&text, "%s%s\n", tool->name, endpoint ? endpoint : "");
	text_add(&text, json_canonical_text(call->arena, arguments));
	sha256(text.bytes, text.length, hash);
}

static void replay(struct mcp_call *call, const char *earlier, struct tool_result *result)
{
	*result = (struct tool_result){ .structured = earlier };
	mcp_result_meta(call, "taskdesk/replayed", json_object_new_boolean(true));
}

static bool run_writer(struct mcp_call *call, const struct tool *tool, const void *arguments,
		       struct tool_result *result)
{
	struct writing writing = { call, tool, arguments, result };
	struct change change = {
		.idempotency_key = json_member_text(call->arguments, "idempotency_key"),
		.is_dry_run = tool_is_dry_run(call),
		.work = write_once,
		.context = &writing,
	};

	if (change.is_dry_run)
		change.idempotency_key = NULL;
	if (change.idempotency_key)
		hash_call(call, tool, change.call_hash);
	if ((tool->admit && !tool->admit(call)) || !change_run(tool_desk(call), &change))
		return false;
	if (change.earlier_result)
		replay(call, change.earlier_result, result);
	return true;
}

bool tools_run(struct mcp_call *call, const struct tool *tool, const void *arguments, struct tool_result *result)
{
	const struct principal *principal = call->principal;

	if (principal->unknown_user) {
		mcp_result_meta(call, "taskdesk/unknownUser", json_object_new_string(principal->unknown_user));
		mcp_result_meta(call, "taskdesk/actingAs", json_object_new_string(principal->user.email));
	}
	if (tool->effect == TOOL_READS || tool->runs_alone)
		return tool->run(call, arguments, result);
	return run_writer(call, tool, arguments, result);
}
