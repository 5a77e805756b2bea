/*
 * Rows of the table task. A viewer of id 0 sees everything; any other sees the tasks of the
 * workspaces it is a member of.
 */
#ifndef TASKDESK_STORE_TASK_STORE_H
#define TASKDESK_STORE_TASK_STORE_H

#include "store/db.h"
#include "store/id_list.h"
#include "store/workspace_store.h"

/* In the order of the column's ENUM. */
enum priority {
	PRIORITY_NONE = 1,
	PRIORITY_LOW,
	PRIORITY_MEDIUM,
	PRIORITY_HIGH,
	PRIORITY_URGENT,
};

/*
 * Where a text holds several values, they stand one a line: tags (sorted), followers (user
 * ids, ascending), blocked_by (task ids, ascending), links (URL, tab, title), field_values
 * (custom field id, tab, value).
 */
struct task {
	int64_t id;
	int64_t workspace_id;
	const char *workspace;      /* its name */
	enum role role;             /* of the viewer in that workspace */
	int64_t project_id;         /* 0: none */
	const char *project;        /* its name */
	int64_t section_id;         /* 0: none */
	const char *section;        /* its name */
	int64_t parent_id;          /* 0: none */
	int64_t position;
	const char *title;
	const char *notes;          /* NULL: none; left out in lists */
	int64_t assignee_id;        /* 0: nobody */
	const char *assignee;       /* e-mail */
	enum priority priority;
	const char *start_on;       /* "2026-12-01" or NULL */
	const char *due_on;         /* the day */
	const char *due_at;         /* the moment, RFC 3339 in UTC, or NULL where only a day was given */
	const char *due_clock;      /* of due_at, "15:00:00" in the zone of who set it, also where those clocks skip it */
	const char *due_zone;       /* that zone; NULL where nobody knows it any more; left out in lists */
	const char *due_sort;       /* what tasks are sorted by; of a task that was read */
	const char *recurrence;     /* RRULE, or NULL */
	const char *occurs_on;      /* the day the rule gave; kept without the rule once a next occurrence has taken it */
	const char *tags;
	const char *followers;
	const char *blocked_by;
	const char *links;
	const char *field_values;
	const char *completed_at;   /* NULL: open */
	const char *created_at;
	const char *created_by;     /* e-mail */
	const char *updated_at;
	const char *updated_by;     /* e-mail */
	const char *deleted_at;     /* NULL: not in the trash */
	int64_t version;
	bool is_project_archived;
	bool is_workspace_archived;
};

struct task_list {
	size_t count;
	struct task *tasks;
};

enum task_sort {
	TASK_SORT_CREATED,
	TASK_SORT_DUE,
	TASK_SORT_UPDATED,    /* newest change first */
	TASK_SORT_POSITION,   /* as arranged by hand in project or parent */
	TASK_SORT_COUNT,
};

enum task_state {
	TASK_STATE_OPEN,
	TASK_STATE_COMPLETED,
	TASK_STATE_ANY,
	TASK_STATE_TRASH,
	TASK_STATE_COUNT,
};

/* A condition that applies, applies reversed, or is left out. */
enum task_wish {
	TASK_EITHER,
	TASK_ONLY,
	TASK_NEVER,
};

/* How much is read of each task. */
enum task_extent {
	TASK_WHOLE,
	TASK_ID_AND_TITLE,
	TASK_ID,
};

/* What a task may have or lack. */
enum task_part {
	TASK_PART_ASSIGNEE,
	TASK_PART_START,
	TASK_PART_DUE,
	TASK_PART_RECURRENCE,
	TASK_PART_PROJECT,
	TASK_PART_SECTION,
	TASK_PART_PARENT,
	TASK_PART_SUBTASKS,
	TASK_PART_NOTES,
	TASK_PART_TAGS,
	TASK_PART_FOLLOWERS,
	TASK_PART_BLOCKERS,
	TASK_PART_LINKS,
	TASK_PART_FIELDS,
	TASK_PART_COMMENTS,
	TASK_PART_COUNT,
};

#define TASK_QUERY_WORDS 8
#define TASK_CHILDREN_SHOWN 200

struct task_finding;     /* a query with what was found out about it: store/task_finding.h */

/* Which tasks, in which order, from where. Zero and NULL leave a condition out; days are included. */
struct task_query {
	int64_t viewer_id;
	int64_t workspace_id;
	int64_t project_id;
	int64_t section_id;
	int64_t parent_id;
	int64_t assignee_id;
	bool unassigned;
	bool no_archived_projects;
	bool no_archived_workspaces;
	int64_t follower_id;
	int64_t mentioned_id;       /* a user whom a comment mentions */
	int64_t blocker_id;         /* a task that they wait for */
	int64_t created_by_id;
	enum task_state state;
	enum priority priority;
	enum task_wish blocked;
	const char *tags[TASK_QUERY_WORDS];          /* all of them */
	size_t tag_count;
	const char *not_tags[TASK_QUERY_WORDS];      /* none of them */
	size_t not_tag_count;
	const char *due_from, *due_to;
	const char *due_from_utc, *due_before_utc;   /* the same for tasks that are due at a moment */
	enum task_wish overdue;                      /* due before the day, or moment, of these; with TASK_NEVER: not so, or not open */
	const char *overdue_on, *overdue_utc;
	const char *start_from, *start_to;
	const char *created_from, *created_before;   /* these are moments; the second is not included */
	const char *updated_from, *updated_before;
	const char *completed_from, *completed_before;
	unsigned has, has_not;      /* bits of enum task_part */
	bool with_notes;
	enum task_extent extent;
	const char *contains;       /* in the title */
	const char *words;          /* full text over title and notes, in MariaDB's boolean mode */
	const char *not_words;      /* the same, to leave out */
	const char *const *parts;   /* each stands in title or notes */
	size_t part_count;
	const char *const *not_parts;
	size_t not_part_count;
	const char *field_value;    /* "custom field id, tab, value" */
	enum task_sort sort;
	const char *after_value;    /* the last row's sort value; NULL: from the start */
	int64_t after_id;
	int64_t limit;
};

