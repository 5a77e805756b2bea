/*
 * Ways to the rows of a list: what is read first, by which index, and in which order it comes.
 */
#ifndef TASKDESK_STORE_TASK_WAY_H
#define TASKDESK_STORE_TASK_WAY_H

#include "store/scope_store.h"
#include "store/task_store.h"

/* What narrows a list down most; the earlier, the more. */
enum task_anchor {
	ANCHOR_WORDS,
	ANCHOR_PARENT,
	ANCHOR_BLOCKER,
	ANCHOR_FOLLOWER,
	ANCHOR_ASSIGNEE,
	ANCHOR_PROJECT,
	ANCHOR_MENTIONED,
	ANCHOR_TAG,
	ANCHOR_CREATOR,
	ANCHOR_WORKSPACE,        /* one, or each of a few */
	ANCHOR_ALL,
	ANCHOR_COUNT,
};

struct task_way {
	enum task_anchor anchor;
	const char *from;        /* "FROM task t", or what leads to it; for ANCHOR_MENTIONED with a place for the user's id */
	const char *index;       /* by which tasks are read; NULL: they are led to */
	bool in_order;           /* the rows of one state come in the order of the list */
};

/* What was counted of the tasks that a query asks for, as far as it decides about the way. */
struct task_counts {
	bool has_common_tag;     /* the tag is on a great many */
	bool has_few;            /* without the words they are so few that the words are looked for in each */
};

/* scope matters only to lists without any narrower anchor. */
struct task_way task_way_for(const struct task_query *query, const struct workspace_scope *scope, struct task_counts counts);

/* Whether conditions that no index has in its order may leave few of many tasks. */
bool task_way_is_narrow(const struct task_query *query);

/* Whether the list reaches over workspaces that only the scope can name. */
bool task_way_needs_scope(const struct task_query *query);

#endif
