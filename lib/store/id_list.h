/*
 * Answers that are nothing but ids.
 */
#ifndef TASKDESK_STORE_ID_LIST_H
#define TASKDESK_STORE_ID_LIST_H

#include "store/db.h"

struct id_list {
	size_t count;
	int64_t *ids;
};

/* Runs a statement that returns one column, "i". */
bool id_list_find(struct db *db, const struct db_statement *statement, struct db_values values, struct id_list *list);

/* The same by db_run_once. */
bool id_list_find_once(struct db *db, const struct db_statement *statement, struct db_values values, struct id_list *list);

#endif
