/*
 * A project as the template of another.
 */
#ifndef TASKDESK_DESK_PROJECT_COPY_H
#define TASKDESK_DESK_PROJECT_COPY_H

#include "desk/desk.h"
#include "store/project_store.h"

/* The template that is meant: in this workspace, or else in any. */
bool project_copy_find(struct desk *desk, const char *reference, int64_t workspace_id, struct project *from);

/*
 * Copies sections, fields and all open tasks into a new project, within a change. What is open
 * under a completed task comes under the next open one above it, or to the top. What concerns
 * people and other tasks (assignee, followers, blockers) is left out. More than 500 open tasks
 * are ERROR_CONFLICT.
 */
bool project_copy(struct desk *desk, const struct project *from, struct project *to);

#endif
