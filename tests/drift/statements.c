/*
 * Prepares every SQL statement of the stores against a real MariaDB, and compares the letters of "returns" with the
 * columns that come back. Prints TAP.
 * usage: statements SOCKET USER PASSWORD DATABASE
 */
#include "tests/drift/statements.h"

#include "store/db_limit.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mysql.h>

#define BINARY 63           /* the character set of columns that are bytes */
#define LONGEST_REASON 400
#define LONGEST_SELECT 1000
#define RETURNING "RETURNING "

/* All statements stand in one section (build.mk); the linker knows where it begins and ends. */
extern const struct db_statement __start_db_statements[], __stop_db_statements[];

static MYSQL *mysql;
static int checked, failures;

static bool is_text(const MYSQL_FIELD *field)
{
	switch (field->type) {
	case MYSQL_TYPE_VAR_STRING:
	case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_TINY_BLOB:
	case MYSQL_TYPE_BLOB:
	case MYSQL_TYPE_MEDIUM_BLOB:
	case MYSQL_TYPE_LONG_BLOB:
		return true;
	default:
		return false;
	}
}

static bool is_number(const MYSQL_FIELD *field)
{
	switch (field->type) {
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_LONGLONG:
	case MYSQL_TYPE_NEWDECIMAL:
		return field->decimals == 0;
	default:
		return false;
	}
}

/* NULL itself fits every letter. */
static bool fits(char letter, const MYSQL_FIELD *field)
{
	if (field->type == MYSQL_TYPE_NULL)
		return true;
	switch (letter) {
	case 'i': return is_number(field);
	case 't': return (is_text(field) && field->charsetnr != BINARY) || field->type == MYSQL_TYPE_TIME;
	case 'b': return is_text(field) && field->charsetnr == BINARY;
	case 'd': return field->type == MYSQL_TYPE_DATE;
	case 'm': return field->type == MYSQL_TYPE_DATETIME || field->type == MYSQL_TYPE_TIMESTAMP;
	default: return false;
	}
}

static bool compare_columns(MYSQL_STMT *handle, const char *returns, char *reason)
{
	MYSQL_RES *columns = mysql_stmt_result_metadata(handle);
	unsigned count = columns ? mysql_num_fields(columns) : 0;

	if (count != strlen(returns)) {
		snprintf(reason, LONGEST_REASON, "returns names %zu columns and %u come back", strlen(returns), count);
		mysql_free_result(columns);
		return false;
	}
	for (unsigned i = 0; i < count; i++) {
		const MYSQL_FIELD *field = mysql_fetch_field_direct(columns, i);

		if (fits(returns[i], field))
			continue;
		snprintf(reason, LONGEST_REASON, "column %u is of type %d (character set %u, %u decimals) and returns says '%c': %.80s",
			 i + 1, (int)field->type, field->charsetnr, field->decimals, returns[i], field->name);
		mysql_free_result(columns);
		return false;
	}
	mysql_free_result(columns);
	return true;
}

/* Prepares it, and compares the columns where they are said. */
static bool prepares(const char *sql, const char *returns, char *reason)
{
	MYSQL_STMT *handle = mysql_stmt_init(mysql);
	bool right = false;

	if (mysql_stmt_prepare(handle, sql, strlen(sql)))
		snprintf(reason, LONGEST_REASON, "%s", mysql_stmt_error(handle));
	else
		right = !returns || compare_columns(handle, returns, reason);
	mysql_stmt_close(handle);
	return right;
}

/* MariaDB tells the columns of RETURNING only when the statement runs; they are those of a SELECT from the same table. */
static bool returning_is_right(const struct db_statement *statement, const char *columns, char *reason)
{
	static const char *const openings[] = { "INSERT INTO ", "DELETE FROM " };
	const char *table = NULL;
	char select[LONGEST_SELECT];

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (strncmp(statement->sql, openings[i], strlen(openings[i])) == 0)
			table = statement->sql + strlen(openings[i]);
	if (!table) {
		snprintf(reason, LONGEST_REASON, "it returns columns of a table that is not named at its beginning");
		return false;
	}
	snprintf(select, sizeof(select), "SELECT %s FROM %.*s", columns, (int)strcspn(table, " (\n"), table);
	return prepares(statement->sql, NULL, reason) && prepares(select, statement->returns, reason);
}

