#include "store/oauth_grant_store.h"

#include "store/migration.h"
#include "store/signing_key_store.h"
#include "store/user_row.h"

static const struct db_statement insert_code = {
	"oauth_code_insert",
	"INSERT INTO oauth_code (code_hash, client_id, user_id, redirect_uri, code_challenge, scopes, resource, expires_at)\n"
	"VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)",
	"",
};

static const struct db_statement lock_code = {
	"oauth_code_lock",
	"SELECT client_id, user_id, redirect_uri, code_challenge, scopes + 0, resource, expires_at <= UTC_TIMESTAMP(3),\n"
	"  used_at IS NOT NULL, COALESCE(family_id, 0)\n"
	"FROM oauth_code\n"
	"WHERE code_hash = ?\n"
	"FOR UPDATE",
	"iittitiii",
};

static const struct db_statement use_code = {
	"oauth_code_use",
	"UPDATE oauth_code\n"
	"SET used_at = UTC_TIMESTAMP(3), family_id = ?\n"
	"WHERE code_hash = ?",
	"",
};

static const struct db_statement insert_family = {
	"oauth_family_insert",
	"INSERT INTO oauth_family (client_id, user_id, scopes, resource, expires_at)\n"
	"VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)\n"
	"RETURNING id",
	"i",
};

static const struct db_statement prolong_family = {
	"oauth_family_prolong",
	"UPDATE oauth_family\n"
	"SET expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND\n"
	"WHERE id = ?",
	"",
};

static const struct db_statement revoke_family = {
	"oauth_family_revoke",
	"UPDATE oauth_family\n"
	"SET revoked_at = UTC_TIMESTAMP(3), revoked_as = ?\n"
	"WHERE id = ? AND revoked_at IS NULL",
	"",
};

static const struct db_statement revoke_families = {
	"oauth_family_revoke_all",
	"UPDATE oauth_family\n"
	"SET revoked_at = UTC_TIMESTAMP(3), revoked_as = ?\n"
	"WHERE user_id = ? AND (client_id = ? OR ? = 0) AND revoked_at IS NULL",
	"",
};

static const struct db_statement end_codes = {
	"oauth_code_end",
	"UPDATE oauth_code\n"
	"SET expires_at = UTC_TIMESTAMP(3)\n"
	"WHERE user_id = ? AND (client_id = ? OR ? = 0) AND expires_at > UTC_TIMESTAMP(3)",
	"",
};

/* As with API keys, the schema is looked at now and then only. */
#define FIND_CALLER(also) \
	"SELECT f.packed, c.client_id, c.name, c.revoked_at IS NOT NULL, " USER_COLUMNS ", k.public_jwk" also "\n" \
	"FROM oauth_family f\n" \
	"JOIN oauth_client c ON c.id = f.client_id\n" \
	"JOIN user u ON u.id = f.user_id AND u.deleted_at IS NULL\n" \
	"LEFT JOIN signing_key k ON k.kid = ? AND " SIGNING_KEY_IS_PUBLISHED("k") "\n" \
	"WHERE f.id = ?"
#define CALLER_LETTERS "(iiiti)tti" USER_LETTERS "t"

static const struct db_statement find_caller = { "oauth_family_find_caller", FIND_CALLER(""), CALLER_LETTERS };
static const struct db_statement find_caller_and_schema = {
	"oauth_family_find_caller_and_schema", FIND_CALLER(", " MIGRATION_NUMBER), CALLER_LETTERS "i",
};

static const struct db_statement insert_refresh = {
	"oauth_refresh_insert",
	"INSERT INTO oauth_refresh_token (token_hash, family_id, expires_at)\n"
	"VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)",
	"",
};

/* The user's row is looked at in a query of its own, so that FOR UPDATE does not lock it. */
#define FIND_REFRESH \
	"SELECT t.expires_at <= UTC_TIMESTAMP(3), t.used_at IS NOT NULL, UNIX_TIMESTAMP(t.expires_at) DIV 1,\n" \
	"  f.id, f.client_id, f.user_id, f.scopes + 0, f.resource,\n" \
	"  f.revoked_at IS NOT NULL OR (SELECT u.deleted_at IS NOT NULL FROM user u WHERE u.id = f.user_id)\n" \
	"FROM oauth_refresh_token t\n" \
	"JOIN oauth_family f ON f.id = t.family_id\n" \
	"WHERE t.token_hash = ?"
