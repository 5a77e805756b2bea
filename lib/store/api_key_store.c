#include "store/api_key_store.h"

#include "base/clock.h"
#include "store/migration.h"
#include "store/user_row.h"

#define USE_IS_FRESH_SECONDS 300

/*
 * What each request asks is as small as it can be. The one user of the row is the named one where an e-mail was sent,
 * else the key's own; and the schema is looked at now and then only.
 */
#define KEY(from, also) "SELECT k.id, k.packed, " USER_COLUMNS also "\nFROM api_key k\n" from "WHERE k.key_hash = ?"
#define KEY_LETTERS "i(tiiiiii)" USER_LETTERS
#define NAMED "LEFT JOIN user u ON u.email = ?\n"
#define OWN "JOIN user u ON u.id = COALESCE(k.user_id, 1) AND u.deleted_at IS NULL\n"
#define BOOTSTRAP "SELECT " USER_COLUMNS ", " MIGRATION_NUMBER "\nFROM user u\nWHERE u.deleted_at IS NULL AND "

static const struct db_statement find_named = { "api_key_find_named", KEY(NAMED, ""), KEY_LETTERS };
static const struct db_statement find_own = { "api_key_find_own", KEY(OWN, ""), KEY_LETTERS };

static const struct db_statement find_named_and_schema = {
	"api_key_find_named_and_schema", KEY(NAMED, ", " MIGRATION_NUMBER), KEY_LETTERS "i",
};

static const struct db_statement find_own_and_schema = {
	"api_key_find_own_and_schema", KEY(OWN, ", " MIGRATION_NUMBER), KEY_LETTERS "i",
};

static const struct db_statement find_bootstrap_named = {
	"api_key_find_bootstrap_named", BOOTSTRAP "u.email = ?", USER_LETTERS "i",
};

static const struct db_statement find_bootstrap_own = {
	"api_key_find_bootstrap_own", BOOTSTRAP "u.id = 1", USER_LETTERS "i",
};

static const struct db_statement touch = {
	"api_key_touch",
	"UPDATE api_key\n"
	"SET last_used_at = UTC_TIMESTAMP(3)\n"
	"WHERE id = ?",
	"",
};

static const struct db_statement insert = {
	"api_key_insert",
	"INSERT INTO api_key (name, key_hash, scopes, user_id, may_act_as, expires_at, created_by)\n"
	"VALUES (?, ?, ?, NULLIF(?, 0), ?, UTC_TIMESTAMP(3) + INTERVAL NULLIF(?, 0) DAY, ?)\n"
	"RETURNING id, expires_at",
	"im",
};

static const struct db_statement list_all = {
	"api_key_list",
	"SELECT k.id, k.name, k.scopes + 0, COALESCE(k.user_id, 0), u.email, k.may_act_as,\n"
	"  COALESCE(k.expires_at <= UTC_TIMESTAMP(3), FALSE), k.expires_at, k.revoked_at, k.last_used_at, k.created_at\n"
	"FROM api_key k\n"
	"LEFT JOIN user u ON u.id = k.user_id\n"
	"ORDER BY k.id",
	"itiitiimmmm",
};

static const struct db_statement revoke = {
	"api_key_revoke",
	"UPDATE api_key\n"
	"SET revoked_at = UTC_TIMESTAMP(3)\n"
	"WHERE id = ? AND revoked_at IS NULL",
	"",
};

static bool find(struct db *db, const unsigned char hash[SHA256_BYTES], const char *email, struct caller *caller)
{
	const struct db_value key_hash = db_bytes(hash, SHA256_BYTES);
	bool schema_is_known = db_schema_was_right(db);
	int64_t now = clock_unix_seconds();
	struct db_rows rows;
	bool ran = email ? db_run(db, schema_is_known ? &find_named : &find_named_and_schema,
				  DB_VALUES(db_text(email), key_hash), &rows) :
			   db_run(db, schema_is_known ? &find_own : &find_own_and_schema, DB_VALUES(key_hash), &rows);

	if (!ran)
		return false;
	if (!rows.count)
		return migration_current(db, &caller->schema);
	caller->schema = schema_is_known ? migration_newest() : (int)db_row_integer(&rows, 0, 14);
	caller->key_found = true;
	caller->key = (struct api_key){
		.id = db_row_integer(&rows, 0, 0),
		.name = db_row_text(&rows, 0, 1),
		.scopes = (unsigned)db_row_integer(&rows, 0, 2),
		.user_id = db_row_integer(&rows, 0, 3),
		.may_act_as = db_row_integer(&rows, 0, 4) != 0,
		.is_expired = !db_row_is_null(&rows, 0, 5) && db_row_integer(&rows, 0, 5) <= now,
		.is_revoked = db_row_integer(&rows, 0, 6) != 0,
	};
	/* NULL, never used, reads as 0. */
	caller->use_is_stale = db_row_integer(&rows, 0, 7) < now - USE_IS_FRESH_SECONDS;
	caller->named_found = email && !db_row_is_null(&rows, 0, 9);
	caller->user = user_from_row(&rows, 0, 8);
	return true;
}