/* One that the viewer may see, also in the trash: deleted_at tells. */
bool task_store_find(struct db *db, int64_t id, int64_t viewer_id, struct task *task, bool *found);

/* The same without its notes, where many are read one by one: those of some thousand do not fit into a request's memory. */
bool task_store_find_brief(struct db *db, int64_t id, int64_t viewer_id, struct task *task, bool *found);

/*
 * Those of this title, in any case, that the viewer may see and that are not in the trash: of this project first, then
 * of this workspace, open ones before completed ones. At most ten.
 */
bool task_store_find_by_title(struct db *db, const char *title, int64_t workspace_id, int64_t project_id, int64_t viewer_id,
			      struct task_list *list);

/* A page. Notes are left out, unless with_notes. */
bool task_store_list(struct db *db, const struct task_query *query, struct task_list *list);
bool task_store_list_found(struct db *db, const struct task_finding *finding, struct task_list *list);

/* The value by which this row is sorted, for task_query.after_value; in the arena or the task's. */
const char *task_sort_value(struct arena *arena, const struct task *task, enum task_sort sort);

/*
 * Adds tasks and gives them their ids, few statements for many rows. Their created_at and
 * updated_at are now, a moment as RFC 3339 in UTC.
 */
bool task_store_insert(struct db *db, struct task *tasks[], size_t count, const char *now, int64_t created_by);

/*
 * Writes what can be edited and differs from before, where the row still has the version the caller has seen,
 * and makes the version one higher. changed is false when somebody else was faster.
 */
bool task_store_update(struct db *db, const struct task *before, const struct task *task, const char *now,
		       int64_t updated_by, bool *changed);

/*
 * Indexes the tags, followers and blockers of a row that was added, or what differs of them in one
 * that was changed. Adding and updating above do so by themselves.
 */
bool task_store_index(struct db *db, const struct task *task);
bool task_store_index_again(struct db *db, const struct task *before, const struct task *task);

/* Moves to the trash (deleted_at is now) or out of it (restore), under the same condition. */
bool task_store_delete(struct db *db, int64_t id, int64_t version, const char *now, int64_t updated_by, bool *changed);
bool task_store_restore(struct db *db, int64_t id, int64_t version, const char *now, int64_t updated_by, bool *changed);

/* To show them: the first children that are not in the trash, by position; at most TASK_CHILDREN_SHOWN. */
bool task_store_children(struct db *db, int64_t parent_id, int64_t viewer_id, struct task_list *list);

/* All children that are not in the trash, by position. */
bool task_store_child_ids(struct db *db, int64_t parent_id, struct id_list *list);

/* A child that is not in this project (0: in none); id 0 where all are. */
bool task_store_child_elsewhere(struct db *db, int64_t parent_id, int64_t project_id, int64_t *id);

/* How many there are under a task at any depth, and on how many levels; the trash left out. */
bool task_store_count_under(struct db *db, int64_t id, int64_t *count, int64_t *levels);

/*
 * Those behind this id, by id, as others have committed them by now, and locked until the
 * transaction ends: only id, workspace_id and version are filled in.
 */
bool task_store_lock_children(struct db *db, int64_t parent_id, int64_t after_id, struct task_list *list);

/* Whether there is such a task, if only in the trash. */
bool task_store_is_kept(struct db *db, int64_t id, bool *kept);

/* Keeps a task from being moved or deleted until the transaction ends, and tells its parent as of now. */
bool task_store_lock(struct db *db, int64_t id, int64_t *parent_id, bool *is_deleted);

/* The first of a task's neighbours (under its parent, else in its project, else in its workspace without one), or none. */
bool task_store_first_neighbour(struct db *db, const struct task *task, int64_t *position, bool *found);

/* The next of a task's neighbours behind a position, other than the task itself; id 0: none. */
bool task_store_next_neighbour(struct db *db, const struct task *task, int64_t after, int64_t *id, int64_t *position);

/* The ids that block this task as of now; no other is added until the transaction ends. */
bool task_store_blockers(struct db *db, int64_t task_id, struct id_list *list);

/* Whether anything that is not in the trash is in this project. */
bool task_store_any_in_project(struct db *db, int64_t project_id, bool *any);

/*
 * Ids that begin with these digits (nothing else, and one at least) of tasks that the viewer may see: first the one that is
 * just these, completed or not, then open ones; at most limit.
 */
bool task_store_ids(struct db *db, int64_t viewer_id, const char *digits, int64_t limit, struct id_list *list);

/* Tags in use in the workspaces that the viewer may see and that begin with this; at most limit. */
bool task_store_tags(struct db *db, int64_t viewer_id, const char *prefix, int64_t limit, const char ***tags,
		     size_t *count);

#endif
