/*
 * Rows of the table task. A viewer of id 0 sees everything; any other sees the tasks of the
 * workspaces it is a member of.
 */
#ifndef TASKDESK_STORE_TASK_STORE_H
#define TASKDESK_STORE_TASK_STORE_H

#include "store/db.h"
#include "store/workspace_store.h"

/* In the order of the column's ENUM. */
enum priority {
	PRIORITY_NONE = 1,
	PRIORITY_LOW,
	PRIORITY_MEDIUM,
	PRIORITY_HIGH,
	PRIORITY_URGENT,
};

struct task {
	int64_t id;
	int64_t workspace_id;
	const char *workspace;      /* its name */
	enum role role;             /* of the viewer in that workspace */
	const char *title;
	const char *notes;          /* NULL: none */
	int64_t assignee_id;        /* 0: nobody */
	const char *assignee;       /* e-mail */
	enum priority priority;
	const char *start_on;       /* "2026-12-01" or NULL */
	const char *due_on;         /* the day */
	const char *due_at;         /* the moment, RFC 3339 in UTC, or NULL where only a day was given */
	const char *completed_at;   /* NULL: open */
	const char *created_at;
	const char *created_by;     /* e-mail */
	const char *updated_at;
	const char *updated_by;     /* e-mail */
	int64_t version;
};

struct task_list {
	size_t count;
	struct task *tasks;
};

enum task_sort {
	TASK_SORT_CREATED,
	TASK_SORT_DUE,
	TASK_SORT_UPDATED,    /* newest change first */
	TASK_SORT_COUNT,
};

enum task_state {
	TASK_STATE_OPEN,
	TASK_STATE_COMPLETED,
	TASK_STATE_ANY,
	TASK_STATE_COUNT,
};

/* Which tasks, in which order, from where. Zero and NULL leave a condition out. */
struct task_query {
	int64_t viewer_id;
	int64_t workspace_id;
	int64_t assignee_id;
	bool unassigned;
	enum task_state state;
	const char *due_from;       /* a day, included */
	const char *due_to;         /* a day, included */
	const char *contains;       /* in the title */
	enum task_sort sort;
	const char *after_value;    /* the last row's sort value; NULL: from the start */
	int64_t after_id;
	int64_t limit;
};

/* One that the viewer may see. */
bool task_store_find(struct db *db, int64_t id, int64_t viewer_id, struct task *task, bool *found);

/* A page. Notes are left out. */
bool task_store_list(struct db *db, const struct task_query *query, struct task_list *list);

/* The value by which this row is sorted, for task_query.after_value. */
const char *task_sort_value(const struct task *task, enum task_sort sort);

/*
 * Adds tasks and gives them their ids, few statements for many rows. Their created_at and
 * updated_at are now, a moment as RFC 3339 in UTC.
 */
bool task_store_insert(struct db *db, struct task *tasks[], size_t count, const char *now, int64_t created_by);

/*
 * Writes all that can be edited, where the row still has the version the caller has seen,
 * and makes the version one higher. changed is false when somebody else was faster.
 */
bool task_store_update(struct db *db, const struct task *task, const char *now, int64_t updated_by, bool *changed);

/* Moves to the trash, under the same condition. */
bool task_store_delete(struct db *db, int64_t id, int64_t version, const char *now, int64_t updated_by, bool *changed);

#endif
