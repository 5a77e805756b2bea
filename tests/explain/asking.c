#include "tests/explain/asking.h"

#include "tests/explain/statements.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
	char **arguments;
	char what[300];
	struct db *db;
	struct arena arena;
	struct error error;
} asked;

bool __wrap_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);
bool __real_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);
bool __wrap_db_run_once(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);

/* Stands before db_run by the linker's --wrap. What is static is printed elsewhere. */
bool __wrap_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	char what[400];

	snprintf(what, sizeof(what), "%s, %s", asked.what, statement->name);
	if (!explain_is_static(statement->name))
		explain_print(what, statement->sql, &values);
	return __real_db_run(db, statement, values, rows);
}

bool __wrap_db_run_once(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	return __wrap_db_run(db, statement, values, rows);
}

const char *asked_text(const char *name)
{
	size_t length = strlen(name);

	for (char **argument = asked.arguments; *argument; argument++)
		if (strncmp(*argument, name, length) == 0 && (*argument)[length] == '=')
			return *argument + length + 1;
	fprintf(stderr, "statements lists needs %s=…\n", name);
	exit(2);
}

int64_t asked_id(const char *name)
{
	return strtoll(asked_text(name), NULL, 10);
}

struct db *asked_db(void)
{
	return asked.db;
}

void asked_open(char **arguments)
{
	static struct config config;
	static struct log log;

	asked.arguments = arguments;
	config = (struct config){
		.database_socket = asked_text("socket"), .database_host = "", .database_name = asked_text("database"),
		.database_user = asked_text("user"), .database_password = asked_text("password"), .database_timeout_seconds = 600,
	};
	asked.db = db_new(&config, &log);
	arena_init(&asked.arena, (size_t)64 * 1024 * 1024);
}

void asked_close(void)
{
	db_free(asked.db);
	arena_free(&asked.arena);
}

void asked_begin(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(asked.what, sizeof(asked.what), format, values);
	va_end(values);
	arena_reset(&asked.arena);
	db_begin_request(asked.db, &asked.arena, &asked.error);
}

void asked_end(bool worked)
{
	if (!worked) {
		fprintf(stderr, "%s: %s\n", asked.what, asked.error.message);
		exit(1);
	}
	db_end_request(asked.db);
}
