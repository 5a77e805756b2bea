/*
 * The e-mail addresses of users, by id. Rows of tasks name three users each, and an address stays the same as long as
 * its user, so a connection keeps those it has seen; for a minute, in case somebody changed one by hand.
 */
#ifndef TASKDESK_STORE_EMAILS_H
#define TASKDESK_STORE_EMAILS_H

#include "store/db.h"

struct emails;

/* What a connection keeps. NULL without memory: then nothing is kept. */
struct emails *emails_new(void);
void emails_free(struct emails *emails);

/*
 * Finds the address of each of the users, in the arena; NULL for the id 0 and for nobody's. Asks the database for those
 * that are not known, a few in one statement.
 */
bool emails_find(struct db *db, const int64_t ids[], size_t count, const char *found[]);

/*
 * The same for the ids in some columns of rows: (*found)[i * rows->count + row] is the address for columns[i], in an
 * array in the arena.
 */
bool emails_find_columns(struct db *db, const struct db_rows *rows, const size_t columns[], size_t count, const char ***found);

#endif
