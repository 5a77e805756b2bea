/*
 * The floors' statements, over the product's own tables. statements.c runs the same ones alone.
 */
#ifndef BENCH_FLOOR_STATEMENTS_H
#define BENCH_FLOOR_STATEMENTS_H

#include "statement.h"

#define FLOOR_AUTHENTICATE \
	{ .sql = "SELECT k.id, k.scopes + 0, u.id, u.email, u.name, u.time_zone\n" \
		 "FROM api_key k\n" \
		 "JOIN user u ON u.email = ?\n" \
		 "WHERE k.key_hash = ? AND k.revoked_at IS NULL", \
	  .takes = "tt", .returns = "iiittt" }

#define FLOOR_LIST \
	{ .sql = "SELECT id, workspace_id, project_id, title, assignee_id, priority + 0, due_on, due_at, tags, completed_at,\n" \
		 "  created_at, created_by, updated_at, updated_by, version\n" \
		 "FROM task\n" \
		 "WHERE workspace_id = ? AND state = 0\n" \
		 "ORDER BY id\n" \
		 "LIMIT 10", \
	  .takes = "i", .returns = "iiitiitttttitii" }

#define FLOOR_EARLIER \
	{ .sql = "SELECT call_hash, result\n" \
		 "FROM idempotency\n" \
		 "WHERE user_id = ? AND api_key_id = ? AND oauth_client_id = 0 AND idempotency_key = ?", \
	  .takes = "iit", .returns = "tt" }

#define FLOOR_WORKSPACE \
	{ .sql = "SELECT w.id, w.name, m.role + 0\n" \
		 "FROM workspace w\n" \
		 "JOIN membership m ON m.workspace_id = w.id AND m.user_id = ?\n" \
		 "WHERE w.id = ? AND w.deleted_at IS NULL", \
	  .takes = "ii", .returns = "iti" }

#define FLOOR_INSERT_TASK \
	{ .sql = "INSERT INTO task (workspace_id, title, assignee_id, priority, due_on, created_by, updated_by)\n" \
		 "VALUES (?, ?, ?, 'high', '2027-03-01', ?, ?)", \
	  .takes = "itiii", .returns = "" }

#define FLOOR_INSERT_ACTIVITY \
	{ .sql = "INSERT INTO activity (change_id, actor_id, api_key_id, workspace_id, entity, entity_id, action)\n" \
		 "VALUES ('aaaaaaaaaaaaaaaa', ?, ?, ?, 'task', ?, 'create')", \
	  .takes = "iiii", .returns = "" }

#endif
