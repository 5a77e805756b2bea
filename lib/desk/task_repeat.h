/*
 * The next occurrence of a recurring task.
 */
#ifndef TASKDESK_DESK_TASK_REPEAT_H
#define TASKDESK_DESK_TASK_REPEAT_H

#include "desk/tasks.h"

/*
 * Makes the occurrence that comes after one that was just completed, within the same change: an open task with the rest
 * of the rule. next->id is 0 where the rule has ended.
 */
bool task_repeat(struct desk *desk, const struct task *done, struct task *next);

/*
 * Gives it the subtasks, once the completed one is saved. Each is there once and open: what is completed is opened again
 * as a copy and stays behind as it was; what is still open moves along, with all that is under it. Their days move as the
 * task's do, but for a subtask that recurs by itself: it moves along as its own rule has it, and of its earlier
 * occurrences none is opened again.
 */
bool task_repeat_subtasks(struct desk *desk, const struct task *done, const struct task *next);

#endif
