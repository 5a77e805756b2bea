#include "desk/tasks.h"

#include "base/text.h"
#include "desk/change.h"
#include "desk/moment.h"
#include "desk/resolve.h"

#include <string.h>

#define TASK_FIELDS 8

static const char *const priority_names[] = { NULL, "none", "low", "medium", "high", "urgent" };

static bool is_cleared(const char *text)
{
	return !*text || strcmp(text, "none") == 0;
}

bool tasks_open_workspace(struct desk *desk, const char *reference, struct workspace *workspace)
{
	if (!resolve_workspace(desk, reference, workspace) ||
	    !desk_requires_role(desk, workspace->role, ROLE_MEMBER, workspace->name))
		return false;
	if (workspace->is_archived)
		return fail(desk->error, ERROR_CONFLICT, "the workspace '%.100s' is archived", workspace->name);
	return true;
}

static bool set_assignee(struct desk *desk, const char *reference, struct task *task)
{
	struct user user;
	bool is_member;

	if (is_cleared(reference)) {
		task->assignee_id = 0;
		task->assignee = NULL;
		return true;
	}
	if (!resolve_user(desk, reference, &user))
		return false;
	if (user.id == task->assignee_id)
		return true;
	if (!workspace_store_has_member(desk->db, task->workspace_id, user.id, &is_member))
		return false;
	if (!is_member) {
		fail(desk->error, ERROR_INVALID, "%s does not belong to the workspace '%.100s', so the task cannot be theirs",
		     user.email, task->workspace);
		return fail_remedy(desk->error, "Assign it to a member of the workspace.");
	}
	task->assignee_id = user.id;
	task->assignee = user.email;
	return true;
}

static bool set_days(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	const char *zone = desk->principal->user.time_zone;
	struct moment moment;

	if (edit->start) {
		if (!moment_read(desk->arena, edit->start, zone, "start date", &moment, desk->error))
			return false;
		task->start_on = moment.day;
	}
	if (edit->due) {
		if (!moment_read(desk->arena, edit->due, zone, "due date", &moment, desk->error))
			return false;
		task->due_on = moment.day;
		task->due_at = moment.utc;
	}
	if (task->start_on && task->due_on && strcmp(task->start_on, task->due_on) > 0)
		return fail(desk->error, ERROR_INVALID, "the task would start on %s, after it is due on %s", task->start_on,
			    task->due_on);
	return true;
}

static bool apply(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	if (edit->title)
		task->title = edit->title;
	if (edit->notes)
		task->notes = *edit->notes ? edit->notes : NULL;
	if (edit->priority)
		task->priority = edit->priority;
	if (edit->has_completed && edit->completed != (task->completed_at != NULL))
		task->completed_at = edit->completed ? arena_strdup(desk->arena, desk->now) : NULL;
	return (!edit->assignee || set_assignee(desk, edit->assignee, task)) && set_days(desk, edit, task);
}

bool tasks_prepare(struct desk *desk, const struct workspace *workspace, const struct task_edit *edit,
		   struct task *task)
{
	const char *actor = desk->principal->user.email;
	const char *now = arena_strdup(desk->arena, desk->now);

	*task = (struct task){
		.workspace_id = workspace->id,
		.workspace = workspace->name,
		.role = workspace->role,
		.priority = PRIORITY_NONE,
		.created_at = now,
		.created_by = actor,
		.updated_at = now,
		.updated_by = actor,
	};
	return apply(desk, edit, task);
}

static void note(struct desk *desk, const struct task *task, enum activity_action action,
		 const struct field_change *changes, size_t count)
{
	change_note(desk, &(struct activity){
				  .entity = ENTITY_TASK,
				  .entity_id = task->id,
				  .workspace_id = task->workspace_id,
				  .action = action,
				  .changes = changes,
				  .change_count = count,
			  });
}

bool tasks_save_new(struct desk *desk, struct task *tasks[], size_t count)
{
	if (!task_store_insert(desk->db, tasks, count, desk->now, desk->principal->user.id))
		return false;
	for (size_t i = 0; i < count; i++)
		note(desk, tasks[i], ACTION_CREATE, NULL, 0);
	return true;
}

static bool check_version(struct desk *desk, const struct task *task, int64_t if_version)
{
	if (!if_version || if_version == task->version)
		return true;
	fail(desk->error, ERROR_CONFLICT, "task %lld is at version %lld, not %lld: %s changed it at %s",
	     (long long)task->id, (long long)task->version, (long long)if_version, task->updated_by, task->updated_at);
	return fail_remedy(desk->error, "Read it with get_task, decide again, and send its present version.");
}

