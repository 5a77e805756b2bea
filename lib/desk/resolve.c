#include "desk/resolve.h"

#include "base/text.h"

#include <string.h>

#define NEAREST_AMONG 200

/* Ids are positive whole numbers, also with the "#" that people put before them. */
static bool is_id(const char *reference, int64_t *id)
{
	return text_to_int64(*reference == '#' ? reference + 1 : reference, id) && *id > 0;
}

static bool ambiguous(struct desk *desk, const char *what, const char *reference, const struct text *candidates)
{
	fail(desk->error, ERROR_INVALID, "'%.100s' is the name of several %s: %s", reference, what,
	     text_string(candidates));
	return fail_remedy(desk->error, "Send the id of the one that is meant.");
}

/*
 * What is called "2027" is not found by that: a number is an id. Else who is taken out of a workspace, or mistypes an id,
 * would write where somebody else has put a thing of that name. is_there: there is one thing of that name, of that id.
 */
static bool no_such_id(struct desk *desk, const char *what, const char *reference, bool is_there, const int64_t *id)
{
	if (!is_there)
		return false;
	fail(desk->error, ERROR_NOT_FOUND, "there is no %s with the id %.20s that %s can see", what, reference, desk->principal->user.email);
	return fail_remedy(desk->error, "One that is called '%.20s' has the id %lld; send that if it is meant.", reference, (long long)*id);
}

