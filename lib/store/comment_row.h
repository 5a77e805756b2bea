/*
 * Rows of the table comment with what they refer to, read the same way by every statement that finds comments.
 */
#ifndef TASKDESK_STORE_COMMENT_ROW_H
#define TASKDESK_STORE_COMMENT_ROW_H

#include "store/comment_store.h"

/* With role: an expression for the viewer's role; text: one for the comment's text. */
#define COMMENT_COLUMNS(role, text) "k.id, k.task_id, t.workspace_id, " role ", " text COMMENT_COLUMNS_BEHIND_TEXT
#define COMMENT_COLUMNS_BEHIND_TEXT ", k.created_at, c.email, k.deleted_at"
#define COMMENT_LETTERS "iiiitmtm"

/* Runs a statement that returns COMMENT_LETTERS. */
bool comment_rows_find(struct db *db, const struct db_statement *statement, struct db_values values, struct comment_list *list);

#endif
