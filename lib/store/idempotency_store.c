#include "store/idempotency_store.h"

#include <string.h>

static const struct db_statement find = {
	"idempotency_find",
	"SELECT call_hash, result\n"
	"FROM idempotency\n"
	"WHERE user_id = ? AND api_key_id = ? AND oauth_client_id = ? AND idempotency_key = ?",
	"bt",
};

static const struct db_statement insert = {
	"idempotency_insert",
	"INSERT INTO idempotency (user_id, api_key_id, oauth_client_id, idempotency_key, call_hash, result)\n"
	"VALUES (?, ?, ?, ?, ?, ?)",
	"",
};

static const struct db_statement forget = {
	"idempotency_forget",
	"DELETE FROM idempotency\n"
	"WHERE created_at < UTC_TIMESTAMP(3) - INTERVAL ? HOUR\n"
	"ORDER BY created_at\n"
	"LIMIT ?",
	"",
};

bool idempotency_store_find(struct db *db, struct idempotency *call, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &find,
		    DB_VALUES(db_integer(call->user_id), db_integer(call->api_key_id), db_integer(call->oauth_client_id),
			      db_text(call->key)),
		    &rows))
		return false;
	*found = rows.count != 0;
	if (!*found)
		return true;
	memcpy(call->call_hash, db_row_text(&rows, 0, 0), SHA256_BYTES);
	call->result = db_row_text(&rows, 0, 1);
	return true;
}

bool idempotency_store_insert(struct db *db, const struct idempotency *call)
{
	return db_run(db, &insert,
		      DB_VALUES(db_integer(call->user_id), db_integer(call->api_key_id), db_integer(call->oauth_client_id),
				db_text(call->key), db_bytes(call->call_hash, SHA256_BYTES), db_text(call->result)),
		      NULL);
}

bool idempotency_store_forget(struct db *db, int64_t hours, int64_t limit)
{
	return db_run(db, &forget, DB_VALUES(db_integer(hours), db_integer(limit)), NULL);
}
