#include "store/oauth_client_store.h"

#include <string.h>

#define CLIENT_COLUMNS \
	"c.id, c.client_id, c.kind + 0, c.name, c.redirect_uris, c.auth_method + 0, c.secret_hash, c.jwks,\n" \
	"  c.grant_types + 0, c.scopes + 0, COALESCE(c.user_id, 0), u.email, c.registered_from,\n" \
	"  COALESCE(c.expires_at <= UTC_TIMESTAMP(3), FALSE), c.revoked_at IS NOT NULL,\n" \
	"  c.created_at, c.last_used_at, c.expires_at"
#define CLIENT_LETTERS "ititt" "ibt" "iiitt" "ii" "mmm"

static const struct db_statement find = {
	"oauth_client_find",
	"SELECT " CLIENT_COLUMNS "\n"
	"FROM oauth_client c\n"
	"LEFT JOIN user u ON u.id = c.user_id\n"
	"WHERE c.client_id = ?",
	CLIENT_LETTERS,
};

static const struct db_statement list_all = {
	"oauth_client_list",
	"SELECT " CLIENT_COLUMNS "\n"
	"FROM oauth_client c\n"
	"LEFT JOIN user u ON u.id = c.user_id\n"
	"WHERE c.last_used_at IS NOT NULL OR c.kind = 'pre_registered' OR ? = FALSE\n"
	"ORDER BY c.id",
	CLIENT_LETTERS,
};

static const struct db_statement insert = {
	"oauth_client_insert",
	"INSERT INTO oauth_client (client_id, kind, name, redirect_uris, auth_method, secret_hash, jwks, grant_types,\n"
	"  scopes, user_id, registered_from, expires_at, created_by)\n"
	"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), ?, UTC_TIMESTAMP(3) + INTERVAL NULLIF(?, 0) HOUR, NULLIF(?, 0))\n"
	"RETURNING id, created_at, expires_at",
	"imm",
};

static const struct db_statement revoke = {
	"oauth_client_revoke",
	"UPDATE oauth_client\n"
	"SET revoked_at = UTC_TIMESTAMP(3)\n"
	"WHERE id = ? AND revoked_at IS NULL",
	"",
};

static const struct db_statement used = {
	"oauth_client_used",
	"UPDATE oauth_client\n"
	"SET last_used_at = UTC_TIMESTAMP(3),\n"
	"  expires_at = IF(kind = 'dynamic', UTC_TIMESTAMP(3) + INTERVAL ? DAY, expires_at)\n"
	"WHERE id = ?",
	"",
};

static const struct db_statement recent = {
	"oauth_client_recent",
	"SELECT COUNT(*)\n"
	"FROM oauth_client\n"
	"WHERE registered_from = ? AND created_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR",
	"i",
};

static const struct db_statement forget = {
	"oauth_client_forget",
	"DELETE FROM oauth_client\n"
	"WHERE last_used_at IS NULL AND expires_at < UTC_TIMESTAMP(3) AND kind = 'dynamic'\n"
	"ORDER BY expires_at\n"
	"LIMIT ?",
	"",
};

static struct oauth_client client_from(const struct db_rows *rows, size_t row)
{
	struct oauth_client client = {
		.id = db_row_integer(rows, row, 0),
		.client_id = db_row_text(rows, row, 1),
		.kind = (enum oauth_client_kind)db_row_integer(rows, row, 2),
		.name = db_row_text(rows, row, 3),
		.redirect_uris = db_row_text(rows, row, 4),
		.auth_method = (enum oauth_auth_method)db_row_integer(rows, row, 5),
		.has_secret = !db_row_is_null(rows, row, 6),
		.jwks = db_row_text(rows, row, 7),
		.grant_types = (unsigned)db_row_integer(rows, row, 8),
		.scopes = (unsigned)db_row_integer(rows, row, 9),
		.user_id = db_row_integer(rows, row, 10),
		.user_email = db_row_text(rows, row, 11),
		.registered_from = db_row_text(rows, row, 12),
		.is_expired = db_row_integer(rows, row, 13) != 0,
		.is_revoked = db_row_integer(rows, row, 14) != 0,
		.created_at = db_row_text(rows, row, 15),
		.last_used_at = db_row_text(rows, row, 16),
		.expires_at = db_row_text(rows, row, 17),
	};

	if (client.has_secret)
		memcpy(client.secret_hash, db_row_text(rows, row, 6), SHA256_BYTES);
	return client;
}

bool oauth_client_store_find(struct db *db, const char *client_id, struct oauth_client *client, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &find, DB_VALUES(db_text(client_id)), &rows))
		return false;
	*found = rows.count != 0;
	if (*found)
		*client = client_from(&rows, 0);
	return true;
}

bool oauth_client_store_insert(struct db *db, struct oauth_client *client, int64_t expires_hours, int64_t created_by)
{
	struct db_rows rows;

	if (!db_run(db, &insert,
		    DB_VALUES(db_text(client->client_id), db_integer(client->kind), db_text(client->name),
			      db_text(client->redirect_uris), db_integer(client->auth_method),
			      client->has_secret ? db_bytes(client->secret_hash, SHA256_BYTES) : db_null(),
			      db_text(client->jwks), db_integer(client->grant_types), db_integer(client->scopes),
			      db_integer(client->user_id), db_text(client->registered_from), db_integer(expires_hours),
			      db_integer(created_by)),
		    &rows))
		return false;
	client->id = db_row_integer(&rows, 0, 0);
	client->created_at = db_row_text(&rows, 0, 1);
	client->expires_at = db_row_text(&rows, 0, 2);
	return true;
}

bool oauth_client_store_list(struct db *db, bool only_used, struct oauth_client_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &list_all, DB_VALUES(db_integer(only_used)), &rows))
		return false;
	list->count = rows.count;
	list->clients = arena_array(db_arena(db), rows.count + 1, sizeof(*list->clients));
	for (size_t i = 0; i < rows.count; i++)
		list->clients[i] = client_from(&rows, i);
	return true;
}

bool oauth_client_store_revoke(struct db *db, int64_t id, bool *changed)
{
	if (!db_run(db, &revoke, DB_VALUES(db_integer(id)), NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}

bool oauth_client_store_used(struct db *db, int64_t id, int64_t keep_days)
{
	return db_run(db, &used, DB_VALUES(db_integer(keep_days), db_integer(id)), NULL);
}

bool oauth_client_store_recent(struct db *db, const char *registered_from, int64_t *count)
{
	struct db_rows rows;

	if (!db_run(db, &recent, DB_VALUES(db_text(registered_from)), &rows))
		return false;
	*count = db_row_integer(&rows, 0, 0);
	return true;
}

bool oauth_client_store_forget(struct db *db, int64_t limit)
{
	return db_run(db, &forget, DB_VALUES(db_integer(limit)), NULL);
}