#define REFRESH_LETTERS "iii" "iiiiti"

static const struct db_statement find_refresh = { "oauth_refresh_find", FIND_REFRESH, REFRESH_LETTERS };
static const struct db_statement lock_refresh = { "oauth_refresh_lock", FIND_REFRESH "\nFOR UPDATE", REFRESH_LETTERS };

static const struct db_statement use_refresh = {
	"oauth_refresh_use",
	"UPDATE oauth_refresh_token\n"
	"SET used_at = UTC_TIMESTAMP(3)\n"
	"WHERE token_hash = ?",
	"",
};

static const struct db_statement use_assertion = {
	"oauth_assertion_use",
	"INSERT IGNORE INTO oauth_assertion (client_id, jti_hash, expires_at)\n"
	"VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)",
	"",
};

static const struct db_statement forgets[] = {
	{ "oauth_code_forget",
	  "DELETE FROM oauth_code\n"
	  "WHERE expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY\n"
	  "ORDER BY expires_at\n"
	  "LIMIT ?",
	  "" },
	{ "oauth_family_forget",
	  "DELETE FROM oauth_family\n"
	  "WHERE expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY\n"
	  "ORDER BY expires_at\n"
	  "LIMIT ?",
	  "" },
	{ "oauth_refresh_forget",
	  "DELETE FROM oauth_refresh_token\n"
	  "WHERE expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY\n"
	  "ORDER BY expires_at\n"
	  "LIMIT ?",
	  "" },
	{ "oauth_assertion_forget",
	  "DELETE FROM oauth_assertion\n"
	  "WHERE expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY\n"
	  "ORDER BY expires_at\n"
	  "LIMIT ?",
	  "" },
};

bool oauth_code_store_insert(struct db *db, const unsigned char hash[SHA256_BYTES], const struct oauth_code *code,
			     int64_t lives_seconds)
{
	return db_run(db, &insert_code,
		      DB_VALUES(db_bytes(hash, SHA256_BYTES), db_integer(code->client_id), db_integer(code->user_id),
				db_text(code->redirect_uri), db_text(code->code_challenge), db_integer(code->scopes),
				db_text(code->resource), db_integer(lives_seconds)),
		      NULL);
}

bool oauth_code_store_lock(struct db *db, const unsigned char hash[SHA256_BYTES], struct oauth_code *code, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &lock_code, DB_VALUES(db_bytes(hash, SHA256_BYTES)), &rows))
		return false;
	*found = rows.count != 0;
	if (!*found)
		return true;
	*code = (struct oauth_code){
		.client_id = db_row_integer(&rows, 0, 0),
		.user_id = db_row_integer(&rows, 0, 1),
		.redirect_uri = db_row_text(&rows, 0, 2),
		.code_challenge = db_row_text(&rows, 0, 3),
		.scopes = (unsigned)db_row_integer(&rows, 0, 4),
		.resource = db_row_text(&rows, 0, 5),
		.is_expired = db_row_integer(&rows, 0, 6) != 0,
		.is_used = db_row_integer(&rows, 0, 7) != 0,
		.family_id = db_row_integer(&rows, 0, 8),
	};
	return true;
}

bool oauth_code_store_use(struct db *db, const unsigned char hash[SHA256_BYTES], int64_t family_id)
{
	return db_run(db, &use_code, DB_VALUES(db_integer(family_id), db_bytes(hash, SHA256_BYTES)), NULL);
}

bool oauth_family_store_insert(struct db *db, struct oauth_family *family, int64_t lives_seconds)
{
	struct db_rows rows;

	if (!db_run(db, &insert_family,
		    DB_VALUES(db_integer(family->client_id), db_integer(family->user_id), db_integer(family->scopes),
			      db_text(family->resource), db_integer(lives_seconds)),
		    &rows))
		return false;
	family->id = db_row_integer(&rows, 0, 0);
	return true;
}

bool oauth_family_store_prolong(struct db *db, int64_t id, int64_t lives_seconds)
{
	return db_run(db, &prolong_family, DB_VALUES(db_integer(lives_seconds), db_integer(id)), NULL);
}

