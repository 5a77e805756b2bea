#include "desk/task_repeat.h"

#include "base/day.h"
#include "desk/moment.h"
#include "desk/recurrence.h"
#include "desk/task_due.h"

static bool move_days(struct desk *desk, struct task *task, int64_t days)
{
	task->occurs_on = task_due_day_later(desk, task->occurs_on, days);
	task->start_on = task_due_day_later(desk, task->start_on, days);
	return task_due_move(desk, task, days);
}

/* An open copy, so many days later, of one that is done. */
static bool open_again(struct desk *desk, const struct task *done, int64_t days, struct task *copy)
{
	*copy = *done;
	copy->id = 0;
	copy->completed_at = NULL;
	copy->blocked_by = NULL;
	copy->created_at = copy->updated_at = arena_strdup(desk->arena, desk->now);
	copy->created_by = copy->updated_by = desk->principal->user.email;
	return move_days(desk, copy, days);
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
	return tasks_save_new(desk, &saved, 1);
}

/* Where the subtasks of one task go. */
struct journey {
	int64_t parent_id;
	int64_t days;
};

/* Its notes stay where they are. */
static bool read_brief(struct desk *desk, struct task *subtask)
{
	bool found;

	if (!task_store_find_brief(desk->db, subtask->id, desk_viewer_id(desk), subtask, &found))
		return false;
	return found || db_lost_race(desk->db);
}

/* With what is under it; what is done of that stays so, since it is what has been done of this one so far. */
static bool take_along(struct desk *desk, struct task *subtask, const struct task *parent, void *context)
{
	struct journey journey = *(const struct journey *)context;
	struct task before;

	(void)parent;
	if (!read_brief(desk, subtask))
		return false;
	if (subtask->completed_at)
		return true;
	before = *subtask;
	subtask->parent_id = journey.parent_id;
	if (subtask->recurrence)
		return tasks_save(desk, &before, subtask);
	journey.parent_id = subtask->id;
	return move_days(desk, subtask, journey.days) && tasks_save(desk, &before, subtask) &&
	       tasks_each_subtask(desk, subtask, take_along, &journey);
}

/* The next occurrence of such a one has its rule. */
static bool has_recurred(const struct task *task)
{
	return task->completed_at && task->occurs_on && !task->recurrence;
}

static bool insert_again(struct desk *desk, int64_t id, const struct journey *journey, struct task *copy)
{
	struct task done;
	bool found;

	if (!task_store_find(desk->db, id, desk_viewer_id(desk), &done, &found))
		return false;
	if (!found)
		return db_lost_race(desk->db);
	if (!open_again(desk, &done, journey->days, copy))
		return false;
	copy->parent_id = journey->parent_id;
	return task_store_insert(desk->db, &copy, 1, desk->now, desk->principal->user.id);
}

/* The notes of one at a time: those of all would not fit into a request's memory. */
static bool copy_subtask(struct desk *desk, const struct task *subtask, const struct journey *journey, int64_t *copy_id)
{
	const struct arena_mark mark = arena_mark(desk->arena);
	struct task copy;
	bool ran = insert_again(desk, subtask->id, journey, &copy);

	arena_back_to(desk->arena, &mark);
	if (!ran)
		return false;
	*copy_id = copy.id;
	tasks_note_new(desk, &copy);
	return true;
}

static bool repeat_subtask(struct desk *desk, struct task *subtask, const struct task *parent, void *context)
{
	struct journey journey = *(const struct journey *)context;

	if (!read_brief(desk, subtask))
		return false;
	if (!subtask->completed_at)
		return take_along(desk, subtask, parent, &journey);
	if (has_recurred(subtask))
		return true;
	return copy_subtask(desk, subtask, &journey, &journey.parent_id) &&
	       tasks_each_subtask(desk, subtask, repeat_subtask, &journey);
}

bool task_repeat_subtasks(struct desk *desk, const struct task *done, const struct task *next)
{
	struct journey journey = { .parent_id = next->id };
	int64_t due, next_due;

	if (!day_read(done->due_on, &due) || !day_read(next->due_on, &next_due))
		return true;
	journey.days = next_due - due;
	return tasks_each_subtask(desk, done, repeat_subtask, &journey);
}
