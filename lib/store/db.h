/*
 * The connection to MariaDB: named statements, prepared on first use, with bound values in
 * and rows out. The only file that knows mysql.h is db.c.
 *
 * A lost connection is opened again and its statements prepared again; what runs again by
 * itself is a read outside a transaction, what lost a deadlock, and a whole transaction that
 * has not begun to commit.
 */
#ifndef TASKDESK_STORE_DB_H
#define TASKDESK_STORE_DB_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "config/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct emails;

/*
 * A statement: its SQL with '?' for each value, and one letter per value that comes back:
 * i integer, t text, b bytes, d date (text), m moment in UTC (text, RFC 3339 with milliseconds).
 * What stands in parentheses comes back as one column, packed: see sql/0016_packed.sql. All of it is NULL where that is.
 * Wanted also by the drift test that prepares every one of them.
 */
struct db_statement {
	const char *name;
	const char *sql;
	const char *returns;
};

enum db_type {
	DB_NULL,
	DB_INTEGER,
	DB_TEXT,
};

struct db_value {
	enum db_type type;
	int64_t integer;
	const char *text;       /* DB_TEXT: bytes with a NUL behind them */
	size_t length;
};

struct db_value db_integer(int64_t integer);
struct db_value db_id(int64_t id);                              /* 0 becomes SQL NULL */
struct db_value db_text(const char *text);                      /* NULL becomes SQL NULL */
struct db_value db_bytes(const void *bytes, size_t length);
struct db_value db_null(void);

/* A moment, given as RFC 3339 in UTC, as a DATETIME; NULL becomes SQL NULL. The text lives in the arena. */
struct db_value db_moment(struct arena *arena, const char *rfc3339);

struct db_values {
	const struct db_value *values;
	size_t count;
};

#define DB_VALUES(...) \
	((struct db_values){ (const struct db_value[]){ __VA_ARGS__ }, \
			     sizeof((const struct db_value[]){ __VA_ARGS__ }) / sizeof(struct db_value) })
#define DB_NO_VALUES ((struct db_values){ NULL, 0 })

/* "head (?, ?), (?, ?)tail": the SQL of an INSERT of several rows, in the arena. */
const char *db_rows_sql(struct arena *arena, const char *head, const char *row, size_t count, const char *tail);

/* All rows of one answer, in the request's arena. */
struct db_rows {
	size_t count;
	size_t columns;
	const struct db_value *values;
};

/* The letters of the columns themselves, where each packed one is just bytes: "i(tii)t" is "ibt". In the arena. */
const char *db_packed_letters(struct arena *arena, const char *letters);

/* Such rows with what is packed taken apart. Their bytes are used where they are, and overwritten. */
struct db_rows db_unpacked(struct arena *arena, const struct db_rows *packed, const char *letters);

int64_t db_row_integer(const struct db_rows *rows, size_t row, size_t column);     /* NULL reads as 0 */
const char *db_row_text(const struct db_rows *rows, size_t row, size_t column);    /* NULL reads as NULL */
bool db_row_is_null(const struct db_rows *rows, size_t row, size_t column);

/* Prepares the handle; nothing is opened before the first statement. NULL without memory. */
struct db *db_new(const struct config *config, const struct log *log);
void db_free(struct db *db);

/* Names the arena and the error of the request that follows, and sets the counters to zero. */
void db_begin_request(struct db *db, struct arena *arena, struct error *error);

/* Rolls back what a request left open. To be called when it is over, however it went. */
void db_end_request(struct db *db);

/* Closes the connection; the next statement opens it again. */
void db_close(struct db *db);

/*
 * From here to the end of the request nothing is read or written but what belongs to these
 * workspaces, which have to live as long. Every statement obeys (store/db_limit.h).
 */
void db_limit_to(struct db *db, const int64_t *workspaces, size_t count);

/* The addresses that this connection has seen (see store/emails.h). NULL without memory. */
struct emails *db_emails(struct db *db);

struct arena *db_arena(const struct db *db);
struct error *db_error(const struct db *db);

/*
 * The schema seldom changes, so whoever found it right says so, and for a second nobody on this connection needs to look
 * again. Nothing is remembered of a wrong one.
 */
void db_schema_is_right(struct db *db);
bool db_schema_was_right(const struct db *db);

/* Whether the last failure of this request was that a table or a column is not there. */
bool db_missed_schema(const struct db *db);

/* Statements sent for this request, transaction control included. */
unsigned db_statement_count(const struct db *db);

/*
 * Runs a statement. rows may be NULL when nothing is wanted back. On failure the request's
 * error says: ERROR_UNAVAILABLE (away, busy, deadlock), ERROR_CONFLICT (a unique key has
 * this value already), ERROR_INTERNAL.
 */
bool db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);

/*
 * The same for a statement that passes a great many entries of an index: it is not kept prepared. One that runs again
 * reads the rows as well, although the index holds all that is asked for, as soon as other statements have read the
 * table (MariaDB's setup_tables gives TABLE::covering_keys back only to a statement that runs for the first time).
 */
bool db_run_once(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);

/* What the last INSERT or UPDATE did. */
int64_t db_insert_id(const struct db *db);
int64_t db_affected_rows(const struct db *db);

/*
 * Runs work in a transaction and commits when it returns true, else rolls back. A deadlock or
 * a connection lost before the commit runs the whole again, a bounded number of times: work
 * must keep its effects in the database and in what it writes to its context anew each time.
 */
bool db_transaction(struct db *db, bool (*work)(void *context), void *context);

/*
 * To be returned by work when a row it has read was changed by somebody else meanwhile: the
 * transaction is rolled back and runs again, as after a deadlock. Always false.
 */
bool db_lost_race(struct db *db);

/*
 * Runs several statements separated by ";\n", without values: for migrations.
 */
bool db_run_script(struct db *db, const char *script);

#endif
