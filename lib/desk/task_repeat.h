/*
 * The next occurrence of a recurring task.
 */
#ifndef TASKDESK_DESK_TASK_REPEAT_H
#define TASKDESK_DESK_TASK_REPEAT_H

#include "desk/tasks.h"

/*
 * Makes the occurrence that comes after one that was just completed, within the same change: an open
 * task with the rest of the rule, and with the subtasks open again. next->id is 0 where the rule has ended.
 */
bool task_repeat(struct desk *desk, const struct task *done, struct task *next);

#endif
