#include "store/oauth_consent_store.h"

static const struct db_statement find = {
	"oauth_consent_find",
	"SELECT scopes + 0\n"
	"FROM oauth_consent\n"
	"WHERE user_id = ? AND client_id = ? AND resource = ?",
	"i",
};

static const struct db_statement set = {
	"oauth_consent_set",
	"INSERT INTO oauth_consent (user_id, client_id, resource, scopes)\n"
	"VALUES (?, ?, ?, ?)\n"
	"ON DUPLICATE KEY UPDATE scopes = VALUES(scopes)",
	"",
};

static const struct db_statement delete_all = {
	"oauth_consent_remove",
	"DELETE FROM oauth_consent\n"
	"WHERE user_id = ? AND client_id = ?",
	"",
};

bool oauth_consent_store_find(struct db *db, int64_t user_id, int64_t client_id, const char *resource, unsigned *scopes)
{
	struct db_rows rows;

	if (!db_run(db, &find, DB_VALUES(db_integer(user_id), db_integer(client_id), db_text(resource)), &rows))
		return false;
	*scopes = rows.count ? (unsigned)db_row_integer(&rows, 0, 0) : 0;
	return true;
}

bool oauth_consent_store_set(struct db *db, int64_t user_id, int64_t client_id, const char *resource, unsigned scopes)
{
	return db_run(db, &set,
		      DB_VALUES(db_integer(user_id), db_integer(client_id), db_text(resource), db_integer(scopes)), NULL);
}

bool oauth_consent_store_remove(struct db *db, int64_t user_id, int64_t client_id)
{
	return db_run(db, &delete_all, DB_VALUES(db_integer(user_id), db_integer(client_id)), NULL);
}
