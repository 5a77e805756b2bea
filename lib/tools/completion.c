/*
 * Completion: names of what the caller may see that begin with, or contain, what was typed.
 */
#include "tools/offers.h"

#include "base/text.h"
#include "desk/projects.h"
#include "desk/tasks.h"
#include "desk/users.h"
#include "desk/workspaces.h"
#include "fields/json.h"
#include "tools/tools.h"

#include <string.h>

/* One more than completion/complete may answer, which tells that there are more. */
#define MOST_FOUND 101
#define PAGE 200
#define MOST_PAGES 20

/* Whether a suggestion fits what was typed, in any case. */
static bool fits(const char *name, const char *typed)
{
	do
		if (text_name_begins(name, typed))
			return true;
	while (utf8_next(&name));
	return false;
}

/* An id for a URI, a name for a prompt. */
static void suggest(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values, int64_t id,
		    const char *name)
{
	const char *number = arena_printf(call->arena, "%lld", (long long)id);

	if (!completion->uri_template) {
		if (fits(name, completion->value))
			json_object_array_add(values, json_object_new_string(name));
	} else if (strncmp(number, completion->value, strlen(completion->value)) == 0) {
		json_object_array_add(values, json_object_new_string(number));
	}
}

static bool is_full(struct json_object *values)
{
	return json_object_array_length(values) >= MOST_FOUND;
}

static bool complete_workspace(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	struct workspace_list list = { .count = PAGE };
	int64_t after_id = 0;

	for (int page = 0; page < MOST_PAGES && list.count == PAGE && !is_full(values); page++) {
		if (!workspaces_list(tool_desk(call), false, after_id, PAGE, &list))
			return false;
		for (size_t i = 0; i < list.count; i++)
			suggest(call, completion, values, list.workspaces[i].id, list.workspaces[i].name);
		after_id = list.count ? list.workspaces[list.count - 1].id : 0;
	}
	return true;
}

static bool complete_project(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	const char *workspace = json_member_text(completion->context, "workspace");
	const char *id = completion->uri_template ? completion->value : "";
	const char *name = completion->uri_template ? "" : completion->value;
	struct project_list list;

	if (!projects_named(tool_desk(call), workspace, id, name, MOST_FOUND, &list))
		return false;
	for (size_t i = 0; i < list.count; i++)
		suggest(call, completion, values, list.projects[i].id, list.projects[i].name);
	return true;
}

static bool complete_task_id(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	struct id_list list;

	if (completion->value[strspn(completion->value, "0123456789")])
		return true;
	if (!tasks_ids(tool_desk(call), completion->value, MOST_FOUND, &list))
		return false;
	for (size_t i = 0; i < list.count; i++)
		suggest(call, completion, values, list.ids[i], "");
	return true;
}

static bool complete_task(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	const struct task_listing listing = {
		.contains = !completion->uri_template && *completion->value ? completion->value : NULL,
		.extent = completion->uri_template ? TASK_ID : TASK_ID_AND_TITLE,
		.sort = TASK_SORT_UPDATED,
		.limit = MOST_FOUND,
	};
	struct task_list list;

	if (completion->uri_template && *completion->value)
		return complete_task_id(call, completion, values);
	if (!tasks_list(tool_desk(call), &listing, &list))
		return false;
	for (size_t i = 0; i < list.count; i++)
		suggest(call, completion, values, list.tasks[i].id, list.tasks[i].title);
	return true;
}

/* By the beginning of name or e-mail address; the address is suggested, which is nobody else's. */
static bool complete_user(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	const char *workspace = json_member_text(completion->context, "workspace");
	struct user_list list;

	if (!users_list(tool_desk(call), workspace, completion->value, 0, MOST_FOUND, &list))
		return false;
	for (size_t i = 0; i < list.count; i++)
		json_object_array_add(values, json_object_new_string(list.users[i].email));
	return true;
}

static bool complete_tag(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	const char **tags;
	size_t count;

	if (!tasks_tags(tool_desk(call), completion->value, MOST_FOUND, &tags, &count))
		return false;
	for (size_t i = 0; i < count; i++)
		json_object_array_add(values, json_object_new_string(tags[i]));
	return true;
}

struct completer {
	const char *argument;        /* of a prompt */
	const char *uri_part;        /* in a resource template; NULL: in none */
	bool (*complete)(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values);
};

static const struct completer completers[] = {
	{ "workspace", "://workspace/", complete_workspace },
	{ "project", "://project/", complete_project },
	{ "task", "://task/", complete_task },
	{ "user", NULL, complete_user },
	{ "tag", NULL, complete_tag },
};

static bool prompt_exists(const char *name)
{
	for (const struct mcp_prompt *prompt = task_prompts; prompt->name; prompt++)
		if (strcmp(prompt->name, name) == 0)
			return true;
	return false;
}

bool complete_argument(struct mcp_call *call, const struct mcp_completion *completion, struct json_object *values)
{
	if (completion->prompt && !prompt_exists(completion->prompt))
		return fail(call->error, ERROR_INVALID, "there is no prompt '%.60s'", completion->prompt);
	for (size_t i = 0; i < sizeof(completers) / sizeof(completers[0]); i++) {
		bool applies = completion->prompt ? strcmp(completers[i].argument, completion->argument) == 0 :
						    completers[i].uri_part && strstr(completion->uri_template, completers[i].uri_part);

		if (applies)
			return completers[i].complete(call, completion, values);
	}
	return true;
}
