#include "tools/documents.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/comments.h"
#include "desk/moment.h"
#include "desk/projects.h"
#include "desk/resolve.h"
#include "desk/tasks.h"
#include "desk/workspaces.h"
#include "tools/task_fields.h"
#include "tools/tools.h"

#include <string.h>

#define SHOWN_COMMENTS 20
#define SHOWN_PROJECTS 100
#define BOARD_TASKS 200
#define TODAY_TASKS 100

const char *document_uri(struct arena *arena, const char *kind, int64_t id)
{
	return arena_printf(arena, DOCUMENT_SCHEME "%s/%lld", kind, (long long)id);
}

/* Cuts what clients would not read to its end, and says so. */
static const char *within_limit(struct mcp_call *call, const struct text *text)
{
	size_t limit = (size_t)tool_desk(call)->config->result_limit_characters;
	size_t bytes = utf8_prefix_bytes(text_string(text), limit);

	if (!text_string(text)[bytes])
		return text_string(text);
	return arena_printf(call->arena, "%.*s\n\n(cut at %zu characters; list_tasks and get_task show the rest)", (int)bytes,
			    text_string(text), limit);
}

void document_task_line(struct mcp_call *call, struct text *text, const struct task *task, int depth)
{
	const char *due = moment_text(call->arena, task->due_on, task->due_at, call->principal->user.time_zone);
	const char *tags = task->tags;
	const char *tag;

	text_printf(text, "%*s- [%c] %s (#%lld)", 2 * depth, "", task->completed_at ? 'x' : ' ', task->title, (long long)task->id);
	if (task->assignee)
		text_printf(text, " @%s", task->assignee);
	if (due)
		text_printf(text, " due %s", due);
	if (task->priority > PRIORITY_NONE)
		text_printf(text, " !%s", priority_choices[task->priority - PRIORITY_NONE]);
	while ((tag = lines_next(call->arena, &tags)))
		text_printf(text, " #%s", tag);
	text_add_char(text, '\n');
}

static void add_property(struct text *text, const char *name, const char *value)
{
	if (value)
		text_printf(text, "- %s: %s\n", name, value);
}

static bool add_task_rest(struct mcp_call *call, const struct task *task, struct text *text)
{
	struct desk *desk = tool_desk(call);
	struct comment_list comments;
	struct task_list subtasks;

	if (!tasks_subtasks(desk, task, &subtasks) || !comments_list(desk, task->id, 0, SHOWN_COMMENTS, &comments))
		return false;
	if (subtasks.count)
		text_add(text, "\n## Subtasks\n\n");
	for (size_t i = 0; i < subtasks.count; i++)
		document_task_line(call, text, &subtasks.tasks[i], 0);
	if (subtasks.count == TASK_CHILDREN_SHOWN)
		text_add(text, "\nThere may be more: list_tasks with parent shows all.\n");
	if (comments.count)
		text_add(text, "\n## Comments\n");
	for (size_t i = 0; i < comments.count; i++)
		text_printf(text, "\n%s, %s:\n\n%s\n", comments.comments[i].created_by, comments.comments[i].created_at,
			    comments.comments[i].text);
	return true;
}

/* Several values of one property, between commas. */
static void add_values(struct mcp_call *call, struct text *text, const char *name, const struct list_value *list)
{
	const char *const *values = list->elements;
	struct text joined = text_in(call->arena);

	for (size_t i = 0; i < list->count; i++)
		text_printf(&joined, "%s%s", i ? ", " : "", values[i]);
	add_property(text, name, joined.length ? text_string(&joined) : NULL);
}

static bool add_task_properties(struct mcp_call *call, const struct task *task, struct text *text)
{
	struct task_result row = task_result_from(call->arena, task, call->principal->user.time_zone);
	struct task_words words;

	if (!tasks_words(tool_desk(call), &(struct task_list){ 1, (struct task *)(uintptr_t)task }, &words))
		return false;
	row.followers = list_of_texts(&words.followers);
	row.custom_fields = list_of_texts(&words.fields);
	add_property(text, "Workspace", task->workspace);
	add_property(text, "Project", task->project);
	add_property(text, "Section", task->section);
	add_property(text, "Subtask of", task->parent_id ? document_uri(call->arena, "task", task->parent_id) : NULL);
	add_property(text, "State", task->completed_at ? arena_printf(call->arena, "completed %s", task->completed_at) : "open");
	add_property(text, "Assignee", task->assignee);
	add_property(text, "Start", task->start_on);
	add_property(text, "Due", row.due.value);
	add_property(text, "Recurrence", task->recurrence);
	add_property(text, "Priority", task->priority > PRIORITY_NONE ? row.priority.value : NULL);
	add_values(call, text, "Tags", &row.tags);
	add_values(call, text, "Followers", &row.followers);
	add_values(call, text, "Blocked by tasks", &row.blocked_by);
	add_values(call, text, "Links", &row.links);
	add_values(call, text, "Fields", &row.custom_fields);
	add_property(text, "Created by", task->created_by);
	return true;
}

