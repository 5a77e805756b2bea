/*
 * Which workspaces a viewer sees: for lists that reach over all of them, and for full text, whose
 * words carry the number of their workspace.
 */
#ifndef TASKDESK_STORE_SCOPE_STORE_H
#define TASKDESK_STORE_SCOPE_STORE_H

#include "store/db.h"

/*
 * Up to so many workspaces are looked through one by one; beyond, everything is, and most of it is the viewer's. More of
 * them where little is looked for, since all the rest would be passed.
 */
#define SCOPE_FEW 16
#define SCOPE_MOST 64

struct workspace_scope {
	bool is_wide;                          /* more than were asked for, or a viewer who sees everything */
	size_t count;                          /* of those below, unless it is wide */
	int64_t workspace_ids[SCOPE_MOST];     /* beyond SCOPE_FEW as many as a power of two, the last ones none: -1 */
};

/* At most: SCOPE_FEW or SCOPE_MOST. */
bool scope_store_find(struct db *db, int64_t viewer_id, bool also_archived, size_t most, struct workspace_scope *scope);

/* Up to this many archived projects are worth telling apart by their ids. */
#define ARCHIVED_MOST 32

struct archived_projects {
	bool is_known;                         /* false: there are more than those */
	size_t count;
	int64_t ids[ARCHIVED_MOST];
};

/* Those in one workspace, or (0) in all that the viewer sees. */
bool scope_store_archived(struct db *db, int64_t viewer_id, int64_t workspace_id, struct archived_projects *archived);

/*
 * Words in MariaDB's boolean mode as the indexes have them: in one workspace, or (0) in any that the
 * viewer sees. NULL where there is none. Of several lines each is written for all workspaces before the next.
 */
bool scope_store_words(struct db *db, int64_t viewer_id, int64_t workspace_id, bool also_archived, const char *words,
		       const char **match);

#endif
