/*
 * The resources: today, and every workspace and project that the caller may see; tasks by
 * their template.
 */
#include "tools/offers.h"

#include "desk/projects.h"
#include "desk/workspaces.h"
#include "fields/json.h"
#include "tools/cursor.h"
#include "tools/documents.h"
#include "tools/tools.h"

#include <string.h>

#define MARKDOWN "text/markdown"
#define READ_TTL_MILLISECONDS 5000

static void add(struct json_object *list, const char *uri, const char *name, const char *title, const char *description)
{
	struct json_object *entry = json_object_new_object();

	json_set_text(entry, "uri", uri);
	json_set_text(entry, "name", name);
	json_set_text(entry, "title", title);
	json_set_text(entry, "description", description);
	json_set_text(entry, "mimeType", MARKDOWN);
	json_object_array_add(list, entry);
}

static bool add_workspaces(struct mcp_call *call, int64_t after_id, size_t limit, struct json_object *list, int64_t *last)
{
	struct arena *arena = call->arena;
	struct workspace_list workspaces;

	if (!workspaces_list(tool_desk(call), false, after_id, (int64_t)limit, &workspaces))
		return false;
	for (size_t i = 0; i < workspaces.count; i++)
		add(list, document_uri(arena, "workspace", workspaces.workspaces[i].id),
		    arena_printf(arena, "workspace-%lld", (long long)workspaces.workspaces[i].id), workspaces.workspaces[i].name,
		    "Workspace: its projects and members.");
	*last = workspaces.count == limit ? workspaces.workspaces[limit - 1].id : 0;
	return true;
}

static bool add_projects(struct mcp_call *call, int64_t after_id, size_t limit, struct json_object *list, int64_t *last)
{
	struct arena *arena = call->arena;
	struct project_list projects;

	if (!projects_list(tool_desk(call), NULL, false, after_id, (int64_t)limit, &projects))
		return false;
	for (size_t i = 0; i < projects.count; i++)
		add(list, document_uri(arena, "project", projects.projects[i].id),
		    arena_printf(arena, "project-%lld", (long long)projects.projects[i].id), projects.projects[i].name,
		    "Project: its board of open tasks.");
	*last = projects.count == limit ? projects.projects[limit - 1].id : 0;
	return true;
}

/* The parts of the list in their order; a cursor says in which it is, and behind which id. */
struct part {
	const char *name;
	bool (*add)(struct mcp_call *call, int64_t after_id, size_t limit, struct json_object *list, int64_t *last);
};

static const struct part parts[] = {
	{ "workspaces", add_workspaces },
	{ "projects", add_projects },
};

#define PART_COUNT (sizeof(parts) / sizeof(parts[0]))

static bool read_start(struct mcp_call *call, const char *text, size_t *part, int64_t *after_id)
{
	for (size_t i = 0; text && i < PART_COUNT; i++) {
		struct cursor cursor;

		if (!cursor_read(call->arena, text, parts[i].name, &cursor, call->error))
			continue;
		*call->error = (struct error){ 0 };
		*part = i;
		*after_id = cursor.id;
		return true;
	}
	return !text;
}

static bool list_resources(struct mcp_call *call, const char *cursor, size_t limit, struct json_object *list,
			   const char **next_cursor)
{
	size_t part = 0;
	int64_t last = 0;

	if (!read_start(call, cursor, &part, &last))
		return false;
	if (!cursor)
		add(list, DOCUMENT_SCHEME "me/today", "today", "Today", "What is overdue, due today, and due this week.");
	for (; part < PART_COUNT; part++, last = 0) {
		size_t left = limit - json_object_array_length(list);

		if (left && !parts[part].add(call, last, left, list, &last))
			return false;
		if (last || !left) {
			*next_cursor = cursor_write(call->arena, &(struct cursor){ parts[part].name, "", last });
			return true;
		}
	}
	return true;
}

static bool read_resource(struct mcp_call *call, const char *uri, struct json_object *contents)
{
	struct json_object *entry;
	struct document document;

	if (strncmp(uri, DOCUMENT_SCHEME, strlen(DOCUMENT_SCHEME)) != 0)
		return fail(call->error, ERROR_NOT_FOUND, "resources here begin with " DOCUMENT_SCHEME);
	if (!document_read(call, uri, &document))
		return false;
	entry = json_object_new_object();
	json_set_text(entry, "uri", uri);
	json_set_text(entry, "mimeType", MARKDOWN);
	json_set_text(entry, "text", document.text);
	json_object_array_add(contents, entry);
	return true;
}

static const struct mcp_resource_template templates[] = {
	{ DOCUMENT_SCHEME "workspace/{id}", "workspace", "Workspace", "Its projects and members, as Markdown.", MARKDOWN },
	{ DOCUMENT_SCHEME "project/{id}", "project", "Project", "Its board of open tasks, as Markdown.", MARKDOWN },
	{ DOCUMENT_SCHEME "task/{id}", "task", "Task", "Everything about a task, as Markdown.", MARKDOWN },
	{ 0 },
};

const struct mcp_resources task_resources = {
	.list = list_resources,
	.templates = templates,
	.read = read_resource,
	.read_ttl_milliseconds = READ_TTL_MILLISECONDS,
};
