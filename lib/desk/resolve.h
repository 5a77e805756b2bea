/*
 * From what people say (an id, a name, an e-mail address, "me") to what is meant. Things
 * that the caller may not see are not found, like things that do not exist.
 */
#ifndef TASKDESK_DESK_RESOLVE_H
#define TASKDESK_DESK_RESOLVE_H

#include "desk/desk.h"
#include "store/project_store.h"
#include "store/task_store.h"

/* An ambiguous name fails with ERROR_INVALID and the candidates, an unknown one with ERROR_NOT_FOUND and the nearest. */
bool resolve_workspace(struct desk *desk, const char *reference, struct workspace *workspace);

bool resolve_user(struct desk *desk, const char *reference, struct user *user);

/* workspace_id 0: in any workspace. */
bool resolve_project(struct desk *desk, const char *reference, int64_t workspace_id, struct project *project);

/* A section of this project, by id or name. */
bool resolve_section(struct desk *desk, const char *reference, const struct project *project, struct section *section);

/* By id ("12", "#12") or title; not in the trash. */
bool resolve_task(struct desk *desk, const char *reference, struct task *task);

/* The same, where of several with that title the one in this task's project, or else workspace, is meant. */
bool resolve_task_beside(struct desk *desk, const char *reference, const struct task *beside, struct task *task);

/* By id also in the trash. */
bool resolve_task_with_trash(struct desk *desk, const char *reference, struct task *task);

/* By id only, also in the trash. */
bool resolve_task_anywhere(struct desk *desk, int64_t id, struct task *task);

/* An e-mail address in lower case, in the arena; NULL and ERROR_INVALID when it is none. */
const char *resolve_email(struct desk *desk, const char *text);

#endif
