/*
 * What was done, and taking it back.
 */
#ifndef TASKDESK_DESK_HISTORY_H
#define TASKDESK_DESK_HISTORY_H

#include "desk/desk.h"

/* Which activity, as it is asked for. NULL and zero leave a condition out. */
struct history_listing {
	const char *workspace;      /* references */
	const char *project;
	const char *task;
	const char *actor;
	const char *change_id;
	const char *from, *to;      /* days */
	int64_t before_id;
	int64_t limit;
};

/* Newest first. */
bool history_list(struct desk *desk, const struct history_listing *listing, struct activity_list *list);

/*
 * Takes a change back, within a change of its own: whoever made it may, and the owners of
 * the workspace. Refuses with ERROR_CONFLICT where something newer depends on it, saying what.
 * undone counts the things that were set back.
 */
bool history_undo(struct desk *desk, const char *change_id, int64_t *undone);

extern const char *const entity_names[];
extern const char *const action_names[];

#endif