static bool task_document(struct mcp_call *call, const char *id, struct document *document)
{
	struct text text = text_in(call->arena);
	struct task task;

	if (!resolve_task(tool_desk(call), id, &task))
		return false;
	text_printf(&text, "# %s\n\n", task.title);
	if (!add_task_properties(call, &task, &text))
		return false;
	if (task.notes)
		text_printf(&text, "\n%s\n", task.notes);
	if (!add_task_rest(call, &task, &text))
		return false;
	*document = (struct document){ document_uri(call->arena, "task", task.id), task.title, within_limit(call, &text) };
	return true;
}

static bool has_task(const struct task_list *tasks, int64_t id)
{
	for (size_t i = 0; i < tasks->count; i++)
		if (tasks->tasks[i].id == id)
			return true;
	return false;
}

/* Under a parent (0: under none that is shown), and at the top level in a section (0: in none). */
static bool belongs(const struct task *task, const struct task_list *tasks, int64_t section_id, int64_t parent_id)
{
	if (parent_id)
		return task->parent_id == parent_id;
	return task->section_id == section_id && (!task->parent_id || !has_task(tasks, task->parent_id));
}

static void add_branch(struct mcp_call *call, const struct task_list *tasks, int64_t section_id, int64_t parent_id, int depth,
		       struct text *text)
{
	for (size_t i = 0; i < tasks->count && depth < TASK_DEEPEST; i++) {
		const struct task *task = &tasks->tasks[i];

		if (!belongs(task, tasks, section_id, parent_id))
			continue;
		document_task_line(call, text, task, depth);
		add_branch(call, tasks, 0, task->id, depth + 1, text);
	}
}

static bool add_board(struct mcp_call *call, const struct project *project, struct text *text)
{
	const struct task_listing listing = {
		.project = arena_printf(call->arena, "%lld", (long long)project->id),
		.sort = TASK_SORT_POSITION,
		.limit = BOARD_TASKS,
	};
	struct section_list sections;
	struct task_list tasks;

	if (!projects_sections(tool_desk(call), project, &sections) || !tasks_list(tool_desk(call), &listing, &tasks))
		return false;
	add_branch(call, &tasks, 0, 0, 0, text);
	for (size_t i = 0; i < sections.count; i++) {
		text_printf(text, "\n## %s\n\n", sections.sections[i].name);
		add_branch(call, &tasks, sections.sections[i].id, 0, 0, text);
	}
	if (tasks.count == BOARD_TASKS)
		text_add(text, "\n(There are more open tasks; list_tasks shows them.)\n");
	return true;
}

static bool project_document(struct mcp_call *call, const char *id, struct document *document)
{
	struct text text = text_in(call->arena);
	struct project project;

	if (!resolve_project(tool_desk(call), id, 0, &project) || !projects_count(tool_desk(call), &project, 1))
		return false;
	text_printf(&text, "# %s\n\nWorkspace %s, %lld open and %lld completed tasks%s.\n\n", project.name, project.workspace,
		    (long long)project.open_tasks, (long long)project.completed_tasks, project.archived_at ? ", archived" : "");
	if (project.health)
		text_printf(&text, "Status %s (%s, %s): %s\n\n", health_names[project.health], project.health_by, project.health_at,
			    project.health_text ? project.health_text : "");
	if (project.description)
		text_printf(&text, "%s\n\n", project.description);
	if (!add_board(call, &project, &text))
		return false;
	*document = (struct document){ document_uri(call->arena, "project", project.id), project.name, within_limit(call, &text) };
	return true;
}

