/*
 * Ways to the rows of a list: what is read first, by which index, and in which order it comes.
 */
#ifndef TASKDESK_STORE_TASK_WAY_H
#define TASKDESK_STORE_TASK_WAY_H

#include "store/scope_store.h"
#include "store/task_store.h"

/* What narrows a list down most; the earlier, the more. */
enum task_anchor {
	ANCHOR_IDS,
	ANCHOR_WORDS,
	ANCHOR_PARENT,
	ANCHOR_FOLLOWER,
	ANCHOR_ASSIGNEE,
	ANCHOR_PROJECT,
	ANCHOR_TAG,
	ANCHOR_CREATOR,
	ANCHOR_WORKSPACE,        /* one, or each of a few */
	ANCHOR_ALL,
	ANCHOR_COUNT,
};

struct task_way {
	enum task_anchor anchor;
	const char *from;        /* "FROM task t", or what leads to it */
	const char *index;       /* by which tasks are read; NULL: they are led to */
	bool in_order;           /* the rows of one state come in the order of the list */
};

/* scope matters only to lists without any narrower anchor. has_common_tag: the tag is on a great many tasks. */
struct task_way task_way_for(const struct task_query *query, const struct scope *scope, bool has_common_tag);

/* Whether conditions that no index has in its order may leave few of many tasks. */
bool task_way_is_narrow(const struct task_query *query);

/* Whether the list reaches over workspaces that only the scope can name. */
bool task_way_needs_scope(const struct task_query *query);

#endif
