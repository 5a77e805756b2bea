/*
 * Prepared statements for the bench's own programs, as plainly as the client library allows.
 * A failure is the end of the program, with the reason on stderr.
 */
#ifndef BENCH_STATEMENT_H
#define BENCH_STATEMENT_H

#include <stddef.h>

#include <mysql.h>

#define STATEMENT_COLUMNS 16
#define STATEMENT_TEXT_BYTES 2100

struct column {
	long long integer;
	char text[STATEMENT_TEXT_BYTES];
	unsigned long length;
	my_bool is_null;
};

/* One letter per parameter and per column of the result: i integer, t text or bytes. */
struct statement {
	const char *sql;
	const char *takes;
	const char *returns;
	MYSQL_STMT *handle;
	struct column columns[STATEMENT_COLUMNS];
};

struct parameter {
	long long integer;
	const char *text;
	unsigned long length;
};

MYSQL *database_open(void);
void statement_prepare(MYSQL *mysql, struct statement *statement);
void statement_run(struct statement *statement, const struct parameter *parameters);

/* The next row into the columns; 0 after the last one. */
int statement_next(struct statement *statement);

/* Skips what is left of the rows. */
void statement_finish(struct statement *statement);

/* A statement without values: START TRANSACTION, COMMIT. */
void plain_run(MYSQL *mysql, const char *sql);

#endif
