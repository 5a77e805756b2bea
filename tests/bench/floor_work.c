#define OPENSSL_SUPPRESS_DEPRECATED
#include "floor.h"
#include "floor_statements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json.h>
#include <openssl/sha.h>

struct floor_database {
	MYSQL *mysql;
	struct statement authenticate, list, earlier, workspace, insert_task, insert_activity;
};

struct caller {
	long long key_id;
	long long user_id;
};

static char answer[FLOOR_ANSWER_LIMIT];

long floor_query_number(const char *query, const char *name)
{
	const char *at = query ? strstr(query, name) : NULL;

	return at && at[strlen(name)] == '=' ? atol(at + strlen(name) + 1) : 0;
}

struct floor_database *floor_database_open(void)
{
	struct floor_database *database = malloc(sizeof(*database));

	if (!database)
		exit(1);
	*database = (struct floor_database){
		.mysql = database_open(),
		.authenticate = FLOOR_AUTHENTICATE, .list = FLOOR_LIST, .earlier = FLOOR_EARLIER,
		.workspace = FLOOR_WORKSPACE, .insert_task = FLOOR_INSERT_TASK, .insert_activity = FLOOR_INSERT_ACTIVITY,
	};
	return database;
}

/* The connection first, so that nothing is sent for the statements. */
void floor_database_close(struct floor_database *database)
{
	if (!database)
		return;
	mysql_close(database->mysql);
	mysql_stmt_close(database->authenticate.handle);
	mysql_stmt_close(database->list.handle);
	mysql_stmt_close(database->earlier.handle);
	mysql_stmt_close(database->workspace.handle);
	mysql_stmt_close(database->insert_task.handle);
	mysql_stmt_close(database->insert_activity.handle);
	free(database);
}

static void run(struct floor_database *database, struct statement *statement, const struct parameter *parameters)
{
	if (!statement->handle)
		statement_prepare(database->mysql, statement);
	statement_run(statement, parameters);
}

static struct caller authenticate(struct floor_database *database, const struct floor_request *request)
{
	struct statement *statement = &database->authenticate;
	unsigned char digest[SHA256_DIGEST_LENGTH];
	struct caller caller;
	SHA256_CTX hash;

	SHA256_Init(&hash);
	SHA256_Update(&hash, request->key, strlen(request->key));
	SHA256_Final(digest, &hash);
	run(database, statement,
	    (const struct parameter[]){ { .text = request->email, .length = strlen(request->email) },
					{ .text = (const char *)digest, .length = sizeof(digest) } });
	if (!statement_next(statement)) {
		fprintf(stderr, "the key is not known\n");
		exit(1);
	}
	caller = (struct caller){ statement->columns[0].integer, statement->columns[2].integer };
	statement_finish(statement);
	return caller;
}

static struct json_object *argument(struct json_object *call, const char *name)
{
	struct json_object *params = json_object_object_get(call, "params");

	return json_object_object_get(json_object_object_get(params, "arguments"), name);
}

static size_t list(struct floor_database *database, struct json_object *call, size_t at)
{
	struct statement *statement = &database->list;

	run(database, statement,
	    (const struct parameter[]){ { .integer = json_object_get_int64(argument(call, "workspace")) } });
	while (statement_next(statement))
		at += (size_t)snprintf(answer + at, sizeof(answer) - at,
				       "{\"id\":%lld,\"title\":\"%s\",\"due\":\"%s\",\"created_at\":\"%s\",\"updated_at\":\"%s\",\"version\":%lld},",
				       statement->columns[0].integer, statement->columns[3].text,
				       statement->columns[6].text, statement->columns[10].text,
				       statement->columns[12].text, statement->columns[14].integer);
	statement_finish(statement);
	return at;
}

static void read_one(struct floor_database *database, struct statement *statement, const struct parameter *parameters)
{
	run(database, statement, parameters);
	statement_next(statement);
	statement_finish(statement);
}

static void create(struct floor_database *database, struct json_object *call, const struct caller *caller,
		   long long workspace_id)
{
	const char *title = json_object_get_string(
		json_object_object_get(json_object_array_get_idx(argument(call, "tasks"), 0), "title"));
	const char *key = json_object_get_string(argument(call, "idempotency_key"));

	if (!title)
		title = "A task that the floor makes";
	if (!key)
		key = "none";
	plain_run(database->mysql, "START TRANSACTION");
	read_one(database, &database->earlier,
		 (const struct parameter[]){ { .integer = caller->user_id }, { .integer = caller->key_id },
					     { .text = key, .length = strlen(key) } });
	read_one(database, &database->workspace,
		 (const struct parameter[]){ { .integer = caller->user_id }, { .integer = workspace_id } });
	run(database, &database->insert_task,
	    (const struct parameter[]){ { .integer = workspace_id }, { .text = title, .length = strlen(title) },
					{ .integer = caller->user_id }, { .integer = caller->user_id },
					{ .integer = caller->user_id } });
	run(database, &database->insert_activity,
	    (const struct parameter[]){ { .integer = caller->user_id }, { .integer = caller->key_id },
					{ .integer = workspace_id },
					{ .integer = (long long)mysql_stmt_insert_id(database->insert_task.handle) } });
	plain_run(database->mysql, "COMMIT");
}

/* Fills up to the size that was asked for, so that all servers move as many bytes. */
static const char *padded(size_t at, size_t wanted)
{
	static const char end[] = "\"}}";
	size_t behind = sizeof(end) - 1;

	if (wanted > sizeof(answer) - 1)
		wanted = sizeof(answer) - 1;
	if (at + behind < wanted) {
		memset(answer + at, 'x', wanted - behind - at);
		at = wanted - behind;
	} else {
		at = wanted > behind ? wanted - behind : 0;
	}
	memcpy(answer + at, end, sizeof(end));
	return answer;
}

const char *floor_answer(struct floor_database *database, const struct floor_request *request)
{
	struct json_object *call;
	struct caller caller;
	size_t at;

	if (request->level == 0)
		return padded(0, request->answer_bytes);
	call = json_tokener_parse(request->body);
	caller = authenticate(database, request);
	at = (size_t)snprintf(answer, sizeof(answer), "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"text\":\"",
			      json_object_to_json_string(json_object_object_get(call, "id")));
	if (request->level == 2)
		at = list(database, call, at);
	if (request->level == 3)
		create(database, call, &caller, request->workspace_id);
	json_object_put(call);
	return padded(at, request->answer_bytes);
}
