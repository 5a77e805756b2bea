#include "store/provider_store.h"

static const struct db_statement find = {
	"provider_document_find",
	"SELECT IF(fresh_until > UTC_TIMESTAMP(3) - INTERVAL 1 DAY, body, NULL), fetched_at, fresh_until > UTC_TIMESTAMP(3),\n"
	"  COALESCE(tried_at > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE, FALSE)\n"
	"FROM provider_document\n"
	"WHERE name = ?",
	"tmii",
};

static const struct db_statement insert = {
	"provider_document_insert",
	"INSERT INTO provider_document (name)\n"
	"VALUES (?)\n"
	"ON DUPLICATE KEY UPDATE name = name",
	"",
};

static const struct db_statement claim = {
	"provider_document_claim",
	"UPDATE provider_document\n"
	"SET tried_at = UTC_TIMESTAMP(3)\n"
	"WHERE name = ? AND (tried_at IS NULL OR tried_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND)",
	"",
};

static const struct db_statement keep = {
	"provider_document_keep",
	"UPDATE provider_document\n"
	"SET body = ?, fetched_at = UTC_TIMESTAMP(3), fresh_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND\n"
	"WHERE name = ?",
	"",
};

static const struct db_statement find_answer = {
	"introspected_token_find",
	"SELECT answer\n"
	"FROM introspected_token\n"
	"WHERE token_hash = ? AND expires_at > UTC_TIMESTAMP(3)",
	"t",
};

static const struct db_statement keep_answer = {
	"introspected_token_keep",
	"INSERT INTO introspected_token (token_hash, answer, expires_at)\n"
	"VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)\n"
	"ON DUPLICATE KEY UPDATE answer = VALUES(answer), expires_at = VALUES(expires_at)",
	"",
};

static const struct db_statement forget_answers = {
	"introspected_token_forget",
	"DELETE FROM introspected_token\n"
	"WHERE expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE\n"
	"ORDER BY expires_at\n"
	"LIMIT 20",
	"",
};

bool provider_store_find(struct db *db, const char *name, struct provider_document *document)
{
	struct db_rows rows;

	*document = (struct provider_document){ 0 };
	if (!db_run(db, &find, DB_VALUES(db_text(name)), &rows))
		return false;
	if (!rows.count)
		return true;
	document->body = db_row_text(&rows, 0, 0);
	document->fetched_at = db_row_text(&rows, 0, 1);
	document->is_fresh = document->body && db_row_integer(&rows, 0, 2);
	document->was_tried = db_row_integer(&rows, 0, 3) != 0;
	return true;
}

bool provider_store_claim(struct db *db, const char *name, int64_t pause_seconds, bool *claimed)
{
	if (!db_run(db, &insert, DB_VALUES(db_text(name)), NULL) ||
	    !db_run(db, &claim, DB_VALUES(db_text(name), db_integer(pause_seconds)), NULL))
		return false;
	*claimed = db_affected_rows(db) == 1;
	return true;
}

bool provider_store_keep(struct db *db, const char *name, const char *body, int64_t fresh_seconds)
{
	return db_run(db, &keep, DB_VALUES(db_text(body), db_integer(fresh_seconds), db_text(name)), NULL);
}

bool provider_store_find_answer(struct db *db, const unsigned char token_hash[SHA256_BYTES], const char **answer)
{
	struct db_rows rows;

	if (!db_run(db, &find_answer, DB_VALUES(db_bytes(token_hash, SHA256_BYTES)), &rows))
		return false;
	*answer = rows.count ? db_row_text(&rows, 0, 0) : NULL;
	return true;
}

bool provider_store_keep_answer(struct db *db, const unsigned char token_hash[SHA256_BYTES], const char *answer,
				int64_t seconds)
{
	return db_run(db, &keep_answer, DB_VALUES(db_bytes(token_hash, SHA256_BYTES), db_text(answer), db_integer(seconds)),
		      NULL) &&
	       db_run(db, &forget_answers, DB_NO_VALUES, NULL);
}
