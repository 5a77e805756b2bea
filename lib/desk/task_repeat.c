#include "desk/task_repeat.h"

#include "base/day.h"
#include "desk/moment.h"
#include "desk/recurrence.h"
#include "desk/task_due.h"

/* An open copy, so many days later, in place of one that is done. */
static bool open_again(struct desk *desk, const struct task *done, int64_t days, struct task *copy)
{
	*copy = *done;
	copy->id = 0;
	copy->completed_at = NULL;
	copy->blocked_by = NULL;
	copy->occurs_on = task_due_day_later(desk, done->occurs_on, days);
	copy->start_on = task_due_day_later(desk, done->start_on, days);
	copy->created_at = copy->updated_at = arena_strdup(desk->arena, desk->now);
	copy->created_by = copy->updated_by = desk->principal->user.email;
	return task_due_move(desk, copy, days);
}

static bool repeat_under(struct desk *desk, int64_t done_id, int64_t next_id, int64_t days)
{
	struct id_list children;

	if (!task_store_child_ids(desk->db, done_id, &children))
		return false;
	for (size_t i = 0; i < children.count; i++) {
		struct task child, copy;
		struct task *saved = &copy;
		bool found;

		/* Read whole: a list leaves the notes out. */
		if (!task_store_find(desk->db, children.ids[i], desk_viewer_id(desk), &child, &found) || !found ||
		    !open_again(desk, &child, days, &copy))
			return false;
		copy.parent_id = next_id;
		if (!tasks_save_new(desk, &saved, 1) || !repeat_under(desk, child.id, copy.id, days))
			return false;
	}
	return true;
}

/* Neither in the past nor before the day that this occurrence was moved to. */
static int64_t earliest_next(const struct desk *desk, const struct task *done, int64_t due)
{
	int64_t today = moment_today(task_due_zone(desk, done));

	return today > due ? today : due + 1;
}

bool task_repeat(struct desk *desk, const struct task *done, struct task *next)
{
	int64_t due, occurred, next_day;
	struct recurrence rule, left;
	struct task *saved = next;

	if (!recurrence_read(desk->arena, done->recurrence, &rule, desk->error))
		return false;
	if (!day_read(done->due_on, &due) || !day_read(done->occurs_on, &occurred) ||
	    !recurrence_next(&rule, occurred, earliest_next(desk, done, due), &next_day, &left))
		return true;
	if (!open_again(desk, done, next_day - due, next))
		return false;
	next->recurrence = recurrence_text(desk->arena, &left);
	next->occurs_on = day_text(desk->arena, next_day);
	return tasks_save_new(desk, &saved, 1) && repeat_under(desk, done->id, next->id, next_day - due);
}
