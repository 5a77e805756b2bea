#include "store/relay_store.h"

static const struct db_statement insert_request = {
	"relay_request_insert",
	"INSERT INTO relay_request (state_hash, browser_hash, client_id, redirect_uri, client_state, resource, code_challenge,\n"
	"  expires_at)\n"
	"VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)",
	"",
};

static const struct db_statement take_request = {
	"relay_request_take",
	"DELETE FROM relay_request\n"
	"WHERE state_hash = ? AND browser_hash = ? AND expires_at > UTC_TIMESTAMP(3)\n"
	"RETURNING client_id, redirect_uri, client_state, resource, code_challenge",
	"itttt",
};

static const struct db_statement insert_code = {
	"relay_code_insert",
	"INSERT INTO relay_code (code_hash, client_id, redirect_uri, resource, code_challenge, expires_at)\n"
	"VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)",
	"",
};

static const struct db_statement take_code = {
	"relay_code_take",
	"DELETE FROM relay_code\n"
	"WHERE code_hash = ? AND client_id = ? AND expires_at > UTC_TIMESTAMP(3)\n"
	"RETURNING client_id, redirect_uri, NULL, resource, code_challenge",
	"itttt",
};

static const struct db_statement keep_token = {
	"relay_refresh_token_keep",
	"INSERT INTO relay_refresh_token (token_hash, client_id, resource, expires_at)\n"
	"VALUES (?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? DAY)\n"
	"ON DUPLICATE KEY UPDATE expires_at = VALUES(expires_at)",
	"",
};

static const struct db_statement find_token = {
	"relay_refresh_token_find",
	"SELECT resource\n"
	"FROM relay_refresh_token\n"
	"WHERE token_hash = ? AND client_id = ? AND expires_at > UTC_TIMESTAMP(3)",
	"t",
};

static const struct db_statement delete_token = {
	"relay_refresh_token_delete",
	"DELETE FROM relay_refresh_token\n"
	"WHERE token_hash = ?",
	"",
};

static const struct db_statement forgets[] = {
	{ "relay_request_forget",
	  "DELETE FROM relay_request\n"
	  "WHERE expires_at < UTC_TIMESTAMP(3)\n"
	  "ORDER BY expires_at\n"
	  "LIMIT ?",
	  "" },
	{ "relay_code_forget",
	  "DELETE FROM relay_code\n"
	  "WHERE expires_at < UTC_TIMESTAMP(3)\n"
	  "ORDER BY expires_at\n"
	  "LIMIT ?",
	  "" },
	{ "relay_refresh_token_forget",
	  "DELETE FROM relay_refresh_token\n"
	  "WHERE expires_at < UTC_TIMESTAMP(3)\n"
	  "ORDER BY expires_at\n"
	  "LIMIT ?",
	  "" },
};

static struct relay relay_from(const struct db_rows *rows)
{
	return (struct relay){
		.client_id = db_row_integer(rows, 0, 0),
		.redirect_uri = db_row_text(rows, 0, 1),
		.client_state = db_row_text(rows, 0, 2),
		.resource = db_row_text(rows, 0, 3),
		.code_challenge = db_row_text(rows, 0, 4),
	};
}

bool relay_store_insert_request(struct db *db, const unsigned char state_hash[SHA256_BYTES],
				const unsigned char browser_hash[SHA256_BYTES], const struct relay *relay,
				int64_t lives_seconds)
{
	return db_run(db, &insert_request,
		      DB_VALUES(db_bytes(state_hash, SHA256_BYTES), db_bytes(browser_hash, SHA256_BYTES),
				db_integer(relay->client_id), db_text(relay->redirect_uri), db_text(relay->client_state),
				db_text(relay->resource), db_text(relay->code_challenge), db_integer(lives_seconds)),
		      NULL);
}

bool relay_store_take_request(struct db *db, const unsigned char state_hash[SHA256_BYTES],
			      const unsigned char browser_hash[SHA256_BYTES], struct relay *relay, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &take_request, DB_VALUES(db_bytes(state_hash, SHA256_BYTES), db_bytes(browser_hash, SHA256_BYTES)),
		    &rows))
		return false;
	*found = rows.count != 0;
	if (*found)
		*relay = relay_from(&rows);
	return true;
}

bool relay_store_insert_code(struct db *db, const unsigned char code_hash[SHA256_BYTES], const struct relay *relay,
			     int64_t lives_seconds)
{
	return db_run(db, &insert_code,
		      DB_VALUES(db_bytes(code_hash, SHA256_BYTES), db_integer(relay->client_id), db_text(relay->redirect_uri),
				db_text(relay->resource), db_text(relay->code_challenge), db_integer(lives_seconds)),
		      NULL);
}

bool relay_store_take_code(struct db *db, const unsigned char code_hash[SHA256_BYTES], int64_t client_id,
			   struct relay *relay, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &take_code, DB_VALUES(db_bytes(code_hash, SHA256_BYTES), db_integer(client_id)), &rows))
		return false;
	*found = rows.count != 0;
	if (*found)
		*relay = relay_from(&rows);
	return true;
}

bool relay_store_keep_refresh_token(struct db *db, const unsigned char token_hash[SHA256_BYTES], int64_t client_id,
				    const char *resource, int64_t lives_days)
{
	return db_run(db, &keep_token,
		      DB_VALUES(db_bytes(token_hash, SHA256_BYTES), db_integer(client_id), db_text(resource),
				db_integer(lives_days)),
		      NULL);
}

bool relay_store_find_refresh_token(struct db *db, const unsigned char token_hash[SHA256_BYTES], int64_t client_id,
				    const char **resource)
{
	struct db_rows rows;

	if (!db_run(db, &find_token, DB_VALUES(db_bytes(token_hash, SHA256_BYTES), db_integer(client_id)), &rows))
		return false;
	*resource = rows.count ? db_row_text(&rows, 0, 0) : NULL;
	return true;
}

bool relay_store_delete_refresh_token(struct db *db, const unsigned char token_hash[SHA256_BYTES])
{
	return db_run(db, &delete_token, DB_VALUES(db_bytes(token_hash, SHA256_BYTES)), NULL);
}

bool relay_store_forget(struct db *db, int64_t limit)
{
	for (size_t i = 0; i < sizeof(forgets) / sizeof(forgets[0]); i++)
		if (!db_run(db, &forgets[i], DB_VALUES(db_integer(limit)), NULL))
			return false;
	return true;
}
