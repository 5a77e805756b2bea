/*
 * When a task is due: on a day, or at a moment by the clocks of one time zone. That zone is of who set it, and stays the
 * task's while it recurs, whoever completes it or moves an occurrence.
 */
#ifndef TASKDESK_DESK_TASK_DUE_H
#define TASKDESK_DESK_TASK_DUE_H

#include "desk/desk.h"
#include "store/task_store.h"

/*
 * Sets it as the acting user writes it, by their own clocks. goes_on: it is an occurrence of a series that is moved, and
 * stays with the zone of that.
 */
bool task_due_set(struct desk *desk, const char *text, bool goes_on, struct task *task);

/* So many days later; a moment at the same time of day, also where clocks change or have changed in between. */
bool task_due_move(struct desk *desk, struct task *task, int64_t days);

/* The zone whose clocks say for this task when a day begins: its own, else the acting user's. */
const char *task_due_zone(const struct desk *desk, const struct task *task);

/* A day that is so many days later; NULL for none. */
const char *task_due_day_later(struct desk *desk, const char *day, int64_t days);

#endif