/* As it is when a request is limited to some workspaces; transfers are never limited, and are refused. */
static bool obeys_limits(const struct db_statement *statement, char *reason)
{
	static const int64_t workspaces[] = { 1, 2, 3 };
	const struct db_limit limit = { workspaces, sizeof(workspaces) / sizeof(workspaces[0]) };
	const struct db_statement *limited;
	struct arena arena;
	struct db_values values;
	MYSQL_STMT *handle;
	bool right;

	arena_init(&arena, 1 << 20);
	values = (struct db_values){ NULL, strlen(statement->sql) };
	values.values = arena_array(&arena, values.count, sizeof(*values.values));
	values.count = 0;
	for (const char *at = statement->sql; *at; at++)
		values.count += *at == '?';
	limited = db_limit_apply(&arena, &limit, statement, &values);
	if (!limited) {
		printf("# refused under a limit: %s\n", statement->name);
		arena_free(&arena);
		return true;
	}
	handle = mysql_stmt_init(mysql);
	right = !mysql_stmt_prepare(handle, limited->sql, strlen(limited->sql)) &&
		mysql_stmt_param_count(handle) == values.count;
	if (!right)
		snprintf(reason, LONGEST_REASON, "under a limit: %s (%zu values)", mysql_stmt_error(handle), values.count);
	mysql_stmt_close(handle);
	arena_free(&arena);
	return right;
}

/* What stands between the first "opening" and the "closing" that belongs to it; NULL where there is none. */
static const char *inside(const char *sql, const char *opening, const char *closing, int *length)
{
	const char *start = strstr(sql, opening), *at;
	int depth = 0;

	if (!start)
		return NULL;
	start += strlen(opening);
	for (at = start; depth || strncmp(at, closing, strlen(closing)) != 0; at++)
		depth += (*at == '(') - (*at == ')');
	*length = (int)(at - start);
	return start;
}

/* A copy of the SQL without them, or NULL. */
static char *unwrapped(const char *sql, const char *opening, const char *closing)
{
	int length;
	const char *start = inside(sql, opening, closing, &length);
	char *copy;

	if (!start)
		return NULL;
	copy = malloc(strlen(sql) + 1);
	sprintf(copy, "%.*s%.*s%s", (int)(start - sql) - (int)strlen(opening), sql, length, start, start + length + strlen(closing));
	return copy;
}

static char *unwrap_all(char *sql, const char *opening, const char *closing)
{
	char *next;

	while ((next = unwrapped(sql, opening, closing))) {
		free(sql);
		sql = next;
	}
	return sql;
}

static bool has_no_null(const char *sql, char *reason)
{
	MYSQL_STMT *handle = mysql_stmt_init(mysql);
	MYSQL_RES *columns = NULL;
	bool right = !mysql_stmt_prepare(handle, sql, strlen(sql));

	if (!right)
		snprintf(reason, LONGEST_REASON, "%s: %.200s", mysql_stmt_error(handle), sql);
	else
		columns = mysql_stmt_result_metadata(handle);
	for (unsigned i = 0; right && i < mysql_num_fields(columns); i++) {
		const MYSQL_FIELD *field = mysql_fetch_field_direct(columns, i);

		right = field->flags & NOT_NULL_FLAG;
		if (!right)
			snprintf(reason, LONGEST_REASON, "column %u, %s, may be NULL and is packed as it is", i + 1, field->name);
	}
	mysql_free_result(columns);
	mysql_stmt_close(handle);
	return right;
}

/* "SELECT values FROM table": what a packed column is made of. The caller frees it; NULL where it is not packed. */
static char *packed_values(const MYSQL_FIELD *field)
{
	char query[500], *select = NULL;
	const char *values;
	MYSQL_RES *result;
	MYSQL_ROW row;
	int length;

	snprintf(query, sizeof(query),
		 "SELECT GENERATION_EXPRESSION FROM information_schema.COLUMNS\n"
		 "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '%s' AND COLUMN_NAME = '%s'",
		 field->org_table, field->org_name);
	if (mysql_query(mysql, query) || !(result = mysql_store_result(mysql)))
		return NULL;
	row = mysql_fetch_row(result);
	values = row && row[0] ? inside(row[0], "concat_ws(unhex('FF'),", ")", &length) : NULL;
	if (values) {
		select = malloc((size_t)length + sizeof("SELECT  FROM ") + strlen(field->org_table));
		sprintf(select, "SELECT %.*s FROM %s", length, values, field->org_table);
	}
	mysql_free_result(result);
	return select;
}