bool api_key_store_find_caller(struct db *db, const unsigned char hash[SHA256_BYTES], const char *email,
			       struct caller *caller)
{
	*caller = (struct caller){ 0 };
	if (!find(db, hash, email, caller))
		return false;
	return !email || !caller->key_found || caller->named_found || find(db, hash, NULL, caller);
}

static bool find_bootstrap(struct db *db, const char *email, struct caller *caller, bool *found)
{
	struct db_rows rows;
	bool ran = email ? db_run(db, &find_bootstrap_named, DB_VALUES(db_text(email)), &rows) :
			   db_run(db, &find_bootstrap_own, DB_NO_VALUES, &rows);

	*found = ran && rows.count;
	if (!*found)
		return ran;
	caller->schema = (int)db_row_integer(&rows, 0, 6);
	caller->named_found = email != NULL;
	caller->user = user_from_row(&rows, 0, 0);
	return true;
}

bool api_key_store_find_bootstrap_caller(struct db *db, const char *email, struct caller *caller)
{
	bool found = false;

	*caller = (struct caller){ 0 };
	if (email && !find_bootstrap(db, email, caller, &found))
		return false;
	if (!found && !find_bootstrap(db, NULL, caller, &found))
		return false;
	return found || fail(db_error(db), ERROR_UNAVAILABLE, "the database has no system user; run taskdeskctl migrate");
}

bool api_key_store_touch(struct db *db, int64_t id)
{
	return db_run(db, &touch, DB_VALUES(db_integer(id)), NULL);
}

bool api_key_store_insert(struct db *db, struct api_key *key, const unsigned char hash[SHA256_BYTES],
			  int64_t expires_days, int64_t created_by)
{
	struct db_rows rows;

	if (!db_run(db, &insert,
		    DB_VALUES(db_text(key->name), db_bytes(hash, SHA256_BYTES), db_integer(key->scopes),
			      db_integer(key->user_id), db_integer(key->may_act_as), db_integer(expires_days),
			      db_integer(created_by)),
		    &rows))
		return false;
	key->id = db_row_integer(&rows, 0, 0);
	key->expires_at = db_row_text(&rows, 0, 1);
	return true;
}

bool api_key_store_list(struct db *db, struct api_key_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &list_all, DB_NO_VALUES, &rows))
		return false;
	list->count = rows.count;
	list->keys = arena_array(db_arena(db), rows.count, sizeof(*list->keys));
	for (size_t i = 0; i < rows.count; i++)
		list->keys[i] = (struct api_key){
			.id = db_row_integer(&rows, i, 0),
			.name = db_row_text(&rows, i, 1),
			.scopes = (unsigned)db_row_integer(&rows, i, 2),
			.user_id = db_row_integer(&rows, i, 3),
			.user_email = db_row_text(&rows, i, 4),
			.may_act_as = db_row_integer(&rows, i, 5) != 0,
			.is_expired = db_row_integer(&rows, i, 6) != 0,
			.is_revoked = !db_row_is_null(&rows, i, 8),
			.expires_at = db_row_text(&rows, i, 7),
			.revoked_at = db_row_text(&rows, i, 8),
			.last_used_at = db_row_text(&rows, i, 9),
			.created_at = db_row_text(&rows, i, 10),
		};
	return true;
}

bool api_key_store_revoke(struct db *db, int64_t id, bool *changed)
{
	if (!db_run(db, &revoke, DB_VALUES(db_integer(id)), NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}
