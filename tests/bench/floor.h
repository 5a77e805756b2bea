/*
 * The work of the floor programs: the least that any server written in C with the same
 * libraries does for a call. They read the same requests, use the same tables and give answers
 * of the same size, without rules, checks or messages.
 *
 *   0  a constant
 *   1  JSON parsed, SHA-256 of the key, one prepared SELECT that says who calls and as whom
 *   2  1, and one indexed SELECT of ten tasks
 *   3  1, and a transaction with two SELECTs and two INSERTs
 *
 * A failure is the end of the program, with the reason on stderr.
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stddef.h>

#define FLOOR_BODY_LIMIT 65536
#define FLOOR_ANSWER_LIMIT 131072

struct floor_request {
	int level;
	size_t answer_bytes;            /* of the body that goes back */
	long workspace_id;              /* for level 3 */
	const char *key;
	const char *email;
	char body[FLOOR_BODY_LIMIT];
	size_t body_bytes;
};

/* The text between "name=" and the next "&" of a query, as a number; 0 where there is none. */
long floor_query_number(const char *query, const char *name);

/* The environment of this process says which database: BENCH_DATABASE_SOCKET, _NAME, _USER, _PASSWORD. */
struct floor_database;
struct floor_database *floor_database_open(void);
void floor_database_close(struct floor_database *database);

/* The body to answer with, answer_bytes long; it stays until the next call. database may be NULL for level 0. */
const char *floor_answer(struct floor_database *database, const struct floor_request *request);

#endif
