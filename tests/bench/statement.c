#include "statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void give_up(const char *doing, const char *why)
{
	fprintf(stderr, "%s: %s\n", doing, why);
	exit(1);
}

MYSQL *database_open(void)
{
	MYSQL *mysql = mysql_init(NULL);

	if (!mysql)
		give_up("connect", "out of memory");
	mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(mysql, "localhost", getenv("BENCH_DATABASE_USER"), getenv("BENCH_DATABASE_PASSWORD"),
				getenv("BENCH_DATABASE_NAME"), 0, getenv("BENCH_DATABASE_SOCKET"), 0))
		give_up("connect", mysql_error(mysql));
	return mysql;
}

static void bind_columns(struct statement *statement)
{
	MYSQL_BIND binds[STATEMENT_COLUMNS] = { 0 };

	for (size_t i = 0; statement->returns[i]; i++) {
		struct column *column = &statement->columns[i];

		binds[i].is_null = &column->is_null;
		binds[i].length = &column->length;
		if (statement->returns[i] == 'i') {
			binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
			binds[i].buffer = &column->integer;
			continue;
		}
		binds[i].buffer_type = MYSQL_TYPE_STRING;
		binds[i].buffer = column->text;
		binds[i].buffer_length = sizeof(column->text);
	}
	mysql_stmt_bind_result(statement->handle, binds);
}

void statement_prepare(MYSQL *mysql, struct statement *statement)
{
	statement->handle = mysql_stmt_init(mysql);
	if (mysql_stmt_prepare(statement->handle, statement->sql, strlen(statement->sql)))
		give_up(statement->sql, mysql_stmt_error(statement->handle));
	if (*statement->returns)
		bind_columns(statement);
}

void statement_run(struct statement *statement, const struct parameter *parameters)
{
	MYSQL_BIND binds[STATEMENT_COLUMNS] = { 0 };

	for (size_t i = 0; statement->takes[i]; i++) {
		if (statement->takes[i] == 'i') {
			binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
			binds[i].buffer = (void *)(size_t)&parameters[i].integer;
			continue;
		}
		binds[i].buffer_type = MYSQL_TYPE_STRING;
		binds[i].buffer = (void *)(size_t)parameters[i].text;
		binds[i].buffer_length = parameters[i].length;
	}
	if (mysql_stmt_bind_param(statement->handle, binds) || mysql_stmt_execute(statement->handle) ||
	    (*statement->returns && mysql_stmt_store_result(statement->handle)))
		give_up(statement->sql, mysql_stmt_error(statement->handle));
}

int statement_next(struct statement *statement)
{
	int fetched = mysql_stmt_fetch(statement->handle);

	if (fetched == 0 || fetched == MYSQL_DATA_TRUNCATED)
		return 1;
	if (fetched != MYSQL_NO_DATA)
		give_up(statement->sql, mysql_stmt_error(statement->handle));
	return 0;
}

void statement_finish(struct statement *statement)
{
	mysql_stmt_free_result(statement->handle);
}

void plain_run(MYSQL *mysql, const char *sql)
{
	if (mysql_real_query(mysql, sql, strlen(sql)))
		give_up(sql, mysql_error(mysql));
}
