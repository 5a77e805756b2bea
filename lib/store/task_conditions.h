/*
 * What a list of tasks asks for, put together as SQL: fragments and their values.
 */
#ifndef TASKDESK_STORE_TASK_CONDITIONS_H
#define TASKDESK_STORE_TASK_CONDITIONS_H

#include "store/built.h"
#include "store/task_way.h"

/* A condition on the state, to stand behind the name of a table that has one and a dot. */
const char *task_conditions_state(enum task_state state);

/* Adds where the tasks come from, with the index that they are read by. */
void task_conditions_add_from(struct built *built, const struct task_query *query, const struct task_way *way);
void task_conditions_add_index(struct built *built, const struct task_query *query, const struct task_way *way);

/* Adds the joins that the tags need, before any other. */
void task_conditions_add_tags(struct built *built, const struct task_query *query, const struct task_way *way);

/* Each with AND before it: all of them but the workspace, the state and where the page begins. */
struct built task_conditions_of(const struct task_query *query, const struct task_way *way, struct arena *arena);

#endif
