/*
 * What a list of tasks asks for, put together as SQL: fragments that begin with AND, and their values.
 */
#ifndef TASKDESK_STORE_TASK_CONDITIONS_H
#define TASKDESK_STORE_TASK_CONDITIONS_H

#include "store/built.h"
#include "store/task_way.h"

/* All of them but the workspace, the state and where the page begins. */
struct built task_conditions_of(const struct task_query *query, const struct task_way *way, struct arena *arena);

#endif