bool oauth_family_store_revoke(struct db *db, int64_t id, enum oauth_revocation as)
{
	return db_run(db, &revoke_family, DB_VALUES(db_integer(as), db_integer(id)), NULL);
}

bool oauth_family_store_revoke_all(struct db *db, int64_t user_id, int64_t client_id, enum oauth_revocation as)
{
	const struct db_value user = db_integer(user_id), client = db_integer(client_id);

	return db_run(db, &end_codes, DB_VALUES(user, client, client), NULL) &&
	       db_run(db, &revoke_families, DB_VALUES(db_integer(as), user, client, client), NULL);
}

bool oauth_family_store_find_caller(struct db *db, int64_t family_id, const char *kid, struct oauth_caller *caller)
{
	bool schema_is_known = db_schema_was_right(db);
	struct db_rows rows;

	*caller = (struct oauth_caller){ 0 };
	if (!db_run(db, schema_is_known ? &find_caller : &find_caller_and_schema, DB_VALUES(db_text(kid), db_integer(family_id)), &rows))
		return false;
	if (!rows.count)
		return migration_current(db, &caller->schema);
	*caller = (struct oauth_caller){
		.schema = schema_is_known ? migration_newest() : (int)db_row_integer(&rows, 0, 15),
		.found = true,
		.is_revoked = db_row_integer(&rows, 0, 4) || db_row_integer(&rows, 0, 7),
		.family = {
			.id = family_id,
			.client_id = db_row_integer(&rows, 0, 0),
			.user_id = db_row_integer(&rows, 0, 1),
			.scopes = (unsigned)db_row_integer(&rows, 0, 2),
			.resource = db_row_text(&rows, 0, 3),
		},
		.client_id = db_row_text(&rows, 0, 5),
		.client_name = db_row_text(&rows, 0, 6),
		.user = user_from_row(&rows, 0, 8),
		.public_jwk = db_row_text(&rows, 0, 14),
	};
	return true;
}

bool oauth_refresh_store_insert(struct db *db, const unsigned char hash[SHA256_BYTES], int64_t family_id,
				int64_t lives_seconds)
{
	return db_run(db, &insert_refresh,
		      DB_VALUES(db_bytes(hash, SHA256_BYTES), db_integer(family_id), db_integer(lives_seconds)), NULL);
}

bool oauth_refresh_store_find(struct db *db, const unsigned char hash[SHA256_BYTES], bool lock,
			      struct oauth_refresh_token *token, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, lock ? &lock_refresh : &find_refresh, DB_VALUES(db_bytes(hash, SHA256_BYTES)), &rows))
		return false;
	*found = rows.count != 0;
	if (!*found)
		return true;
	*token = (struct oauth_refresh_token){
		.is_expired = db_row_integer(&rows, 0, 0) != 0,
		.is_used = db_row_integer(&rows, 0, 1) != 0,
		.expires_at_unix = db_row_integer(&rows, 0, 2),
		.family = {
			.id = db_row_integer(&rows, 0, 3),
			.client_id = db_row_integer(&rows, 0, 4),
			.user_id = db_row_integer(&rows, 0, 5),
			.scopes = (unsigned)db_row_integer(&rows, 0, 6),
			.resource = db_row_text(&rows, 0, 7),
			.is_revoked = db_row_integer(&rows, 0, 8) != 0,
		},
	};
	return true;
}

bool oauth_refresh_store_use(struct db *db, const unsigned char hash[SHA256_BYTES])
{
	return db_run(db, &use_refresh, DB_VALUES(db_bytes(hash, SHA256_BYTES)), NULL);
}

bool oauth_assertion_store_use(struct db *db, int64_t client_id, const unsigned char jti_hash[SHA256_BYTES],
			       int64_t lives_seconds, bool *is_new)
{
	if (!db_run(db, &use_assertion,
		    DB_VALUES(db_integer(client_id), db_bytes(jti_hash, SHA256_BYTES), db_integer(lives_seconds)), NULL))
		return false;
	*is_new = db_affected_rows(db) > 0;
	return true;
}

bool oauth_grant_store_forget(struct db *db, int64_t limit)
{
	for (size_t i = 0; i < sizeof(forgets) / sizeof(forgets[0]); i++)
		if (!db_run(db, &forgets[i], DB_VALUES(db_integer(limit)), NULL))
			return false;
	return true;
}
