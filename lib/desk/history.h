/*
 * What was done, and when, by whom and through which credential.
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

/*
 * Newest first, with names. Changes are told as people know them: people by their e-mail addresses, the values of a
 * task's fields one by one as "field Effort", and moments at which something is due in the acting user's time zone.
 */
bool history_list(struct desk *desk, const struct history_listing *listing, struct activity_list *list);

/* Puts the changes of one that was found otherwise into those terms. */
bool history_show(struct desk *desk, struct kept_activity *activity);

extern const char *const entity_names[];
extern const char *const action_names[];

#endif
