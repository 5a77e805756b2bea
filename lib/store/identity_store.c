#include "store/identity_store.h"

#include "base/secret.h"
#include "store/user_row.h"

#include <string.h>

static const struct db_statement find_caller = {
	"outside_identity_find_caller",
	"SELECT m.number, IF(d.fresh_until > UTC_TIMESTAMP(3) - INTERVAL 1 DAY, d.fetched_at, NULL),\n"
	"  COALESCE(d.fresh_until > UTC_TIMESTAMP(3), FALSE), " USER_COLUMNS "\n"
	"FROM (SELECT MAX(number) AS number FROM schema_migration) m\n"
	"LEFT JOIN provider_document d ON d.name = ?\n"
	"LEFT JOIN outside_identity i ON i.identity_hash = ?\n"
	"LEFT JOIN user u ON u.id = i.user_id AND u.deleted_at IS NULL",
	"imi" USER_LETTERS,
};

static const struct db_statement find = {
	"outside_identity_find",
	"SELECT " USER_COLUMNS "\n"
	"FROM outside_identity i\n"
	"JOIN user u ON u.id = i.user_id AND u.deleted_at IS NULL\n"
	"WHERE i.identity_hash = ?",
	USER_LETTERS,
};

static const struct db_statement bind = {
	"outside_identity_bind",
	"INSERT INTO outside_identity (identity_hash, issuer, subject, user_id)\n"
	"VALUES (?, ?, ?, ?)\n"
	"ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)",
	"",
};

static const struct db_statement unbind = {
	"outside_identity_unbind",
	"DELETE FROM outside_identity\n"
	"WHERE identity_hash = ?",
	"",
};

static struct db_value hash_of(struct db *db, const struct identity *identity)
{
	unsigned char *hash = arena_alloc(db_arena(db), SHA256_BYTES);
	const char *name = arena_printf(db_arena(db), "%s\n%s", identity->issuer, identity->subject);

	sha256(name, strlen(name), hash);
	return db_bytes(hash, SHA256_BYTES);
}

bool identity_store_find_caller(struct db *db, const struct identity *identity, const char *keys_name,
				struct outside_caller *caller)
{
	struct db_rows rows;

	if (!db_run(db, &find_caller, DB_VALUES(db_text(keys_name), hash_of(db, identity)), &rows))
		return false;
	*caller = (struct outside_caller){
		.schema = (int)db_row_integer(&rows, 0, 0),
		.keys_version = db_row_text(&rows, 0, 1),
		.keys_are_fresh = db_row_integer(&rows, 0, 2) != 0,
		.is_known = !db_row_is_null(&rows, 0, 3),
	};
	if (caller->is_known)
		caller->user = user_from_row(&rows, 0, 3);
	return true;
}

bool identity_store_find(struct db *db, const struct identity *identity, struct user *user, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &find, DB_VALUES(hash_of(db, identity)), &rows))
		return false;
	*found = rows.count != 0;
	if (*found)
		*user = user_from_row(&rows, 0, 0);
	return true;
}

bool identity_store_bind(struct db *db, const struct identity *identity, int64_t user_id)
{
	return db_run(db, &bind,
		      DB_VALUES(hash_of(db, identity), db_text(identity->issuer), db_text(identity->subject), db_integer(user_id)),
		      NULL);
}

bool identity_store_unbind(struct db *db, const struct identity *identity, bool *changed)
{
	if (!db_run(db, &unbind, DB_VALUES(hash_of(db, identity)), NULL))
		return false;
	*changed = db_affected_rows(db) == 1;
	return true;
}
