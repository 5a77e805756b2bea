/*
 * The prompts: each puts real data before the model and says what to do with it.
 */
#include "tools/offers.h"

#include "base/text.h"
#include "desk/history.h"
#include "desk/projects.h"
#include "desk/resolve.h"
#include "fields/json.h"
#include "tools/documents.h"
#include "tools/tools.h"

#include <string.h>

#define SHOWN_ACTIVITY 50
#define SHOWN_TASKS 100

static void say(struct json_object *messages, const char *text)
{
	struct json_object *message = json_object_new_object();
	struct json_object *content = json_object_new_object();

	json_set_text(content, "type", "text");
	json_set_text(content, "text", text);
	json_set_text(message, "role", "user");
	json_set(message, "content", content);
	json_object_array_add(messages, message);
}

static bool show(struct mcp_call *call, struct json_object *messages, const char *uri)
{
	struct json_object *message, *content, *resource;
	struct document document;

	if (!document_read(call, uri, &document))
		return false;
	resource = json_object_new_object();
	json_set_text(resource, "uri", document.uri);
	json_set_text(resource, "mimeType", "text/markdown");
	json_set_text(resource, "text", document.text);
	content = json_object_new_object();
	json_set_text(content, "type", "resource");
	json_set(content, "resource", resource);
	message = json_object_new_object();
	json_set_text(message, "role", "user");
	json_set(message, "content", content);
	json_object_array_add(messages, message);
	return true;
}

static bool show_project(struct mcp_call *call, struct json_object *messages, const char *reference)
{
	struct project project;

	return resolve_project(tool_desk(call), reference, 0, &project) &&
	       show(call, messages, document_uri(call->arena, "project", project.id));
}

#define SHOWN_CHARACTERS 80

static const char *beginning_of(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, utf8_prefix_bytes(text, SHOWN_CHARACTERS));
}

static void add_changes(struct text *text, const struct kept_activity *activity)
{
	for (size_t i = 0; i < activity->change_count; i++)
		if (strcmp(activity->changes[i].field, "position") != 0)
			text_printf(text, "%s %s: %s", i ? ";" : ",", activity->changes[i].field,
				    beginning_of(text->arena, activity->changes[i].after ? activity->changes[i].after : "none"));
}

/* What was done in this time, with the names of the things and what became of them. */
static bool show_activity(struct mcp_call *call, struct json_object *messages, const struct history_listing *wanted)
{
	struct history_listing listing = *wanted;
	struct text text = text_in(call->arena);
	struct activity_list list;

	listing.limit = SHOWN_ACTIVITY;
	if (!history_list(tool_desk(call), &listing, &list))
		return false;
	text_printf(&text, "What was done since %s, newest first:\n\n", listing.from);
	for (size_t i = 0; i < list.count; i++) {
		const struct kept_activity *activity = &list.activities[i];

		text_printf(&text, "- %s: %s %sd %s %lld '%s'", activity->at, activity->actor, action_names[activity->action],
			    entity_names[activity->entity], (long long)activity->entity_id, activity->name ? activity->name : "");
		add_changes(&text, activity);
		text_printf(&text, "%s%s\n", activity->text ? ": " : "", activity->text ? activity->text : "");
	}
	if (!list.count)
		text_add(&text, "Nothing.\n");
	say(messages, text_string(&text));
	return true;
}

/* The open tasks of a listing as a list in Markdown. */
static bool show_tasks(struct mcp_call *call, struct json_object *messages, const char *heading, const struct task_listing *wanted)
{
	struct task_listing listing = *wanted;
	struct text text = text_in(call->arena);
	struct task_list tasks;

	listing.sort = TASK_SORT_DUE;
	listing.limit = SHOWN_TASKS;
	if (!tasks_list(tool_desk(call), &listing, &tasks))
		return false;
	text_printf(&text, "%s:\n\n", heading);
	for (size_t i = 0; i < tasks.count; i++)
		document_task_line(call, &text, &tasks.tasks[i], 0);
	if (!tasks.count)
		text_add(&text, "Nothing.\n");
	say(messages, text_string(&text));
	return true;
}

/* An argument that may be left out; some clients send "" then. */
static const char *optional(struct json_object *arguments, const char *name)
{
	const char *value = json_member_text(arguments, name);

	return value && *value ? value : NULL;
}

static const char *user_of(struct json_object *arguments)
{
	const char *user = optional(arguments, "user");

	return user ? user : "me";
}

