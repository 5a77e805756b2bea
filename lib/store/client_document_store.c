#include "store/client_document_store.h"

static const struct db_statement find = {
	"client_document_find",
	"SELECT is_pinned, fresh_until > UTC_TIMESTAMP(3), COALESCE(fetching_until > UTC_TIMESTAMP(3), FALSE),\n"
	"  COALESCE(fetched_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY, FALSE), refusal\n"
	"FROM client_document\n"
	"WHERE url = ?",
	"iiiit",
};

static const struct db_statement fetching = {
	"client_document_fetching",
	"SELECT COUNT(*)\n"
	"FROM client_document\n"
	"WHERE fetching_until > UTC_TIMESTAMP(3)",
	"i",
};

static const struct db_statement insert = {
	"client_document_insert",
	"INSERT INTO client_document (url)\n"
	"VALUES (?)\n"
	"ON DUPLICATE KEY UPDATE url = url",
	"",
};

static const struct db_statement claim = {
	"client_document_claim",
	"UPDATE client_document\n"
	"SET fetching_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND\n"
	"WHERE url = ? AND is_pinned = FALSE AND (fetching_until IS NULL OR fetching_until <= UTC_TIMESTAMP(3))",
	"",
};

static const struct db_statement keep_client = {
	"client_document_keep_client",
	"INSERT INTO oauth_client (client_id, kind, name, redirect_uris, auth_method, jwks, grant_types, scopes)\n"
	"VALUES (?, 'document', ?, ?, ?, ?, ?, ?)\n"
	"ON DUPLICATE KEY UPDATE\n"
	"  name = IF(kind = 'document', VALUES(name), name),\n"
	"  redirect_uris = IF(kind = 'document', VALUES(redirect_uris), redirect_uris),\n"
	"  auth_method = IF(kind = 'document', VALUES(auth_method), auth_method),\n"
	"  jwks = IF(kind = 'document', VALUES(jwks), jwks),\n"
	"  grant_types = IF(kind = 'document', VALUES(grant_types), grant_types),\n"
	"  scopes = IF(kind = 'document', VALUES(scopes), scopes)",
	"",
};

static const struct db_statement keep = {
	"client_document_keep",
	"INSERT INTO client_document (url, is_pinned, fetched_at, fresh_until)\n"
	"VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? SECOND)\n"
	"ON DUPLICATE KEY UPDATE\n"
	"  is_pinned = VALUES(is_pinned), fetched_at = VALUES(fetched_at), fresh_until = VALUES(fresh_until),\n"
	"  refusal = NULL, fetching_until = NULL",
	"",
};

static const struct db_statement refuse = {
	"client_document_refuse",
	"UPDATE client_document\n"
	"SET refusal = ?, fresh_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, fetching_until = NULL\n"
	"WHERE url = ? AND is_pinned = FALSE",
	"",
};

static const struct db_statement unpin = {
	"client_document_unpin",
	"UPDATE client_document\n"
	"SET is_pinned = FALSE, fetched_at = NULL, fresh_until = UTC_TIMESTAMP(3)\n"
	"WHERE url = ? AND is_pinned = TRUE",
	"",
};

static const struct db_statement forget = {
	"client_document_forget",
	"DELETE FROM client_document\n"
	"WHERE fresh_until < UTC_TIMESTAMP(3) - INTERVAL 1 DAY AND is_pinned = FALSE\n"
	"ORDER BY fresh_until\n"
	"LIMIT ?",
	"",
};

static const struct db_statement forget_clients = {
	"client_document_forget_clients",
	"DELETE FROM oauth_client\n"
	"WHERE last_used_at IS NULL AND kind = 'document' AND created_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY\n"
	"  AND revoked_at IS NULL AND client_id NOT IN (SELECT url FROM client_document)\n"
	"LIMIT ?",
	"",
};

bool client_document_store_find(struct db *db, const char *url, struct client_document *document, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &find, DB_VALUES(db_text(url)), &rows))
		return false;
	*document = (struct client_document){ 0 };
	*found = rows.count != 0;
	if (!*found)
		return true;
	document->is_pinned = db_row_integer(&rows, 0, 0) != 0;
	document->is_fresh = db_row_integer(&rows, 0, 1) != 0;
	document->is_being_fetched = db_row_integer(&rows, 0, 2) != 0;
	document->has_copy = db_row_integer(&rows, 0, 3) != 0;
	document->refusal = db_row_text(&rows, 0, 4);
	return true;
}

bool client_document_store_fetching(struct db *db, int64_t *count)
{
	struct db_rows rows;

	if (!db_run(db, &fetching, DB_NO_VALUES, &rows))
		return false;
	*count = db_row_integer(&rows, 0, 0);
	return true;
}

bool client_document_store_claim(struct db *db, const char *url, int64_t seconds, bool *claimed)
{
	if (!db_run(db, &insert, DB_VALUES(db_text(url)), NULL) ||
	    !db_run(db, &claim, DB_VALUES(db_integer(seconds), db_text(url)), NULL))
		return false;
	*claimed = db_affected_rows(db) == 1;
	return true;
}

bool client_document_store_keep(struct db *db, const struct oauth_client *client, int64_t fresh_seconds, bool pinned)
{
	return db_run(db, &keep_client,
		      DB_VALUES(db_text(client->client_id), db_text(client->name), db_text(client->redirect_uris),
				db_integer(client->auth_method), db_text(client->jwks), db_integer(client->grant_types),
				db_integer(client->scopes)),
		      NULL) &&
	       db_run(db, &keep, DB_VALUES(db_text(client->client_id), db_integer(pinned), db_integer(fresh_seconds)), NULL);
}

bool client_document_store_refuse(struct db *db, const char *url, const char *refusal, int64_t fresh_seconds)
{
	return db_run(db, &refuse, DB_VALUES(db_text(refusal), db_integer(fresh_seconds), db_text(url)), NULL);
}

bool client_document_store_unpin(struct db *db, const char *url, bool *changed)
{
	if (!db_run(db, &unpin, DB_VALUES(db_text(url)), NULL))
		return false;
	*changed = db_affected_rows(db) == 1;
	return true;
}

bool client_document_store_forget(struct db *db, int64_t limit)
{
	return db_run(db, &forget, DB_VALUES(db_integer(limit)), NULL) &&
	       db_run(db, &forget_clients, DB_VALUES(db_integer(limit)), NULL);
}
