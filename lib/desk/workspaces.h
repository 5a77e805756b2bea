/*
 * Workspaces and who belongs to them.
 */
#ifndef TASKDESK_DESK_WORKSPACES_H
#define TASKDESK_DESK_WORKSPACES_H

#include "desk/desk.h"

/* With the user's id behind it: the field under which the activity keeps a changed role. */
#define MEMBER_FIELD "member "

/* Somebody's role, as it is asked for. */
struct membership_wish {
	const char *user;        /* a reference */
	enum role role;          /* ROLE_NONE: no member any more */
};

struct new_workspace {
	const char *name;
	const char *description;              /* NULL: none */
	const char *const *members;           /* references to users who become members */
	size_t member_count;
};

/* What to set. NULL leaves as it is, "" clears. */
struct workspace_edit {
	const char *name;
	const char *description;
	bool has_archived;
	bool archived;
	const struct membership_wish *members;    /* each user once */
	size_t member_count;
};

/* Makes one, within a change; the acting user becomes its owner. */
bool workspaces_create(struct desk *desk, const struct new_workspace *wanted, struct workspace *workspace);

/* Changes one, within a change: an owner may, and whoever only takes themselves out. It always keeps an owner. */
bool workspaces_update(struct desk *desk, const char *reference, int64_t if_version, const struct workspace_edit *edit,
		       struct workspace *workspace);

/* A page of those that the acting user may see, in the order of their ids. */
bool workspaces_list(struct desk *desk, bool archived, int64_t after_id, int64_t limit, struct workspace_list *list);

bool workspaces_members(struct desk *desk, const struct workspace *workspace, struct member_list *list);

/* For undo: sets one field to what the activity says, and saves. */
bool workspaces_set_back(struct desk *desk, struct workspace *workspace, const struct field_change *changes, size_t count);
bool workspaces_save_trash(struct desk *desk, struct workspace *workspace, enum activity_action action);

#endif