static bool workspace_document(struct mcp_call *call, const char *id, struct document *document)
{
	struct text text = text_in(call->arena);
	struct desk *desk = tool_desk(call);
	struct workspace workspace;
	struct member_list members;
	struct project_list projects;

	if (!resolve_workspace(desk, id, &workspace) || !workspaces_members(desk, &workspace, &members) ||
	    !projects_named(desk, arena_printf(call->arena, "%lld", (long long)workspace.id), "", "", SHOWN_PROJECTS, &projects) ||
	    !projects_count_open(desk, projects.projects, projects.count))
		return false;
	text_printf(&text, "# %s\n\n", workspace.name);
	if (workspace.description)
		text_printf(&text, "%s\n\n", workspace.description);
	text_add(&text, "## Projects\n\n");
	for (size_t i = 0; i < projects.count; i++)
		text_printf(&text, "- %s (%s), %lld open tasks\n", projects.projects[i].name,
			    document_uri(call->arena, "project", projects.projects[i].id),
			    (long long)projects.projects[i].open_tasks);
	text_add(&text, "\n## Members\n\n");
	for (size_t i = 0; i < members.count; i++)
		text_printf(&text, "- %s <%s>, %s\n", members.members[i].name, members.members[i].email,
			    role_names[members.members[i].role]);
	*document =
		(struct document){ document_uri(call->arena, "workspace", workspace.id), workspace.name, within_limit(call, &text) };
	return true;
}

static bool add_today(struct mcp_call *call, const char *heading, const char *from, const char *to, struct text *text)
{
	const struct task_listing listing = {
		.assignee = "me",
		.due_from = from,
		.due_to = to,
		.sort = TASK_SORT_DUE,
		.limit = TODAY_TASKS,
	};
	struct task_list tasks;

	if (!tasks_list(tool_desk(call), &listing, &tasks))
		return false;
	text_printf(text, "\n## %s\n\n", heading);
	for (size_t i = 0; i < tasks.count; i++)
		document_task_line(call, text, &tasks.tasks[i], 0);
	if (!tasks.count)
		text_add(text, "Nothing.\n");
	if (tasks.count == TODAY_TASKS)
		text_add(text, "(There are more; list_tasks shows them.)\n");
	return true;
}

static bool me_document(struct mcp_call *call, const char *what, struct document *document)
{
	struct text text = text_in(call->arena);

	if (strcmp(what, "today") != 0)
		return fail(call->error, ERROR_NOT_FOUND, "there is no such page of yours; today is one");
	text_printf(&text, "# Today for %s\n", call->principal->user.name);
	if (!add_today(call, "Overdue", NULL, "yesterday", &text) || !add_today(call, "Due today", "today", "today", &text) ||
	    !add_today(call, "The next seven days", "tomorrow", "in 7 days", &text))
		return false;
	*document = (struct document){ DOCUMENT_SCHEME "me/today", "Today", within_limit(call, &text) };
	return true;
}

struct document_rule {
	const char *kind;
	bool (*read)(struct mcp_call *call, const char *id, struct document *document);
};

static const struct document_rule rules[] = {
	{ "task", task_document },
	{ "project", project_document },
	{ "workspace", workspace_document },
	{ "me", me_document },
};

static bool not_there(struct mcp_call *call, const char *uri)
{
	return fail(call->error, ERROR_NOT_FOUND, "there is nothing under '%.100s'", uri);
}

/* A document is named by its id; names, also those that are numbers, are for tools. */
static bool read_numbered(struct mcp_call *call, const struct document_rule *rule, const char *id, const char *uri,
			  struct document *document)
{
	int64_t number;

	if (!text_to_int64(id, &number) || number <= 0)
		return not_there(call, uri);
	if (!rule->read(call, id, document))
		return false;
	return strcmp(document->uri, document_uri(call->arena, rule->kind, number)) == 0 || not_there(call, uri);
}

bool document_read(struct mcp_call *call, const char *uri, struct document *document)
{
	const char *path = text_starts_with(uri, DOCUMENT_SCHEME) ? uri + strlen(DOCUMENT_SCHEME) : uri;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		size_t length = strlen(rules[i].kind);

		if (strncmp(path, rules[i].kind, length) != 0 || !path[length] || !strchr("/:", path[length]))
			continue;
		if (rules[i].read == me_document)
			return me_document(call, path + length + 1, document);
		return read_numbered(call, &rules[i], path + length + 1, uri, document);
	}
	return not_there(call, uri);
}
