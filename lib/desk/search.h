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

struct search_result {
	struct task_list tasks;         /* newest change first */
	struct comment_list comments;   /* the newest, on the first page only */
};

/* What the language has, in one line for descriptions and errors. */
#define SEARCH_LANGUAGE \
	"words, \"exact words\", -without, assignee: creator: follower: mentions: tag: project: workspace: section: priority: has:, " \
	"due start created updated completed with : < <= > >=, is:open done overdue blocked unassigned, -done"

/*
 * Reads the query and runs it. A syntax error is ERROR_INVALID and points at its place.
 * after_value and after_id continue behind a task, as in struct task_query.
 */
bool search_run(struct desk *desk, const char *query, const char *after_value, int64_t after_id, int64_t limit,
		struct search_result *result);

#endif