/* A packed column is right when its values alone would be, and when none of them goes missing for being NULL. */
static bool packed_is_right(const MYSQL_FIELD *field, const char *letters, char *reason)
{
	char *sql = packed_values(field);
	bool right;

	if (!sql) {
		snprintf(reason, LONGEST_REASON, "%s is not packed", field->name);
		return false;
	}
	sql = unwrap_all(sql, "cast(", " as char charset binary)");
	right = has_no_null(sql, reason);
	sql = unwrap_all(sql, "ifnull(", ",'')");
	right = right && prepares(sql, letters, reason);
	free(sql);
	return right;
}

/* Each group of letters in parentheses against its column. */
static bool all_packed_are_right(const struct db_statement *statement, char *reason)
{
	MYSQL_STMT *handle = mysql_stmt_init(mysql);
	MYSQL_RES *columns = NULL;
	bool right = true;
	unsigned column = 0;

	if (mysql_stmt_prepare(handle, statement->sql, strlen(statement->sql)) == 0)
		columns = mysql_stmt_result_metadata(handle);
	for (const char *at = statement->returns; columns && right && *at; at++, column++) {
		char letters[100];
		int length = *at == '(' ? (int)strcspn(at, ")") - 1 : 0;

		if (!length)
			continue;
		snprintf(letters, sizeof(letters), "%.*s", length, at + 1);
		right = packed_is_right(mysql_fetch_field_direct(columns, column), letters, reason);
		at += length + 1;
	}
	mysql_free_result(columns);
	mysql_stmt_close(handle);
	return right;
}

static bool is_right(const struct db_statement *statement, char *reason)
{
	const char *returning;
	struct arena arena;
	bool right;

	if (!statement->name || !statement->sql || !statement->returns) {
		snprintf(reason, LONGEST_REASON, "it is not complete: name, sql and returns are all needed");
		return false;
	}
	returning = strstr(statement->sql, RETURNING);
	if (returning)
		return returning_is_right(statement, returning + strlen(RETURNING), reason);
	arena_init(&arena, 1 << 20);
	right = prepares(statement->sql, db_packed_letters(&arena, statement->returns), reason);
	arena_free(&arena);
	return right && all_packed_are_right(statement, reason);
}

void statement_check(const struct db_statement *statement, const char *name)
{
	char reason[LONGEST_REASON] = "";
	bool right = is_right(statement, reason) && obeys_limits(statement, reason);

	checked++;
	failures += !right;
	printf("%s %d - %s\n", right ? "ok" : "not ok", checked, name ? name : "a statement without a name");
	if (!right)
		printf("# %s\n", reason);
}

/* The log and the errors know a statement by its name alone. */
static void check_names(void)
{
	for (const struct db_statement *one = __start_db_statements; one < __stop_db_statements; one++)
		for (const struct db_statement *other = one + 1; other < __stop_db_statements; other++)
			if (strcmp(one->name, other->name) == 0) {
				failures++;
				printf("not ok %d - two statements are called %s\n", ++checked, one->name);
			}
}

int main(int count, char **arguments)
{
	if (count != 5) {
		fprintf(stderr, "usage: statements SOCKET USER PASSWORD DATABASE\n");
		return 2;
	}
	mysql = mysql_init(NULL);
	mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(mysql, "localhost", arguments[2], arguments[3], arguments[4], 0, arguments[1], 0)) {
		fprintf(stderr, "%s\n", mysql_error(mysql));
		return 2;
	}
	for (const struct db_statement *each = __start_db_statements; each < __stop_db_statements; each++)
		statement_check(each, each->name);
	check_names();
	samples_check();
	printf("1..%d\n", checked);
	mysql_close(mysql);
	mysql_library_end();
	return failures != 0;
}
