/*
 * Limiting a request to some workspaces. Every statement on what belongs to a workspace says by
 * a mark where the limit goes; without a limit a mark is the plain SQL that it looks like. A
 * statement on such a table without any mark is refused while there is a limit.
 */
#ifndef TASKDESK_STORE_DB_LIMIT_H
#define TASKDESK_STORE_DB_LIMIT_H

#include "store/db.h"

/* A condition: the workspace in this column is one of them. */
#define DB_WITHIN(column) "/* within " column " */ TRUE"

/* A condition: the row of table that this column names is in one of them by its own column. */
#define DB_WITHIN_BY(key, table, column) "/* within " table "." column " by " key " */ TRUE"

/* A value, the id of a row of table; NULL when that row is in none of them by its column, which the schema refuses. */
#define DB_WITHIN_VALUE(table, column) "/* within " table "." column " */ ?"

/* A condition: this column names a user who is a member of one of them. */
#define DB_WITHIN_MEMBER(column) "/* within by member " column " */ TRUE"

/* A condition: there is no limit. */
#define DB_UNLIMITED "/* unlimited */ TRUE"

/* The statement needs no limit; a comment beside it says why. */
#define DB_ANYWHERE "/* anywhere */"

struct db_limit {
	const int64_t *workspaces;
	size_t count;            /* 0: no limit */
};

/*
 * The statement as it is under the limit, with its values changed to match; both live in the
 * arena. NULL when it has no mark and concerns what belongs to workspaces.
 */
const struct db_statement *db_limit_apply(struct arena *arena, const struct db_limit *limit,
					  const struct db_statement *statement, struct db_values *values);

#endif
