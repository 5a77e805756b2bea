#include "desk/task_due.h"

#include "base/day.h"
#include "desk/moment.h"

#include <string.h>

#define DAY_SECONDS 86400

const char *task_due_zone(const struct desk *desk, const struct task *task)
{
	return task->due_zone ? task->due_zone : desk->principal->user.time_zone;
}

const char *task_due_day_later(struct desk *desk, const char *day, int64_t days)
{
	int64_t number;

	return day && day_read(day, &number) ? day_text(desk->arena, number + days) : NULL;
}

static bool read_by(struct desk *desk, const char *text, const char *zone, struct moment *moment)
{
	return moment_read(desk->arena, text, zone, "due date", moment, desk->error);
}

static void set(struct task *task, const struct moment *moment, const char *zone)
{
	task->due_on = moment->day;
	task->due_at = moment->utc;
	task->due_clock = moment->clock;
	task->due_zone = moment->utc ? zone : NULL;
}

bool task_due_set(struct desk *desk, const char *text, bool goes_on, struct task *task)
{
	const char *own = desk->principal->user.time_zone;
	const char *zone = goes_on ? task_due_zone(desk, task) : own;
	struct moment moment;

	if (!read_by(desk, text, own, &moment))
		return false;
	/* The moment that is there already stays as whoever set it meant it. */
	if (moment.utc && task->due_at && strcmp(moment.utc, task->due_at) == 0)
		return true;
	if (moment.utc && strcmp(zone, own) != 0 && !read_by(desk, moment.utc, zone, &moment))
		return false;
	set(task, &moment, zone);
	return true;
}

/* Set before the zone was kept: it is the acting user's where those clocks show what the task says, else unknown. */
static bool find_zone(struct desk *desk, struct task *task)
{
	const char *own = desk->principal->user.time_zone;
	struct moment moment;

	if (task->due_zone)
		return true;
	if (!read_by(desk, task->due_at, own, &moment))
		return false;
	if (strcmp(moment.day, task->due_on) == 0 && (!task->due_clock || strcmp(moment.clock, task->due_clock) == 0))
		set(task, &moment, own);
	return true;
}

bool task_due_move(struct desk *desk, struct task *task, int64_t days)
{
	const char *zone;
	struct moment moment;

	if (task->due_at && !find_zone(desk, task))
		return false;
	zone = task->due_zone;
	task->due_on = task_due_day_later(desk, task->due_on, days);
	if (!zone) {
		task->due_at = task->due_at ? moment_later(desk->arena, task->due_at, days * DAY_SECONDS) : NULL;
		return true;
	}
	if (!read_by(desk, arena_printf(desk->arena, "%sT%s", task->due_on, task->due_clock), zone, &moment))
		return false;
	set(task, &moment, zone);
	return true;
}
