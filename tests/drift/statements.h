/*
 * Comparing statements with what MariaDB says of them.
 */
#ifndef TASKDESK_DRIFT_STATEMENTS_H
#define TASKDESK_DRIFT_STATEMENTS_H

#include "store/db.h"

/* Prepares the statement and reports as a line of TAP whether it fits, by this name. */
void statement_check(const struct db_statement *statement, const char *name);

/*
 * Has the stores build each statement that they build at run time, in its shortest and its
 * longest form, and checks what they would run.
 */
void samples_check(void);

#endif
