#include "store/browser_session_store.h"

#include "store/user_row.h"

static const struct db_statement insert = {
	"browser_session_insert",
	"INSERT INTO browser_session (token_hash, user_id)\n"
	"VALUES (?, ?)",
	"",
};

static const struct db_statement find = {
	"browser_session_find",
	"SELECT " USER_COLUMNS ",\n"
	"  FLOOR(UNIX_TIMESTAMP(s.signed_in_at)), s.used_at < UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE\n"
	"FROM browser_session s\n"
	"JOIN user u ON u.id = s.user_id AND u.deleted_at IS NULL\n"
	"WHERE s.token_hash = ?\n"
	"  AND s.used_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND\n"
	"  AND s.signed_in_at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND",
	USER_LETTERS "ii",
};

static const struct db_statement touch = {
	"browser_session_touch",
	"UPDATE browser_session\n"
	"SET used_at = UTC_TIMESTAMP(3)\n"
	"WHERE token_hash = ?",
	"",
};

static const struct db_statement delete_one = {
	"browser_session_delete",
	"DELETE FROM browser_session\n"
	"WHERE token_hash = ?",
	"",
};

static const struct db_statement delete_of_user = {
	"browser_session_delete_of_user",
	"DELETE FROM browser_session\n"
	"WHERE user_id = ?",
	"",
};

static const struct db_statement forget = {
	"browser_session_forget",
	"DELETE FROM browser_session\n"
	"WHERE signed_in_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND\n"
	"ORDER BY signed_in_at\n"
	"LIMIT ?",
	"",
};

bool browser_session_store_insert(struct db *db, const unsigned char hash[SHA256_BYTES], int64_t user_id)
{
	return db_run(db, &insert, DB_VALUES(db_bytes(hash, SHA256_BYTES), db_integer(user_id)), NULL);
}

bool browser_session_store_find(struct db *db, const unsigned char hash[SHA256_BYTES], const struct session_life *life,
				struct kept_session *session, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &find,
		    DB_VALUES(db_bytes(hash, SHA256_BYTES), db_integer(life->idle_seconds), db_integer(life->most_seconds)),
		    &rows))
		return false;
	*found = rows.count != 0;
	if (!*found)
		return true;
	*session = (struct kept_session){
		.user = user_from_row(&rows, 0, 0),
		.signed_in_at_unix = db_row_integer(&rows, 0, 6),
		.use_is_stale = db_row_integer(&rows, 0, 7) != 0,
	};
	return true;
}

bool browser_session_store_touch(struct db *db, const unsigned char hash[SHA256_BYTES])
{
	return db_run(db, &touch, DB_VALUES(db_bytes(hash, SHA256_BYTES)), NULL);
}

bool browser_session_store_delete(struct db *db, const unsigned char hash[SHA256_BYTES])
{
	return db_run(db, &delete_one, DB_VALUES(db_bytes(hash, SHA256_BYTES)), NULL);
}

bool browser_session_store_delete_of_user(struct db *db, int64_t user_id)
{
	return db_run(db, &delete_of_user, DB_VALUES(db_integer(user_id)), NULL);
}

bool browser_session_store_forget(struct db *db, const struct session_life *life, int64_t limit)
{
	return db_run(db, &forget, DB_VALUES(db_integer(life->most_seconds), db_integer(limit)), NULL);
}
