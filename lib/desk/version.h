/*
 * Versions: an edit that was decided on what somebody else has changed since is refused.
 */
#ifndef TASKDESK_DESK_VERSION_H
#define TASKDESK_DESK_VERSION_H

#include "desk/desk.h"

/* What has a version, as it is now. */
struct versioned {
	enum activity_entity entity;
	int64_t id;
	int64_t version;
	const char *updated_at;
	const char *updated_by;
};

/*
 * True where it still has this version, or if_version is 0. Else ERROR_CONFLICT, which says
 * what was changed since and by whom.
 */
bool version_check(struct desk *desk, const struct versioned *thing, int64_t if_version);

#endif
