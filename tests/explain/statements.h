/*
 * Every statement that the stores know, for a test that asks the database how it would run each.
 */
#ifndef TASKDESK_TESTS_EXPLAIN_STATEMENTS_H
#define TASKDESK_TESTS_EXPLAIN_STATEMENTS_H

#include "store/db.h"

struct explained_store {
	const char *name;
	const struct db_statement *const *statements;     /* NULL at the end */
};

/* Made by the build; ends with a row without a name. */
extern const struct explained_store explained_stores[];

/* Whether a statement of this name stands in a store as it is run. */
bool explain_is_static(const char *name);

/* Prints one JSON line: what it is, its SQL, and, where they are known, its values as SQL literals. */
void explain_print(const char *what, const char *sql, const struct db_values *values);

#endif