static bool plan_project(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	const char *goal = json_member_text(arguments, "goal");
	const char *workspace = json_member_text(arguments, "workspace");
	struct workspace place;

	if (!resolve_workspace(tool_desk(call), workspace, &place) ||
	    !show(call, messages, document_uri(call->arena, "workspace", place.id)))
		return false;
	say(messages, arena_printf(call->arena,
				   "Plan a project in the workspace '%s' with this goal: %s\n\n"
				   "Propose sections, tasks of a day or two each, who does them (from the members above), due dates and what blocks "
				   "what. Show me the plan first. When I agree, create it with create_project and one create_tasks call.",
				   place.name, goal));
	return true;
}

static bool daily_standup(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	const char *workspace = optional(arguments, "workspace");
	const char *user = user_of(arguments);
	const struct history_listing done = { .workspace = workspace, .actor = user, .from = "yesterday" };
	const struct task_listing next = { .workspace = workspace, .assignee = user, .due_to = "today" };
	const struct task_listing asked = { .workspace = workspace, .mentioned = user };
	const struct task_listing waiting = { .workspace = workspace, .assignee = user, .blocked = TASK_ONLY };

	if (!show_activity(call, messages, &done) || !show_tasks(call, messages, "Due today or before", &next) ||
	    !show_tasks(call, messages, "Waiting for other tasks", &waiting) ||
	    !show_tasks(call, messages, "Mentioned in a comment", &asked))
		return false;
	say(messages, "Write a stand-up from this: what was done since yesterday, what is next today, what is in the way. Three short lists.");
	return true;
}

static bool weekly_review(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	const char *project = json_member_text(arguments, "project");

	if (!show_project(call, messages, project) ||
	    !show_activity(call, messages, &(struct history_listing){ .project = project, .from = "7 days ago" }))
		return false;
	say(messages, "Review the week of this project: what moved, what did not, what is at risk. Suggest a status (on_track, at_risk or "
		      "off_track) with two sentences of reasons; when I agree, post it with update_project.");
	return true;
}

static bool triage_overdue(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	const char *tag = optional(arguments, "tag");
	const struct task_listing overdue = {
		.workspace = optional(arguments, "workspace"),
		.assignee = user_of(arguments),
		.tags = { .is_given = tag != NULL, .count = tag != NULL, .texts = &tag },
		.overdue = TASK_ONLY,
	};

	if (!show_tasks(call, messages, "Overdue", &overdue))
		return false;
	say(messages, "Go through these overdue tasks one by one and suggest for each: do it today, another date, somebody else, or drop it. "
		      "Make the changes I agree to in one update_tasks call.");
	return true;
}

static bool break_down_task(struct mcp_call *call, struct json_object *arguments, struct json_object *messages)
{
	struct task task;

	if (!resolve_task(tool_desk(call), json_member_text(arguments, "task"), &task) ||
	    !show(call, messages, document_uri(call->arena, "task", task.id)))
		return false;
	say(messages, arena_printf(call->arena,
				   "Break this task down into three to eight subtasks that can each be done in one sitting, in order. When I agree, "
				   "create them with create_tasks, parent \"%lld\".",
				   (long long)task.id));
	return true;
}

static const struct mcp_prompt_argument plan_arguments[] = {
	{ "workspace", "Workspace", "Where the project goes: name or id.", true },
	{ "goal", "Goal", "What is to be achieved, and by when.", true },
	{ 0 },
};

static const struct mcp_prompt_argument standup_arguments[] = {
	{ "workspace", "Workspace", "Only this workspace: name or id.", false },
	{ "user", "User", "Whose: e-mail address or name; left out: your own.", false },
	{ 0 },
};

static const struct mcp_prompt_argument triage_arguments[] = {
	{ "workspace", "Workspace", "Only this workspace: name or id.", false },
	{ "user", "User", "Whose: e-mail address or name; left out: your own.", false },
	{ "tag", "Tag", "Only tasks with this tag.", false },
	{ 0 },
};

static const struct mcp_prompt_argument review_arguments[] = {
	{ "project", "Project", "Name or id.", true },
	{ 0 },
};

static const struct mcp_prompt_argument break_down_arguments[] = {
	{ "task", "Task", "Id or whole title.", true },
	{ 0 },
};

const struct mcp_prompt task_prompts[] = {
	{ "plan_project", "Plan a project", "From a goal to a project with sections, tasks and dates.", plan_arguments, plan_project },
	{ "daily_standup", "Daily stand-up", "What was done, what is next, what is in the way.", standup_arguments, daily_standup },
	{ "weekly_review", "Weekly review", "How a project went this week, with a status update.", review_arguments, weekly_review },
	{ "triage_overdue", "Triage what is overdue", "A decision for every overdue task.", triage_arguments, triage_overdue },
	{ "break_down_task", "Break down a task", "A task into subtasks.", break_down_arguments, break_down_task },
	{ 0 },
};