static bool unknown_workspace(struct desk *desk, const char *reference)
{
	struct workspace_list visible;
	const char **names;
	const char *nearest;

	if (!workspace_store_list(desk->db, desk_viewer_id(desk), true, 0, NEAREST_AMONG, &visible))
		return false;
	names = arena_array(desk->arena, visible.count + 1, sizeof(*names));
	for (size_t i = 0; i < visible.count; i++)
		names[i] = visible.workspaces[i].name;
	nearest = text_nearest(reference, names);
	fail(desk->error, ERROR_NOT_FOUND, "there is no workspace '%.100s' that %s can see%s%s%s", reference,
	     desk->principal->user.email, nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return fail_remedy(desk->error, "list_workspaces shows the workspaces there are.");
}

static bool ambiguous_workspace(struct desk *desk, const char *name, const struct workspace_list *list)
{
	struct text candidates = text_in(desk->arena);

	for (size_t i = 0; i < list->count; i++)
		text_printf(&candidates, "%s%lld (made by %s%s)", i ? ", " : "", (long long)list->workspaces[i].id,
			    list->workspaces[i].created_by, list->workspaces[i].archived_at ? ", archived" : "");
	return ambiguous(desk, "workspaces", name, &candidates);
}

/* Archived ones come last, and the only one that is not archived is meant. */
static bool workspace_by_name(struct desk *desk, const char *name, struct workspace *workspace)
{
	struct workspace_list list;

	if (!workspace_store_find_by_name(desk->db, name, desk_viewer_id(desk), &list))
		return false;
	if (!list.count)
		return unknown_workspace(desk, name);
	*workspace = list.workspaces[0];
	return list.count == 1 || (!workspace->archived_at && list.workspaces[1].archived_at) ||
	       ambiguous_workspace(desk, name, &list);
}

bool resolve_workspace(struct desk *desk, const char *reference, struct workspace *workspace)
{
	int64_t id;
	bool found;

	if (!is_id(reference, &id))
		return workspace_by_name(desk, reference, workspace);
	if (!workspace_store_find(desk->db, id, desk_viewer_id(desk), workspace, &found))
		return false;
	return (found && !workspace->deleted_at) ||
	       no_such_id(desk, "workspace", reference, workspace_by_name(desk, reference, workspace), &workspace->id);
}

/* Among the names and the addresses of those the caller knows. */
static bool nearest_user(struct desk *desk, const char *reference, const char **nearest)
{
	struct user_list known;
	const char **names;

	if (!user_store_page(desk->db, desk_viewer_id(desk), 0, "", 0, NEAREST_AMONG, &known))
		return false;
	names = arena_array(desk->arena, 2 * known.count + 1, sizeof(*names));
	for (size_t i = 0; i < known.count; i++) {
		names[2 * i] = known.users[i].email;
		names[2 * i + 1] = known.users[i].name;
	}
	*nearest = text_nearest(reference, names);
	return true;
}

static bool unknown_user(struct desk *desk, const char *reference)
{
	const char *nearest;

	if (!nearest_user(desk, reference, &nearest))
		return false;
	fail(desk->error, ERROR_NOT_FOUND, "there is no user '%.100s'%s%s%s", reference, nearest ? "; did you mean '" : "",
	     nearest ? nearest : "", nearest ? "'?" : "");
	return fail_remedy(desk->error, "Send an e-mail address, a full name, an id, or 'me'; who shares no workspace with you is "
					"found by e-mail address only.");
}

static bool user_by_name(struct desk *desk, const char *name, struct user *user)
{
	struct user_list list;
	struct text candidates = text_in(desk->arena);

	if (!user_store_find_by_name(desk->db, name, desk_viewer_id(desk), &list))
		return false;
	if (!list.count)
		return unknown_user(desk, name);
	if (list.count > 1) {
		for (size_t i = 0; i < list.count; i++)
			text_printf(&candidates, "%s%s", i ? ", " : "", list.users[i].email);
		return ambiguous(desk, "users", name, &candidates);
	}
	*user = list.users[0];
	return true;
}

bool resolve_user(struct desk *desk, const char *reference, struct user *user)
{
	const char *email;
	int64_t id;
	bool found;

	if (text_equals_ignoring_case(reference, "me") || strcmp(reference, desk->principal->user.email) == 0) {
		*user = desk->principal->user;
		return true;
	}
	if (strchr(reference, '@')) {
		email = resolve_email(desk, reference);
		if (!email || !user_store_find_by_email(desk->db, email, user, &found))
			return false;
		return found || unknown_user(desk, reference);
	}
	if (!is_id(reference, &id))
		return user_by_name(desk, reference, user);
	return user_store_find_colleague(desk->db, id, desk_viewer_id(desk), user, &found) &&
	       (found || unknown_user(desk, reference));
}

static bool unknown_project(struct desk *desk, const char *reference, int64_t workspace_id)
{
	struct project_list visible;
	const char **names;
	const char *nearest;

	if (!project_store_list(desk->db, workspace_id, true, desk_viewer_id(desk), 0, NEAREST_AMONG, &visible))
		return false;
	names = arena_array(desk->arena, visible.count + 1, sizeof(*names));
	for (size_t i = 0; i < visible.count; i++)
		names[i] = visible.projects[i].name;
	nearest = text_nearest(reference, names);
	fail(desk->error, ERROR_NOT_FOUND, "there is no project '%.100s' that %s can see%s%s%s%s", reference,
	     desk->principal->user.email, workspace_id ? " in this workspace" : "", nearest ? "; did you mean '" : "",
	     nearest ? nearest : "", nearest ? "'?" : "");
	return fail_remedy(desk->error, "list_projects shows the projects there are.");
}

static bool ambiguous_project(struct desk *desk, const char *name, const struct project_list *list)
{
	struct text candidates = text_in(desk->arena);

	for (size_t i = 0; i < list->count; i++)
		text_printf(&candidates, "%s%lld (in %s%s)", i ? ", " : "", (long long)list->projects[i].id,
			    list->projects[i].workspace, list->projects[i].archived_at ? ", archived" : "");
	return ambiguous(desk, "projects", name, &candidates);
}

/* Archived ones come last, and the only one that is not archived is meant. */
static bool project_by_name(struct desk *desk, const char *name, int64_t workspace_id, struct project *project)
{
	struct project_list list;

	if (!project_store_find_by_name(desk->db, name, workspace_id, desk_viewer_id(desk), &list))
		return false;
	if (!list.count)
		return unknown_project(desk, name, workspace_id);
	*project = list.projects[0];
	return list.count == 1 || (!project->archived_at && list.projects[1].archived_at) ||
	       ambiguous_project(desk, name, &list);
}

bool resolve_project(struct desk *desk, const char *reference, int64_t workspace_id, struct project *project)
{
	int64_t id;
	bool found;

	if (!is_id(reference, &id))
		return project_by_name(desk, reference, workspace_id, project);
	if (!project_store_find(desk->db, id, desk_viewer_id(desk), project, &found))
		return false;
	if (found && !project->deleted_at && (!workspace_id || project->workspace_id == workspace_id))
		return true;
	return no_such_id(desk, "project", reference, project_by_name(desk, reference, workspace_id, project), &project->id);
}

bool resolve_section(struct desk *desk, const char *reference, const struct project *project, struct section *section)
{
	struct text names = text_in(desk->arena);
	const struct section *named = NULL;
	struct section_list list;
	int64_t id = 0;

	is_id(reference, &id);
	if (!project_store_sections(desk->db, project->id, &list))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		text_printf(&names, "%s%s", i ? ", " : "", list.sections[i].name);
		if (list.sections[i].id == id || (!named && text_same_name(list.sections[i].name, reference)))
			named = &list.sections[i];
		if (list.sections[i].id == id)
			break;
	}
	if (named) {
		*section = *named;
		return true;
	}
	fail(desk->error, ERROR_NOT_FOUND, "the project '%.100s' has no section '%.100s'", project->name, reference);
	return fail_remedy(desk->error, "Its sections are: %s.", list.count ? text_string(&names) : "none");
}

