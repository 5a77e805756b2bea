/*
 * Search over titles, notes and comments, in a small query language:
 *
 *   words "exact words" -without            full text; a word matches its beginnings
 *   assignee:me  creator:ada@example.com  follower:me  mentions:me  tag:urgent  -tag:later
 *   project:Website  workspace:"Big Plans"  section:Doing  priority:high
 *   due<friday  due>=2026-12-01  due:today  (also start, created, updated, completed)
 *   is:open  is:done  is:overdue  is:blocked  is:unassigned  -done  -blocked
 *   has:notes  -has:due
 */
#ifndef TASKDESK_DESK_SEARCH_H
#define TASKDESK_DESK_SEARCH_H

#include "desk/desk.h"
#include "desk/tasks.h"
#include "store/comment_store.h"

/* Where a page begins; all zero: at the start. Tasks come first, newest change first, then comments, newest first. */
struct search_place {
	const char *after_value;        /* of the last task, as in struct task_query */
	int64_t after_id;
	bool are_tasks_done;
	int64_t before_comment;         /* id of the last comment; 0: there was none */
};

/* The first page has comments even if there are more tasks than it holds. */
struct search_result {
	struct task_list tasks;
	struct comment_list comments;
	bool has_more_tasks, has_more_comments;     /* the second is not known where there are more tasks */
};

/* What the language has, in one line for descriptions and errors. */
#define SEARCH_LANGUAGE \
	"words, \"exact words\", -without, assignee: creator: follower: mentions: tag: project: workspace: section: priority: has:, " \
	"due start created updated completed with : < <= > >=, is:open done overdue blocked unassigned, -done"

/* Reads the query and finds a page of so many. A syntax error is ERROR_INVALID and points at its place. */
bool search_run(struct desk *desk, const char *query, const struct search_place *from, size_t limit, struct search_result *result);

#endif
