/*
 * The floors' statements alone, looped over one connection: what the database asks for each, without a web server.
 * usage: statements --times N --user ID --workspace ID --email TEXT --key TEXT --cpu database=PID
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "clocks.h"
#include "floor_statements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>

struct loop {
	long times;
	long long user_id, workspace_id;
	const char *email;
	unsigned char key_hash[SHA256_DIGEST_LENGTH];
	struct clock_group database, client;
	MYSQL *mysql;
	struct statement authenticate, list, earlier, workspace, insert_task, insert_activity;
};

static struct loop loop_of_this_process = {
	.times = 2000,
	.authenticate = FLOOR_AUTHENTICATE, .list = FLOOR_LIST, .earlier = FLOOR_EARLIER, .workspace = FLOOR_WORKSPACE,
	.insert_task = FLOOR_INSERT_TASK, .insert_activity = FLOOR_INSERT_ACTIVITY,
};

static void run(struct statement *statement, const struct parameter *parameters)
{
	statement_run(statement, parameters);
	if (!*statement->returns)
		return;
	while (statement_next(statement))
		continue;
	statement_finish(statement);
}

static void authenticate(struct loop *loop)
{
	run(&loop->authenticate, (const struct parameter[]){ { .text = loop->email, .length = strlen(loop->email) },
							      { .text = (const char *)loop->key_hash,
								.length = sizeof(loop->key_hash) } });
}

static void list(struct loop *loop)
{
	run(&loop->list, (const struct parameter[]){ { .integer = loop->workspace_id } });
}

static void earlier(struct loop *loop)
{
	run(&loop->earlier, (const struct parameter[]){ { .integer = loop->user_id }, { 0 }, { .text = "none", .length = 4 } });
}

static void workspace(struct loop *loop)
{
	run(&loop->workspace,
	    (const struct parameter[]){ { .integer = loop->user_id }, { .integer = loop->workspace_id } });
}

static void insert_task(struct loop *loop)
{
	run(&loop->insert_task,
	    (const struct parameter[]){ { .integer = loop->workspace_id }, { .text = "A task of the loop", .length = 18 },
					{ .integer = loop->user_id }, { .integer = loop->user_id },
					{ .integer = loop->user_id } });
}

static void insert_activity(struct loop *loop)
{
	long long task_id = (long long)mysql_stmt_insert_id(loop->insert_task.handle);

	run(&loop->insert_activity, (const struct parameter[]){ { .integer = loop->user_id }, { .integer = 1 },
								 { .integer = loop->workspace_id }, { .integer = task_id } });
}

static void transaction(struct loop *loop)
{
	plain_run(loop->mysql, "START TRANSACTION");
	earlier(loop);
	workspace(loop);
	insert_task(loop);
	insert_activity(loop);
	plain_run(loop->mysql, "COMMIT");
}

static void empty_transaction(struct loop *loop)
{
	plain_run(loop->mysql, "START TRANSACTION");
	plain_run(loop->mysql, "COMMIT");
}

static void measure(struct loop *loop, const char *name, void (*work)(struct loop *loop), long times)
{
	double began, spent;

	work(loop);
	clock_group_begin(&loop->database);
	clock_group_begin(&loop->client);
	began = wall_microseconds();
	for (long i = 0; i < times; i++)
		work(loop);
	spent = wall_microseconds() - began;
	printf("  %-34s %8.0f %8.0f %8.0f\n", name, spent / (double)times, clock_group_spent(&loop->client) / (double)times,
	       clock_group_spent(&loop->database) / (double)times);
}

static int take_option(struct loop *loop, const char *name, const char *value)
{
	if (strcmp(name, "--times") == 0)
		loop->times = atol(value);
	else if (strcmp(name, "--user") == 0)
		loop->user_id = atoll(value);
	else if (strcmp(name, "--workspace") == 0)
		loop->workspace_id = atoll(value);
	else if (strcmp(name, "--email") == 0)
		loop->email = value;
	else if (strcmp(name, "--key") == 0)
		SHA256((const unsigned char *)value, strlen(value), loop->key_hash);
	else
		return strcmp(name, "--cpu") == 0 && clock_group_read(&loop->database, value);
	return 1;
}

static void prepare_all(struct loop *loop)
{
	struct statement *const statements[] = { &loop->authenticate, &loop->list,	 &loop->earlier,
						 &loop->workspace,    &loop->insert_task, &loop->insert_activity };

	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
		statement_prepare(loop->mysql, statements[i]);
}

int main(int count, char **arguments)
{
	struct loop *loop = &loop_of_this_process;

	for (int i = 1; i < count; i += 2) {
		if (i + 1 < count && take_option(loop, arguments[i], arguments[i + 1]))
			continue;
		fprintf(stderr, "statements: what is %s?\n", arguments[i]);
		return 2;
	}
	loop->client = (struct clock_group){ .clocks = { CLOCK_PROCESS_CPUTIME_ID }, .count = 1 };
	loop->mysql = database_open();
	prepare_all(loop);
	printf("  %-34s %8s %8s %8s\n", "one connection, us each", "wall", "client", "mariadbd");
	measure(loop, "SELECT who calls", authenticate, loop->times);
	measure(loop, "SELECT ten tasks", list, loop->times);
	measure(loop, "SELECT an earlier call", earlier, loop->times);
	measure(loop, "SELECT workspace and membership", workspace, loop->times);
	measure(loop, "INSERT task, committed by itself", insert_task, loop->times / 2);
	measure(loop, "START TRANSACTION, COMMIT", empty_transaction, loop->times);
	measure(loop, "transaction: 2 SELECTs, 2 INSERTs", transaction, loop->times / 2);
	mysql_close(loop->mysql);
	return 0;
}
