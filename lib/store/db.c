#include "store/db.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "store/db_limit.h"
#include "store/emails.h"
#include "store/db_meaning.h"
#include "store/statement_cache.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <errmsg.h>
#include <mysql.h>

#define TRANSACTION_TRIES 8
#define CONNECT_TRIES 6
#define SCHEMA_KNOWN_MICROSECONDS 1000000

/* What became of the connection with the last failure. */
enum trouble {
	TROUBLE_NONE,
	TROUBLE_LOST,      /* the connection is gone; the statement may or may not have run */
	TROUBLE_DEADLOCK,  /* the transaction was rolled back by the server */
};

struct db {
	const struct config *config;
	const struct log *log;
	MYSQL *mysql;
	struct statement_cache prepared;
	bool keeps_none;        /* of the statements that run now: db_run_once */
	bool in_transaction;
	enum trouble trouble;
	int64_t insert_id;
	int64_t affected_rows;
	int64_t schema_right_at;        /* monotonic microseconds; 0: not known */
	bool missed_schema;
	struct emails *emails;

	struct arena *arena;    /* of the present request */
	struct db_limit limit;
	struct error *error;
	unsigned statements;
};

struct db *db_new(const struct config *config, const struct log *log)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db) {
		db->config = config;
		db->log = log;
	}
	return db;
}

struct emails *db_emails(struct db *db)
{
	if (!db->emails)
		db->emails = emails_new();
	return db->emails;
}

void db_begin_request(struct db *db, struct arena *arena, struct error *error)
{
	db->arena = arena;
	db->error = error;
	db->statements = 0;
	db->trouble = TROUBLE_NONE;
	db->missed_schema = false;
	db->limit = (struct db_limit){ 0 };
}

void db_limit_to(struct db *db, const int64_t *workspaces, size_t count)
{
	db->limit = (struct db_limit){ workspaces, count };
}

struct arena *db_arena(const struct db *db)
{
	return db->arena;
}

struct error *db_error(const struct db *db)
{
	return db->error;
}

unsigned db_statement_count(const struct db *db)
{
	return db->statements;
}

void db_schema_is_right(struct db *db)
{
	if (!db_schema_was_right(db))
		db->schema_right_at = clock_monotonic_microseconds();
}

bool db_schema_was_right(const struct db *db)
{
	return db->schema_right_at && clock_monotonic_microseconds() - db->schema_right_at < SCHEMA_KNOWN_MICROSECONDS;
}

bool db_missed_schema(const struct db *db)
{
	return db->missed_schema;
}

int64_t db_insert_id(const struct db *db)
{
	return db->insert_id;
}

int64_t db_affected_rows(const struct db *db)
{
	return db->affected_rows;
}

void db_close(struct db *db)
{
	MYSQL_STMT *handle;

	while ((handle = statement_cache_take(&db->prepared)))
		mysql_stmt_close(handle);
	if (db->mysql)
		mysql_close(db->mysql);
	db->mysql = NULL;
	db->in_transaction = false;
	db->schema_right_at = 0;
	emails_free(db->emails);
	db->emails = NULL;
}

void db_free(struct db *db)
{
	if (!db)
		return;
	db_close(db);
	free(db);
	mysql_library_end();
}

/* Writes the request's error; the server's own words go to the log only. */
static bool failed(struct db *db, unsigned number, const char *detail, const char *doing)
{
	enum db_meaning meaning = db_meaning_of(number);
	enum log_level level = meaning == MEANS_DUPLICATE || meaning == MEANS_DEADLOCK ? LOG_DEBUG : LOG_ERROR;

	log_event(db->log, level, "database", "doing=%s errno=%u detail=%s", doing, number,
		  log_quote(db->arena, detail));
	db->missed_schema = meaning == MEANS_OTHER_SCHEMA;
	db->trouble = meaning == MEANS_AWAY || meaning == MEANS_FULL ? TROUBLE_LOST :
		      meaning == MEANS_DEADLOCK			     ? TROUBLE_DEADLOCK :
								       TROUBLE_NONE;
	return db_meaning_fail(meaning, db->error, db->log->request_id);
}

static bool failed_mysql(struct db *db, const char *doing)
{
	return failed(db, mysql_errno(db->mysql), mysql_error(db->mysql), doing);
}

static bool failed_statement(struct db *db, MYSQL_STMT *handle, const char *doing)
{
	return failed(db, mysql_stmt_errno(handle), mysql_stmt_error(handle), doing);
}

