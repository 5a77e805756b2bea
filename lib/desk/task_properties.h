/*
 * The properties of a task that change: how each is written down in the activity, and how it
 * is set back from there. Comparing two tasks and undoing a change both walk this table.
 */
#ifndef TASKDESK_DESK_TASK_PROPERTIES_H
#define TASKDESK_DESK_TASK_PROPERTIES_H

#include "desk/desk.h"
#include "store/task_store.h"

/* The changed fields from before to after, in the arena. */
const struct field_change *task_differences(struct arena *arena, const struct task *before, const struct task *after,
					    size_t *count);

/* Sets one field to what the activity says; false when what it names is gone. */
bool task_set_back(struct desk *desk, struct task *task, const char *field, const char *text);

extern const char *const priority_names[];

#endif
