/*
 * Rows of a workspace as they are, for taking it out as a file and in again: also who made and
 * changed each row and when, and what is in the trash. Nothing here looks at who may see what.
 */
#ifndef TASKDESK_STORE_TRANSFER_STORE_H
#define TASKDESK_STORE_TRANSFER_STORE_H

#include "store/project_store.h"
#include "store/task_store.h"
#include "store/workspace_store.h"

/* Who and when, to write: users by id, moments as RFC 3339 in UTC. */
struct row_origin {
	const char *created_at;
	int64_t created_by_id;
	const char *updated_at;
	int64_t updated_by_id;
};

struct whole_member {
	struct member member;
	const char *created_at;
	const char *created_by;      /* e-mail */
};

struct whole_member_list {
	size_t count;
	struct whole_member *members;
};

/* By user id. */
bool transfer_store_members(struct db *db, int64_t workspace_id, struct whole_member_list *list);

/* A page of projects by id, without their counts. */
bool transfer_store_projects(struct db *db, int64_t workspace_id, bool with_trash, int64_t after_id, int64_t limit,
			     struct project_list *list);

struct project_status {
	enum project_health health;
	const char *text;            /* NULL: none */
	const char *created_at;
	const char *created_by;      /* e-mail */
};

struct project_status_list {
	size_t count;
	struct project_status *statuses;
};

/* Oldest first. */
/* Whether projects that are not in the trash have the same name. */
bool transfer_store_has_namesakes(struct db *db, int64_t workspace_id, bool *has_namesakes);

bool transfer_store_statuses(struct db *db, int64_t project_id, struct project_status_list *list);

struct whole_task {
	struct task task;            /* its followers are e-mail addresses, one a line */
	const char *completed_by;    /* e-mail */
	bool has_comments;
	bool has_subtasks;
	/* To write. */
	struct row_origin origin;
	int64_t completed_by_id;
};

struct whole_task_list {
	size_t count;
	struct whole_task *tasks;
};

/* Which tasks, and behind which one a page of them begins. */
struct task_place_read {
	int64_t workspace_id;
	int64_t parent_id;           /* 0: those that are no subtasks */
	bool with_trash;             /* what is in the trash counts as parent, subtask, blocker and comment too */
	bool in_trash;               /* of those that are no subtasks: what is in the trash itself */
	const char *after_deleted_at;    /* in_trash; "" at first */
	int64_t after_id;
};

/* A page: by id, those in the trash by the moment they came there. */
bool transfer_store_tasks(struct db *db, const struct task_place_read *place, int64_t limit, struct whole_task_list *list);

struct whole_comment {
	int64_t id;
	int64_t task_id;
	const char *text;
	const char *created_at;
	const char *created_by;      /* e-mail */
	const char *deleted_at;
	/* To write. */
	int64_t workspace_id;
	int64_t created_by_id;
};

struct whole_comment_list {
	size_t count;
	struct whole_comment *comments;
};

/* A page by id. */
bool transfer_store_comments(struct db *db, int64_t task_id, bool with_trash, int64_t after_id, int64_t limit,
			     struct whole_comment_list *list);

/* Each adds a row as it was elsewhere and gives it its id; what is archived is open at first. */
bool transfer_store_add_workspace(struct db *db, struct workspace *workspace, const struct row_origin *origin);
bool transfer_store_add_member(struct db *db, int64_t workspace_id, int64_t user_id, enum role role,
			       const struct row_origin *origin);
bool transfer_store_add_project(struct db *db, struct project *project, const struct row_origin *origin);
bool transfer_store_add_tasks(struct db *db, struct whole_task *const tasks[], size_t count);
bool transfer_store_add_comment(struct db *db, struct whole_comment *comment);

/* Neither the version nor who changed it last follows. */
bool transfer_store_archive_workspace(struct db *db, int64_t id, const char *archived_at);
bool transfer_store_archive_project(struct db *db, int64_t id, const char *archived_at);

/* Sets what was not known yet when the task was added. Neither its version nor who changed it last follows. */
bool transfer_store_tie_task(struct db *db, int64_t task_id, int64_t parent_id, const char *blocked_by);

#endif
