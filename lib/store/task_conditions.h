/*
 * What a list of tasks asks for, put together as SQL: fragments that begin with AND, and their values.
 */
#ifndef TASKDESK_STORE_TASK_CONDITIONS_H
#define TASKDESK_STORE_TASK_CONDITIONS_H

#include "base/text.h"
#include "store/task_way.h"

struct task_conditions {
	struct text sql;
	struct db_value *values;
	size_t count, capacity;
};

/* All of them but the workspace, the state and where the page begins. */
struct task_conditions task_conditions_of(const struct task_query *query, const struct task_way *way, struct arena *arena);

/* One more; NULL adds nothing. */
void task_also(struct task_conditions *built, const char *condition);
void task_bind(struct task_conditions *built, struct db_value value);
void task_also_bound(struct task_conditions *built, const char *condition, struct db_value value);

/* Text and values of others. */
void task_append(struct task_conditions *built, const struct task_conditions *other);

#endif
