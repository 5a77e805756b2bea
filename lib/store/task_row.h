/*
 * Rows of the table task with what they refer to, read the same way by every statement that
 * finds tasks.
 */
#ifndef TASKDESK_STORE_TASK_ROW_H
#define TASKDESK_STORE_TASK_ROW_H

#include "store/db.h"
#include "store/db_limit.h"
#include "store/task_store.h"

/*
 * Nobody's id, or none, is NULL here and 0 in a struct task. What only a change needs, and notes, are asked for where
 * they are wanted, behind the rest.
 */
#define TASK_COLUMNS(role) \
	"t.id, t.packed, w.name, w.archived_at IS NOT NULL, " role ", p.name, p.archived_at IS NOT NULL, s.name"
#define TASK_LETTERS "i(iiiiitiiddmtmtdtttttmmimimi)tiitit"
#define TASK_ZONE ", t.due_zone"
#define TASK_ZONE_LETTERS TASK_LETTERS "t"
#define TASK_NOTES TASK_ZONE ", t.notes"
#define TASK_NOTES_LETTERS TASK_ZONE_LETTERS "t"
#define WORKSPACE_OF(row) "JOIN workspace w ON w.id = " row ".workspace_id AND w.deleted_at IS NULL AND " DB_WITHIN(row ".workspace_id") "\n"
#define WORKSPACE_JOIN WORKSPACE_OF("t")
#define PLACE_JOINS \
	"LEFT JOIN project p ON p.id = t.project_id\n" \
	"LEFT JOIN section s ON s.id = t.section_id AND s.deleted_at IS NULL\n"
#define TASK_JOINS WORKSPACE_JOIN PLACE_JOINS
#define TITLE_LETTERS "it"
#define SEEN_BY_MEMBER "JOIN membership m ON m.workspace_id = t.workspace_id AND m.user_id = ?\n"
#define TASKS_OF_MEMBER(more) "SELECT " TASK_COLUMNS("m.role + 0") more "\nFROM task t"
#define TASKS_OF_ALL(more) "SELECT " TASK_COLUMNS("3") more "\nFROM task t"
#define JOINS_OF_MEMBER "\n" SEEN_BY_MEMBER TASK_JOINS
#define JOINS_OF_ALL "\n" TASK_JOINS
#define OF_MEMBER(more) TASKS_OF_MEMBER(more) JOINS_OF_MEMBER
#define OF_ALL(more) TASKS_OF_ALL(more) JOINS_OF_ALL

/*
 * Runs a statement that begins with OF_MEMBER or OF_ALL and returns TASK_LETTERS, TASK_ZONE_LETTERS or
 * TASK_NOTES_LETTERS. The users whom rows name are found apart from it: three joins more cost a third of the statement.
 */
bool task_rows_find(struct db *db, const struct db_statement *statement, struct db_values values, struct task_list *list);

/* The same of a statement that returns no more than ids and titles: TITLE_LETTERS. */
bool task_rows_find_titles(struct db *db, const struct db_statement *statement, struct db_values values, struct task_list *list);

#endif