/* Among those that were changed last. */
static bool nearest_task(struct desk *desk, const char *title, const char **nearest)
{
	const struct task_query query = {
		.viewer_id = desk_viewer_id(desk),
		.state = TASK_STATE_ANY,
		.sort = TASK_SORT_UPDATED,
		.limit = NEAREST_AMONG,
	};
	struct task_list recent;
	const char **titles;

	if (!task_store_list(desk->db, &query, &recent))
		return false;
	titles = arena_array(desk->arena, recent.count + 1, sizeof(*titles));
	for (size_t i = 0; i < recent.count; i++)
		titles[i] = recent.tasks[i].title;
	*nearest = text_nearest(title, titles);
	return true;
}

static bool unknown_task(struct desk *desk, const char *reference)
{
	const char *nearest = NULL;
	int64_t id;

	if (!is_id(reference, &id) && !nearest_task(desk, reference, &nearest))
		return false;
	fail(desk->error, ERROR_NOT_FOUND, "there is no task '%.100s' that %s can see%s%.100s%s", reference,
	     desk->principal->user.email, nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return fail_remedy(desk->error, "list_tasks and search show the tasks there are; a task is named by its id or its whole title.");
}

static bool ambiguous_task(struct desk *desk, const char *title, const struct task_list *list)
{
	struct text candidates = text_in(desk->arena);

	for (size_t i = 0; i < list->count; i++)
		text_printf(&candidates, "%s%lld (in %s%s%s%s)", i ? ", " : "", (long long)list->tasks[i].id,
			    list->tasks[i].workspace, list->tasks[i].project ? " / " : "",
			    list->tasks[i].project ? list->tasks[i].project : "", list->tasks[i].completed_at ? ", completed" : "");
	return ambiguous(desk, "tasks", title, &candidates);
}

/* How near a task of that title is to what is meant; completed ones are earlier occurrences of a recurring task, too. */
static int nearness(const struct task *task, const struct task *beside)
{
	bool same_project = beside && beside->project_id && task->project_id == beside->project_id;
	bool same_workspace = beside && task->workspace_id == beside->workspace_id;

	return 4 * same_project + 2 * same_workspace + !task->completed_at;
}

static bool task_by_title(struct desk *desk, const char *title, const struct task *beside, struct task *task)
{
	struct task_list list;

	if (!task_store_find_by_title(desk->db, title, beside ? beside->workspace_id : 0, beside ? beside->project_id : 0,
				      desk_viewer_id(desk), &list))
		return false;
	if (!list.count)
		return unknown_task(desk, title);
	*task = list.tasks[0];
	return list.count == 1 || nearness(task, beside) > nearness(&list.tasks[1], beside) || ambiguous_task(desk, title, &list);
}

/* A list leaves notes out; what is edited or shown is read whole. */
static bool read_whole(struct desk *desk, int64_t id, struct task *task)
{
	bool found;

	return task_store_find(desk->db, id, desk_viewer_id(desk), task, &found) && found;
}

/* With the change that put it there, which undo takes. */
static bool in_trash(struct desk *desk, const struct task *task)
{
	const struct activity_query query = { .entity = ENTITY_TASK, .entity_id = task->id, .without_changes = true, .limit = 1 };
	struct activity_list list;

	if (!activity_store_list(desk->db, &query, &list))
		return false;
	fail(desk->error, ERROR_NOT_FOUND, "task %lld is in the trash: %s deleted it at %s", (long long)task->id, task->updated_by,
	     task->deleted_at);
	if (!list.count)
		return false;
	return fail_remedy(desk->error, "undo with change_id %s brings it back.", list.activities[0].change_id);
}

bool resolve_task_beside(struct desk *desk, const char *reference, const struct task *beside, struct task *task)
{
	int64_t id;
	bool found;

	if (!is_id(reference, &id))
		return task_by_title(desk, reference, beside, task) && read_whole(desk, task->id, task);
	if (!task_store_find(desk->db, id, desk_viewer_id(desk), task, &found))
		return false;
	if (!found)
		return no_such_id(desk, "task", reference, task_by_title(desk, reference, beside, task), &task->id);
	if (!task->deleted_at)
		return true;
	return in_trash(desk, task);
}

bool resolve_task(struct desk *desk, const char *reference, struct task *task)
{
	return resolve_task_beside(desk, reference, NULL, task);
}

bool resolve_task_with_trash(struct desk *desk, const char *reference, struct task *task)
{
	int64_t id;
	bool found;

	if (!is_id(reference, &id))
		return resolve_task(desk, reference, task);
	return task_store_find(desk->db, id, desk_viewer_id(desk), task, &found) &&
	       (found || no_such_id(desk, "task", reference, task_by_title(desk, reference, NULL, task), &task->id));
}

bool resolve_task_anywhere(struct desk *desk, int64_t id, struct task *task)
{
	bool found;

	return task_store_find(desk->db, id, desk_viewer_id(desk), task, &found) &&
	       (found || unknown_task(desk, arena_printf(desk->arena, "%lld", (long long)id)));
}

/* The shape that mail systems agree on; whether anybody reads it is another question. */
static bool looks_like_email(const char *email)
{
	const char *at = strrchr(email, '@');
	size_t length = strlen(email);

	if (!at || at == email || length > 254 || !strchr(at, '.') || text_ends_with(email, ".") || at[1] == '.')
		return false;
	for (; *email; email++)
		if ((unsigned char)*email <= 0x20 || *email == 0x7F || strchr(",;<>()\"\\", *email))
			return false;
	return true;
}

const char *resolve_email(struct desk *desk, const char *text)
{
	char *email = arena_strdup(desk->arena, text);

	if (!looks_like_email(email)) {
		fail(desk->error, ERROR_INVALID, "'%.100s' is not an e-mail address", text);
		return NULL;
	}
	for (char *character = email; *character; character++)
		if (*character >= 'A' && *character <= 'Z')
			*character = (char)(*character - 'A' + 'a');
	return email;
}
