/*
 * A project as the template of another.
 */
#ifndef TASKDESK_DESK_PROJECT_COPY_H
#define TASKDESK_DESK_PROJECT_COPY_H

#include "desk/desk.h"
#include "store/project_store.h"

/*
 * Copies sections, fields and open tasks with their subtasks into a new project, within a
 * change. What concerns people and other tasks (assignee, followers, blockers) is left out.
 * reference names the template; more than 500 open tasks are ERROR_CONFLICT.
 */
bool project_copy(struct desk *desk, const char *reference, struct project *to);

#endif
