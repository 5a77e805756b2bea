/*
 * Rows of the tables comment and comment_mention.
 */
#ifndef TASKDESK_STORE_COMMENT_STORE_H
#define TASKDESK_STORE_COMMENT_STORE_H

#include "store/db.h"
#include "store/task_store.h"
#include "store/workspace_store.h"

struct comment {
	int64_t id;
	int64_t task_id;
	int64_t workspace_id;
	enum role role;            /* of the viewer in that workspace */
	const char *text;
	const char *created_at;
	const char *created_by;    /* e-mail */
	const char *deleted_at;
};

struct comment_list {
	size_t count;
	struct comment *comments;
};

/* One that the viewer may see, also a deleted one: deleted_at tells. */
bool comment_store_find(struct db *db, int64_t id, int64_t viewer_id, struct comment *comment, bool *found);

/* The last ones of a task that the viewer was seen to see, or (before_id) the last before that one; oldest first. */
bool comment_store_list(struct db *db, int64_t task_id, int64_t before_id, int64_t limit, struct comment_list *list);

/*
 * Those that have the words and parts of the query, on tasks that pass its other conditions, newest first: the first ones, or
 * (before_id) the first behind that one.
 */
bool comment_store_search(struct db *db, const struct task_finding *finding, int64_t before_id, int64_t limit, struct comment_list *list);

bool comment_store_insert(struct db *db, struct comment *comment, const char *now, int64_t created_by);
bool comment_store_add_mention(struct db *db, int64_t comment_id, int64_t user_id);
bool comment_store_set_deleted(struct db *db, int64_t id, bool is_deleted);

#endif
