/*
 * Comments on tasks.
 */
#ifndef TASKDESK_DESK_COMMENTS_H
#define TASKDESK_DESK_COMMENTS_H

#include "desk/desk.h"
#include "store/comment_store.h"

struct mention_list {
	size_t count;
	const char **emails;
};

/*
 * Adds one, within a change: guests may as well. "@ada@example.com" in the text mentions a
 * member of the workspace, but in code (mentions.h); task is a reference.
 */
bool comments_add(struct desk *desk, const char *task, const char *text, struct comment *comment,
		  struct mention_list *mentions);

/* Keeps the mentions of a comment that was saved already. */
bool comments_add_mentions(struct desk *desk, const struct comment *comment, struct mention_list *mentions);

/* The last ones of a task that the acting user may see, or (before_id) the last before that one; oldest first. */
bool comments_list(struct desk *desk, int64_t task_id, int64_t before_id, int64_t limit, struct comment_list *list);

/* For undo. */
bool comments_save_trash(struct desk *desk, const struct comment *comment, enum activity_action action);

#endif
