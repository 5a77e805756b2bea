/*
 * The schema's version: numbered files from sql/, applied forward only, each once.
 */
#ifndef TASKDESK_STORE_MIGRATION_H
#define TASKDESK_STORE_MIGRATION_H

#include "store/db.h"

#include <stdbool.h>

/* The number of the newest migration in this program. */
int migration_newest(void);

/* The number of the newest one in the database; 0 for an empty database. */
bool migration_applied(struct db *db, int *number);

/* The same in one statement, for a database that was migrated before; fails where there is no schema at all. */
bool migration_current(struct db *db, int *number);

/* The same as a column in statements of others. */
#define MIGRATION_NUMBER "(SELECT MAX(number) FROM schema_migration)"

/* Whether the database's number is this program's; else ERROR_UNAVAILABLE says what to do. */
bool migration_fits(struct db *db, int number);

/* The same after a statement failed: where that was for want of a table or a column, the error says which numbers differ. Always false. */
bool migration_explain(struct db *db);

/*
 * Applies what is missing, under a lock, so that several may try at once; safe to run
 * again. applied is called with each file's name as it is done. Fails with ERROR_CONFLICT
 * when the database is newer than this program.
 */
bool migration_apply(struct db *db, void (*applied)(const char *name));

#endif