static bool open_task(struct desk *desk, const char *reference, int64_t if_version, struct task *task)
{
	return resolve_task(desk, reference, task) &&
	       desk_requires_role(desk, task->role, ROLE_MEMBER, task->workspace) &&
	       check_version(desk, task, if_version);
}

static size_t differences(const struct task *before, const struct task *after, struct field_change *changes)
{
	size_t count = 0;

	change_field(changes, &count, "title", before->title, after->title);
	change_field(changes, &count, "notes", before->notes, after->notes);
	change_field(changes, &count, "assignee", before->assignee, after->assignee);
	change_field(changes, &count, "priority", priority_names[before->priority], priority_names[after->priority]);
	change_field(changes, &count, "start", before->start_on, after->start_on);
	change_field(changes, &count, "due", before->due_at ? before->due_at : before->due_on,
		     after->due_at ? after->due_at : after->due_on);
	change_field(changes, &count, "completed_at", before->completed_at, after->completed_at);
	return count;
}

/* The row has now what the caller has seen plus the edit. */
static void touch(const struct desk *desk, struct task *task)
{
	task->updated_at = arena_strdup(desk->arena, desk->now);
	task->updated_by = desk->principal->user.email;
	task->version++;
}

bool tasks_update(struct desk *desk, const char *reference, int64_t if_version, const struct task_edit *edit,
		  struct task *task)
{
	struct field_change *changes = arena_array(desk->arena, TASK_FIELDS, sizeof(*changes));
	struct task before;
	size_t count;
	bool changed;

	if (!open_task(desk, reference, if_version, task))
		return false;
	before = *task;
	if (!apply(desk, edit, task))
		return false;
	count = differences(&before, task, changes);
	if (!count)
		return true;
	if (!task_store_update(desk->db, task, desk->now, desk->principal->user.id, &changed))
		return false;
	if (!changed)
		return db_lost_race(desk->db);
	touch(desk, task);
	note(desk, task, ACTION_UPDATE, changes, count);
	return true;
}

bool tasks_delete(struct desk *desk, const char *reference, int64_t if_version, struct task *task)
{
	bool changed;

	if (!open_task(desk, reference, if_version, task) ||
	    !task_store_delete(desk->db, task->id, task->version, desk->now, desk->principal->user.id, &changed))
		return false;
	if (!changed)
		return db_lost_race(desk->db);
	touch(desk, task);
	note(desk, task, ACTION_DELETE, NULL, 0);
	return true;
}

bool tasks_get(struct desk *desk, const char *reference, struct task *task)
{
	return resolve_task(desk, reference, task);
}

static bool read_day(struct desk *desk, const char *text, const char *what, const char **day)
{
	struct moment moment;

	if (!text)
		return true;
	if (!moment_read(desk->arena, text, desk->principal->user.time_zone, what, &moment, desk->error))
		return false;
	*day = moment.day;
	return true;
}

/*
 * An id is not looked up first: the list's own condition on the viewer answers for it, and
 * only an empty list asks whether the workspace is there at all.
 */
static bool choose_workspace(struct desk *desk, const char *reference, int64_t *id)
{
	struct workspace workspace;

	if (!reference)
		return true;
	if (text_to_int64(reference, id) && *id > 0)
		return true;
	if (!resolve_workspace(desk, reference, &workspace))
		return false;
	*id = workspace.id;
	return true;
}

static bool choose_assignee(struct desk *desk, const char *reference, struct task_query *query)
{
	struct user user;

	if (!reference)
		return true;
	query->unassigned = is_cleared(reference);
	if (query->unassigned)
		return true;
	if (!resolve_user(desk, reference, &user))
		return false;
	query->assignee_id = user.id;
	return true;
}

bool tasks_list(struct desk *desk, const struct task_listing *listing, struct task_list *list)
{
	struct task_query query = {
		.viewer_id = desk_viewer_id(desk),
		.state = listing->state,
		.contains = listing->contains,
		.sort = listing->sort,
		.after_value = listing->after_value,
		.after_id = listing->after_id,
		.limit = listing->limit,
	};
	struct workspace workspace;

	if (!choose_workspace(desk, listing->workspace, &query.workspace_id) ||
	    !choose_assignee(desk, listing->assignee, &query) ||
	    !read_day(desk, listing->due_from, "due date", &query.due_from) ||
	    !read_day(desk, listing->due_to, "due date", &query.due_to) || !task_store_list(desk->db, &query, list))
		return false;
	if (list->count || !listing->workspace || listing->after_value)
		return true;
	/* A name of digits, or a workspace that is not there. */
	if (!resolve_workspace(desk, listing->workspace, &workspace))
		return false;
	if (workspace.id == query.workspace_id)
		return true;
	query.workspace_id = workspace.id;
	return task_store_list(desk->db, &query, list);
}
