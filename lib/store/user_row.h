/*
 * Rows of the table user, read the same way by every statement that finds users.
 */
#ifndef TASKDESK_STORE_USER_ROW_H
#define TASKDESK_STORE_USER_ROW_H

#include "store/user_store.h"

/* Of users who are there: u.packed is NULL where one is deleted. */
#define USER_COLUMNS "u.id, u.packed"
#define USER_LETTERS "i(tttim)"

/* From a row that has USER_COLUMNS from this column on. */
struct user user_from_row(const struct db_rows *rows, size_t row, size_t column);

/* Runs a statement that returns USER_LETTERS. */
bool user_rows_find(struct db *db, const struct db_statement *statement, struct db_values values, struct user_list *list);

#endif
