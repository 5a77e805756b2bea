/*
 * From what people say (an id, a name, an e-mail address, "me") to what is meant. Things
 * that the caller may not see are not found, like things that do not exist.
 */
#ifndef TASKDESK_DESK_RESOLVE_H
#define TASKDESK_DESK_RESOLVE_H

#include "desk/desk.h"
#include "store/task_store.h"

/* An ambiguous name fails with ERROR_INVALID and the candidates, an unknown one with ERROR_NOT_FOUND and the nearest. */
bool resolve_workspace(struct desk *desk, const char *reference, struct workspace *workspace);

bool resolve_user(struct desk *desk, const char *reference, struct user *user);

/* By its id. */
bool resolve_task(struct desk *desk, const char *reference, struct task *task);

/* An e-mail address in lower case, in the arena; NULL and ERROR_INVALID when it is none. */
const char *resolve_email(struct desk *desk, const char *text);

#endif
