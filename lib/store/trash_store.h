/*
 * Rows of the tables task and comment that have been in the trash for long, and what hangs on them.
 */
#ifndef TASKDESK_STORE_TRASH_STORE_H
#define TASKDESK_STORE_TRASH_STORE_H

#include "store/db.h"
#include "store/task_store.h"

/* Those deleted so many days ago that have no subtasks any more, at most limit; locked until the transaction ends. */
bool trash_store_old(struct db *db, int64_t days, int64_t limit, struct id_list *list);

/* The tasks that wait for this one: id and blocked_by are filled in. */
bool trash_store_waiting(struct db *db, int64_t id, struct task_list *list);

/* Writes what a task waits for, without the one that goes. */
bool trash_store_write_blockers(struct db *db, int64_t id, const char *blocked_by);

/* Comments deleted so many days ago, at most limit; locked until the transaction ends. */
bool trash_store_old_comments(struct db *db, int64_t days, int64_t limit, struct id_list *list);

bool trash_store_remove_comment(struct db *db, int64_t id);

/* Removes a task with its comments and all that points to it. */
bool trash_store_remove(struct db *db, int64_t id);

#endif
