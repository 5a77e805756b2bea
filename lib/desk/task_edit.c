#include "desk/task_edit.h"

#include "desk/moment.h"
#include "desk/recurrence.h"
#include "desk/resolve.h"
#include "desk/task_due.h"

#include <string.h>
#include <strings.h>

#define LONGEST_TITLE 500

bool task_edit_clears(const char *text)
{
	return !*text || strcasecmp(text, "none") == 0;
}

static bool set_assignee(struct desk *desk, const char *reference, struct task *task)
{
	struct user user;
	bool is_member;

	if (task_edit_clears(reference)) {
		task->assignee_id = 0;
		task->assignee = NULL;
		return true;
	}
	if (!resolve_user(desk, reference, &user))
		return false;
	if (user.id == task->assignee_id)
		return true;
	/* Who acts here sees the workspace, so belongs to it. */
	is_member = user.id == desk->principal->user.id;
	if (!is_member && !workspace_store_has_member(desk->db, task->workspace_id, user.id, &is_member))
		return false;
	if (!is_member) {
		fail(desk->error, ERROR_INVALID, "%s does not belong to the workspace '%.100s', so the task cannot be theirs",
		     user.email, task->workspace);
		return fail_remedy(desk->error, "Assign it to a member; update_workspace adds members.");
	}
	task->assignee_id = user.id;
	task->assignee = user.email;
	return true;
}

bool task_edit_check_days(struct desk *desk, const struct task *task)
{
	const char *latest = moment_latest_day(desk->arena, task->due_on, task->due_at);

	if (!task->start_on || !latest || strcmp(task->start_on, latest) <= 0)
		return true;
	return fail(desk->error, ERROR_INVALID, "the task would start on %s, after it is due on %s", task->start_on,
		    moment_text(desk->arena, task->due_on, task->due_at, desk->principal->user.time_zone));
}

static bool set_days(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	bool goes_on = task->recurrence && !edit->recurrence;
	struct moment moment;

	if (edit->start) {
		if (!moment_read(desk->arena, edit->start, desk->principal->user.time_zone, "start date", &moment, desk->error))
			return false;
		task->start_on = moment.day;
	}
	if (edit->due && !task_due_set(desk, edit->due, goes_on, task))
		return false;
	return task_edit_check_days(desk, task) || fail_remedy(desk->error, "Send both start and due, or start '' for none.");
}

static bool set_recurrence(struct desk *desk, const char *text, struct task *task)
{
	const struct moment first = { .day = task->due_on, .clock = task->due_clock };
	struct recurrence rule;

	if (task_edit_clears(text)) {
		task->recurrence = NULL;
		task->occurs_on = NULL;
		return true;
	}
	if (!recurrence_read(desk->arena, text, &rule, desk->error) ||
	    !recurrence_begin(desk->arena, &rule, &first, task_due_zone(desk, task), desk->error))
		return false;
	task->recurrence = recurrence_text(desk->arena, &rule);
	task->occurs_on = task->due_on;
	return true;
}

static void set_plain(const struct desk *desk, const struct task_edit *edit, struct task *task)
{
	if (edit->title)
		task->title = edit->title;
	if (edit->notes)
		task->notes = *edit->notes ? edit->notes : NULL;
	if (edit->priority)
		task->priority = edit->priority;
	if (edit->has_completed && edit->completed != (task->completed_at != NULL))
		task->completed_at = edit->completed ? arena_strdup(desk->arena, desk->now) : NULL;
}

static bool check_recurrence(struct desk *desk, const struct task *task)
{
	if (!task->recurrence || task->due_on)
		return true;
	fail(desk->error, ERROR_INVALID, "a recurring task needs a due date");
	return fail_remedy(desk->error, "Send due as well, or recurrence '' to end the recurrence.");
}

/* The next occurrence is made when a task is completed: a rule that comes to a completed one would never act. */
static bool check_still_recurs(struct desk *desk, const struct task_edit *edit, bool was_open, const struct task *task)
{
	if (was_open || !task->completed_at || !edit->recurrence || !task->recurrence)
		return true;
	fail(desk->error, ERROR_INVALID, "a completed task does not recur");
	return fail_remedy(desk->error, "Send the recurrence with completed false; completing the task then makes the next one.");
}

bool task_edit_apply(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	bool was_open = task->id && !task->completed_at;

	if (edit->title && !desk_check_line(desk, edit->title, LONGEST_TITLE, "a title"))
		return false;
	set_plain(desk, edit, task);
	return (!edit->assignee || set_assignee(desk, edit->assignee, task)) && set_days(desk, edit, task) &&
	       (!edit->recurrence || set_recurrence(desk, edit->recurrence, task)) && check_recurrence(desk, task) &&
	       check_still_recurs(desk, edit, was_open, task) && task_edit_place(desk, edit, task) && task_edit_lines(desk, edit, task) &&
	       task_edit_values(desk, &edit->fields, task);
}
