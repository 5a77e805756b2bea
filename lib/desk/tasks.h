/*
 * Tasks: creating, changing, finding, deleting, under the rules of their workspace.
 */
#ifndef TASKDESK_DESK_TASKS_H
#define TASKDESK_DESK_TASKS_H

#include "desk/desk.h"
#include "store/task_store.h"

/* A text that may be absent (NULL) or cleared (""). */
struct task_edit {
	const char *title;
	const char *notes;
	const char *assignee;       /* a reference; "" or "none": nobody */
	const char *start;          /* a day; "" or "none": none */
	const char *due;            /* a day or moment; "" or "none": none */
	enum priority priority;     /* 0: as it is */
	bool has_completed;
	bool completed;
};

/* The workspace to create tasks in: the acting user must be a member, and it must not be archived. */
bool tasks_open_workspace(struct desk *desk, const char *reference, struct workspace *workspace);

/* Fills in a new task without saving it, so that several are saved together by tasks_save_new. */
bool tasks_prepare(struct desk *desk, const struct workspace *workspace, const struct task_edit *edit,
		   struct task *task);

/* Saves prepared tasks, within a change, and gives them their ids. */
bool tasks_save_new(struct desk *desk, struct task *tasks[], size_t count);

/* Changes one, within a change. if_version 0: whatever its version is. task is what it is afterwards. */
bool tasks_update(struct desk *desk, const char *reference, int64_t if_version, const struct task_edit *edit,
		  struct task *task);

/* Moves one to the trash, within a change. task is what it was. */
bool tasks_delete(struct desk *desk, const char *reference, int64_t if_version, struct task *task);

bool tasks_get(struct desk *desk, const char *reference, struct task *task);

/* What to list, as it is asked for. NULL and zero leave a condition out. */
struct task_listing {
	const char *workspace;      /* a reference */
	const char *assignee;       /* a reference; "none": tasks of nobody */
	enum task_state state;
	const char *due_from;
	const char *due_to;
	const char *contains;
	enum task_sort sort;
	const char *after_value;
	int64_t after_id;
	int64_t limit;
};

bool tasks_list(struct desk *desk, const struct task_listing *listing, struct task_list *list);

#endif
