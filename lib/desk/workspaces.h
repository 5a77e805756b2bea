/*
 * Workspaces and who belongs to them.
 */
#ifndef TASKDESK_DESK_WORKSPACES_H
#define TASKDESK_DESK_WORKSPACES_H

#include "desk/desk.h"

struct new_workspace {
	const char *name;
	const char *description;              /* NULL: none */
	const char *const *members;           /* references to users who become members */
	size_t member_count;
};

/* Makes one, within a change; the acting user becomes its owner. */
bool workspaces_create(struct desk *desk, const struct new_workspace *wanted, struct workspace *workspace);

/* A page of those that the acting user may see, in the order of their ids. */
bool workspaces_list(struct desk *desk, int64_t after_id, int64_t limit, struct workspace_list *list);

#endif
