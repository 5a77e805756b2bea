/*
 * Rows of the table task with what they refer to, read the same way by every statement that
 * finds tasks.
 */
#ifndef TASKDESK_STORE_TASK_ROW_H
#define TASKDESK_STORE_TASK_ROW_H

#include "store/db.h"
#include "store/db_limit.h"
#include "store/task_store.h"

/* Nobody's id, or none, is NULL here and 0 in a struct task. */
#define TASK_COLUMNS(role, notes) \
	"t.id, t.workspace_id, w.name, " role ", t.project_id, p.name, s.id, s.name,\n" \
	"  t.parent_id, t.position, t.title, " notes ", t.assignee_id, t.priority + 0,\n" \
	"  t.start_on, t.due_on, t.due_at, t.due_clock, t.due_sort, t.recurrence, t.occurs_on, t.tags, t.followers, t.blocked_by, t.links, t.field_values,\n" \
	"  t.completed_at, t.created_at, t.created_by, t.updated_at, t.updated_by, t.deleted_at, t.version,\n" \
	"  p.archived_at IS NOT NULL, w.archived_at IS NOT NULL"
#define TASK_LETTERS "iitiititiittiiddmtmtdtttttmmimimiii"
#define WORKSPACE_JOIN "JOIN workspace w ON w.id = t.workspace_id AND w.deleted_at IS NULL AND " DB_WITHIN("t.workspace_id") "\n"
#define TASK_JOINS \
	WORKSPACE_JOIN \
	"LEFT JOIN project p ON p.id = t.project_id\n" \
	"LEFT JOIN section s ON s.id = t.section_id AND s.deleted_at IS NULL\n"
#define TITLE_LETTERS "it"
#define SEEN_BY_MEMBER "JOIN membership m ON m.workspace_id = t.workspace_id AND m.user_id = ?\n"
#define TASKS_OF_MEMBER(notes) "SELECT " TASK_COLUMNS("m.role + 0", notes) "\nFROM task t"
#define TASKS_OF_ALL(notes) "SELECT " TASK_COLUMNS("3", notes) "\nFROM task t"
#define JOINS_OF_MEMBER "\n" SEEN_BY_MEMBER TASK_JOINS
#define JOINS_OF_ALL "\n" TASK_JOINS
#define OF_MEMBER(notes) TASKS_OF_MEMBER(notes) JOINS_OF_MEMBER
#define OF_ALL(notes) TASKS_OF_ALL(notes) JOINS_OF_ALL

/*
 * Runs a statement that begins with OF_MEMBER or OF_ALL and returns TASK_LETTERS. The users whom rows name are found
 * apart from it: three joins more cost a third of the statement.
 */
bool task_rows_find(struct db *db, const struct db_statement *statement, struct db_values values, struct task_list *list);

/* The same of a statement that returns no more than ids and titles: TITLE_LETTERS. */
bool task_rows_find_titles(struct db *db, const struct db_statement *statement, struct db_values values, struct task_list *list);

#endif