static void set_options(struct db *db)
{
	const struct config *config = db->config;
	unsigned seconds = (unsigned)config->database_timeout_seconds;
	unsigned reading = seconds + 5; /* the server's own limit speaks first */
	my_bool on = 1;

	mysql_options(db->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(db->mysql, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
	mysql_options(db->mysql, MYSQL_OPT_READ_TIMEOUT, &reading);
	mysql_options(db->mysql, MYSQL_OPT_WRITE_TIMEOUT, &reading);
	mysql_options(db->mysql, MYSQL_INIT_COMMAND,
		      arena_printf(db->arena,
				   "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,"
				   "ERROR_FOR_DIVISION_BY_ZERO', max_statement_time = %u, autocommit = 1",
				   seconds));
	if (config->database_tls == DATABASE_TLS_REQUIRED) {
		mysql_options(db->mysql, MYSQL_OPT_SSL_ENFORCE, &on);
		mysql_options(db->mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
		if (*config->database_tls_ca)
			mysql_options(db->mysql, MYSQL_OPT_SSL_CA, config->database_tls_ca);
	}
}

static bool try_to_connect(struct db *db, const char *host, const char *socket)
{
	const struct config *config = db->config;

	set_options(db);
	return mysql_real_connect(db->mysql, host, config->database_user,
				  *config->database_password ? config->database_password : NULL, config->database_name,
				  socket ? 0 : (unsigned)config->database_port, socket, 0);
}

/* 1, 2, 4 … ms and up to as much again by chance, so that rivals do not meet again. */
static void pause_before_try(unsigned try_number)
{
	long milliseconds = 1L << (try_number < 8 ? try_number : 8);
	unsigned short chance;
	struct timespec pause;

	random_bytes(&chance, sizeof(chance));
	pause = (struct timespec){ .tv_nsec = milliseconds * 1000000L + milliseconds * 1000000L / 65536 * chance };
	nanosleep(&pause, NULL);
}

/* Where an account may have few connections, another process may give one back any moment. */
static bool is_worth_another_try(struct db *db, unsigned tries)
{
	if (tries >= CONNECT_TRIES || db_meaning_of(mysql_errno(db->mysql)) != MEANS_FULL)
		return false;
	log_event(db->log, LOG_INFO, "connect_again", "try=%u reason=connection_limit errno=%u", tries + 1,
		  mysql_errno(db->mysql));
	return true;
}

static bool connect_to(struct db *db, const char *host, const char *socket)
{
	for (unsigned tries = 1;; tries++) {
		bool again;

		db->mysql = mysql_init(NULL);
		if (!db->mysql)
			return failed(db, CR_OUT_OF_MEMORY, "out of memory", "connect");
		if (try_to_connect(db, host, socket))
			return true;
		again = is_worth_another_try(db, tries);
		if (!again)
			failed_mysql(db, "connect");
		mysql_close(db->mysql);
		db->mysql = NULL;
		if (!again)
			return false;
		pause_before_try(tries + 2);
	}
}

static bool connect_by_socket(struct db *db)
{
	static const char *const usual[] = {
		"/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock", "/tmp/mysql.sock",
	};

	if (*db->config->database_socket)
		return connect_to(db, "localhost", db->config->database_socket);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (access(usual[i], F_OK) == 0)
			return connect_to(db, "localhost", usual[i]);
	return failed(db, CR_CONNECTION_ERROR, "no socket of MariaDB found; set database_socket or database_host", "connect");
}

static bool connect_by_host(struct db *db)
{
	const char *rest = db->config->database_host;
	const char *host;

	while ((host = text_next_word(db->arena, &rest)))
		if (connect_to(db, host, NULL))
			return true;
	return false;
}

static bool is_open(struct db *db)
{
	if (db->mysql)
		return true;
	return *db->config->database_host && !*db->config->database_socket ? connect_by_host(db) :
									       connect_by_socket(db);
}

/* Connector/C takes parameters through pointers that are not const; it only reads them. */
static void *unconst(const void *pointer)
{
	return (void *)(uintptr_t)pointer;
}

static bool bind_values(struct db *db, MYSQL_STMT *handle, struct db_values values, const char *name)
{
	MYSQL_BIND *binds;

	if (!values.count)
		return true;
	binds = arena_array(db->arena, values.count, sizeof(*binds));
	for (size_t i = 0; i < values.count; i++) {
		const struct db_value *value = &values.values[i];

		switch (value->type) {
		case DB_NULL:
			binds[i].buffer_type = MYSQL_TYPE_NULL;
			break;
		case DB_INTEGER:
			binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
			binds[i].buffer = unconst(&value->integer);
			break;
		case DB_TEXT:
			binds[i].buffer_type = MYSQL_TYPE_STRING;
			binds[i].buffer = unconst(value->text);
			binds[i].buffer_length = value->length;
			binds[i].length = unconst(&value->length);
			break;
		}
	}
	return mysql_stmt_bind_param(handle, binds) == 0 || failed_statement(db, handle, name);
}

/* Where one column of the row being fetched lands. */
struct column {
	char letter;
	bool has_fraction;
	long long integer;
	MYSQL_TIME time;
	char *bytes;
	unsigned long length;
	my_bool is_null;
};

static struct db_value day_or_moment(struct arena *arena, const struct column *column)
{
	const MYSQL_TIME *time = &column->time;
	const struct clock_moment moment = {
		time->year, time->month, time->day, time->hour, time->minute, time->second,
		column->has_fraction ? (int)(time->second_part / 1000) : -1,
	};
	char *text = arena_room(arena, CLOCK_UTC_BYTES);

	return db_bytes(text, column->letter == 'd' ? clock_write_day(text, &moment) : clock_write_utc(text, &moment));
}

static struct db_value taken(struct arena *arena, const struct column *column)
{
	if (column->is_null)
		return db_null();
	if (column->letter == 'i')
		return db_integer(column->integer);
	if (column->letter == 'd' || column->letter == 'm')
		return day_or_moment(arena, column);
	return db_bytes(arena_copy(arena, column->bytes, column->length), column->length);
}

static void bind_text(struct arena *arena, const MYSQL_FIELD *field, struct column *column, MYSQL_BIND *bind)
{
	/* The longest value of this result; times and numbers turned into text say their width. */
	bind->buffer_length = (field->max_length > 40 ? field->max_length : 40) + 1;
	bind->buffer_type = MYSQL_TYPE_STRING;
	bind->buffer = column->bytes = arena_room(arena, bind->buffer_length);
}

static void bind_column(struct arena *arena, const MYSQL_FIELD *field, struct column *column, MYSQL_BIND *bind)
{
	column->has_fraction = field->decimals != 0;
	bind->is_null = &column->is_null;
	bind->length = &column->length;
	switch (column->letter) {
	case 'i':
		bind->buffer_type = MYSQL_TYPE_LONGLONG;
		bind->buffer = &column->integer;
		return;
	case 'd':
	case 'm':
		bind->buffer_type = column->letter == 'd' ? MYSQL_TYPE_DATE : MYSQL_TYPE_DATETIME;
		bind->buffer = &column->time;
		return;
	}
	bind_text(arena, field, column, bind);
}

static void bind_columns(struct db *db, MYSQL_STMT *handle, const char *returns, struct column *columns,
			 MYSQL_BIND *binds)
{
	MYSQL_RES *metadata = mysql_stmt_result_metadata(handle);

	assert(metadata && mysql_num_fields(metadata) == strlen(returns));
	for (size_t i = 0; returns[i]; i++) {
		columns[i].letter = returns[i];
		bind_column(db->arena, mysql_fetch_field_direct(metadata, (unsigned)i), &columns[i], &binds[i]);
	}
	mysql_free_result(metadata);
}

static bool fetch_columns(struct db *db, MYSQL_STMT *handle, const char *name, const char *returns, struct db_rows *rows)
{
	size_t width = strlen(returns);
	struct column *columns = arena_array(db->arena, width, sizeof(*columns));
	MYSQL_BIND *binds = arena_array(db->arena, width, sizeof(*binds));
	size_t count;
	struct db_value *values;

	if (mysql_stmt_store_result(handle))
		return failed_statement(db, handle, name);
	count = mysql_stmt_num_rows(handle);
	values = arena_room(db->arena, count * width * sizeof(*values));
	bind_columns(db, handle, returns, columns, binds);
	mysql_stmt_bind_result(handle, binds);
	for (size_t row = 0; row < count; row++) {
		int fetched = mysql_stmt_fetch(handle);

		assert(fetched != MYSQL_DATA_TRUNCATED);
		if (fetched) {
			failed_statement(db, handle, name);
			mysql_stmt_free_result(handle);
			return false;
		}
		for (size_t i = 0; i < width; i++)
			values[row * width + i] = taken(db->arena, &columns[i]);
	}
	mysql_stmt_free_result(handle);
	*rows = (struct db_rows){ .count = count, .columns = width, .values = values };
	return true;
}

static bool fetch_rows(struct db *db, MYSQL_STMT *handle, const struct db_statement *statement, struct db_rows *rows)
{
	const char *returns = statement->returns;

	if (!strchr(returns, '('))
		return fetch_columns(db, handle, statement->name, returns, rows);
	if (!fetch_columns(db, handle, statement->name, db_packed_letters(db->arena, returns), rows))
		return false;
	*rows = db_unpacked(db->arena, rows, returns);
	return true;
}

static bool fetch(struct db *db, MYSQL_STMT *handle, const struct db_statement *statement, struct db_rows *rows)
{
	struct db_rows ignored;

	db->insert_id = (int64_t)mysql_stmt_insert_id(handle);
	db->affected_rows = (int64_t)mysql_stmt_affected_rows(handle);
	if (!statement->returns || !*statement->returns)
		return true;
	return fetch_rows(db, handle, statement, rows ? rows : &ignored);
}

static bool execute(struct db *db, MYSQL_STMT *handle, const struct db_statement *statement, struct db_values values,
		    struct db_rows *rows)
{
	assert(mysql_stmt_param_count(handle) == values.count);
	if (!bind_values(db, handle, values, statement->name))
		return false;
	db->statements++;
	return (mysql_stmt_execute(handle) == 0 || failed_statement(db, handle, statement->name)) &&
	       fetch(db, handle, statement, rows);
}

/* Prepares and executes in one exchange. */
static bool execute_new(struct db *db, MYSQL_STMT *handle, const struct db_statement *statement, struct db_values values,
			struct db_rows *rows)
{
	unsigned count = (unsigned)values.count;
	my_bool want_lengths = 1;

	mysql_stmt_attr_set(handle, STMT_ATTR_UPDATE_MAX_LENGTH, &want_lengths);
	mysql_stmt_attr_set(handle, STMT_ATTR_PREBIND_PARAMS, &count);
	if (!bind_values(db, handle, values, statement->name))
		return false;
	db->statements += 2;
	if (mariadb_stmt_execute_direct(handle, statement->sql, strlen(statement->sql)))
		return failed_statement(db, handle, statement->name);
	assert(mysql_stmt_param_count(handle) == values.count);
	return fetch(db, handle, statement, rows);
}

static void keep(struct db *db, const struct db_statement *statement, MYSQL_STMT *handle)
{
	MYSQL_STMT *given_up = statement_cache_add(&db->prepared, statement->sql, handle);

	if (given_up)
		mysql_stmt_close(given_up);
}

static bool run_new(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	MYSQL_STMT *handle = mysql_stmt_init(db->mysql);
	bool ran;

	if (!handle)
		return failed(db, CR_OUT_OF_MEMORY, "out of memory", statement->name);
	ran = execute_new(db, handle, statement, values, rows);
	if (ran && !db->keeps_none)
		keep(db, statement, handle);
	else
		mysql_stmt_close(handle);
	return ran;
}

static bool attempt(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	MYSQL_STMT *handle;

	if (!is_open(db))
		return false;
	handle = db->keeps_none ? NULL : statement_cache_find(&db->prepared, statement->sql);
	return handle ? execute(db, handle, statement, values, rows) : run_new(db, statement, values, rows);
}

/*
 * A transaction in trouble runs nothing more: the server has rolled it back already, and what
 * came behind would be kept for good, by itself.
 */
static bool refuse_in_trouble(struct db *db)
{
	return db_meaning_fail(db->trouble == TROUBLE_LOST ? MEANS_AWAY : MEANS_DEADLOCK, db->error, db->log->request_id);
}

/* What runs again begins as if nothing had been: the failure of before may not be reported for a success. */
static void begin_anew(struct db *db)
{
	db->trouble = TROUBLE_NONE;
	*db->error = (struct error){ 0 };
}

/* An idle connection that the server closed meanwhile is ordinary: a read simply asks anew. */
static bool run_connected(struct db *db, const struct db_statement *statement, struct db_values values,
			  struct db_rows *rows)
{
	bool was_open = db->mysql != NULL;
	bool is_read = text_starts_with(statement->sql, "SELECT");

	db->trouble = TROUBLE_NONE;
	if (attempt(db, statement, values, rows))
		return true;
	if (db->trouble != TROUBLE_LOST || db->in_transaction)
		return false;
	db_close(db);
	if (!was_open || !is_read)
		return false;
	begin_anew(db);
	return attempt(db, statement, values, rows);
}

/* A statement by itself that loses a deadlock has done nothing, so it runs again, as a transaction does. */
static bool run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	if (db->in_transaction && db->trouble != TROUBLE_NONE)
		return refuse_in_trouble(db);
	for (unsigned tries = 1;; tries++) {
		if (run_connected(db, statement, values, rows))
			return true;
		if (db->in_transaction || db->trouble != TROUBLE_DEADLOCK || tries == TRANSACTION_TRIES)
			return false;
		log_event(db->log, LOG_INFO, "statement_again", "try=%u name=%s reason=deadlock", tries + 1, statement->name);
		pause_before_try(tries);
		begin_anew(db);
	}
}

/* What does not say how it obeys a limit is not run under one. */
static bool run_limited(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	const struct db_statement *limited = db_limit_apply(db->arena, &db->limit, statement, &values);

	if (!limited)
		return failed(db, 0, "it has no mark for the limit of this endpoint", statement->name);
	return run(db, limited, values, rows);
}

bool db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	return db->limit.count ? run_limited(db, statement, values, rows) : run(db, statement, values, rows);
}

bool db_run_once(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	bool ran;

	db->keeps_none = true;
	ran = db_run(db, statement, values, rows);
	db->keeps_none = false;
	return ran;
}

bool db_lost_race(struct db *db)
{
	db->trouble = TROUBLE_DEADLOCK;
	return refuse_in_trouble(db);
}

static bool control(struct db *db, const char *sql)
{
	db->statements++;
	return mysql_real_query(db->mysql, sql, strlen(sql)) == 0 || failed_mysql(db, sql);
}

static void roll_back(struct db *db)
{
	if (!db->in_transaction)
		return;
	db->in_transaction = false;
	db->statements++;
	if (db->trouble == TROUBLE_LOST || !db->mysql || mysql_rollback(db->mysql))
		db_close(db);
}

void db_end_request(struct db *db)
{
	roll_back(db);
	db->arena = NULL;
	db->error = NULL;
}

/* The commit's own answer was lost: nobody can say here whether it happened. */
static bool commit(struct db *db)
{
	if (control(db, "COMMIT")) {
		db->in_transaction = false;
		return true;
	}
	if (db->trouble == TROUBLE_LOST) {
		fail(db->error, ERROR_UNAVAILABLE, "the connection to the database broke while saving, so it is not known whether the change was made");
		fail_remedy(db->error, "Look whether it was made, or send the same call again with the same idempotency_key.");
	}
	return false;
}

static bool try_transaction(struct db *db, bool (*work)(void *context), void *context, bool *committing)
{
	*committing = false;
	db->trouble = TROUBLE_NONE;
	if (!is_open(db))
		return false;
	if (!control(db, "START TRANSACTION"))
		return false;
	db->in_transaction = true;
	if (!work(context))
		return false;
	if (db->trouble != TROUBLE_NONE)
		return refuse_in_trouble(db);
	*committing = true;
	return commit(db);
}

bool db_transaction(struct db *db, bool (*work)(void *context), void *context)
{
	assert(!db->in_transaction);
	for (unsigned tries = 1;; tries++) {
		bool was_open = db->mysql != NULL;
		bool committing;
		enum trouble trouble;

		if (try_transaction(db, work, context, &committing))
			return true;
		trouble = db->trouble;
		roll_back(db);
		if (trouble == TROUBLE_LOST) {
			db_close(db);
			if (committing || !was_open)
				return false;
		}
		if (trouble == TROUBLE_NONE || tries == TRANSACTION_TRIES)
			return false;
		log_event(db->log, LOG_INFO, "transaction_again", "try=%u reason=%s", tries + 1,
			  trouble == TROUBLE_LOST ? "connection_lost" : "deadlock");
		if (trouble == TROUBLE_DEADLOCK)
			pause_before_try(tries);
		begin_anew(db);
	}
}

bool db_run_script(struct db *db, const char *script)
{
	if (!is_open(db))
		return false;
	while (*script) {
		const char *end = strstr(script, ";\n");
		size_t length = end ? (size_t)(end - script) : strlen(script);

		if (strspn(script, " \t\r\n") < length) {
			db->statements++;
			if (mysql_real_query(db->mysql, script, length))
				return failed_mysql(db, "script");
			mysql_free_result(mysql_store_result(db->mysql));
		}
		script += length + (end ? 2 : 0);
	}
	return true;
}
