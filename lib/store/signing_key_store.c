#include "store/signing_key_store.h"

static const struct db_statement current = {
	"signing_key_current",
	"SELECT kid, public_jwk, private_jwk, is_sealed, TIMESTAMPDIFF(DAY, created_at, UTC_TIMESTAMP(3))\n"
	"FROM signing_key\n"
	"WHERE retired_at IS NULL\n"
	"ORDER BY created_at DESC, kid\n"
	"LIMIT 1",
	"tttii",
};

static const struct db_statement insert = {
	"signing_key_insert",
	"INSERT INTO signing_key (kid, algorithm, public_jwk, private_jwk, is_sealed)\n"
	"VALUES (?, 'ES256', ?, ?, ?)",
	"",
};

static const struct db_statement published = {
	"signing_key_published",
	"SELECT k.kid, k.public_jwk\n"
	"FROM signing_key k\n"
	"WHERE " SIGNING_KEY_IS_PUBLISHED("k") "\n"
	"ORDER BY k.created_at DESC, k.kid",
	"tt",
};

static const struct db_statement retire_others = {
	"signing_key_retire_others",
	"UPDATE signing_key\n"
	"SET retired_at = UTC_TIMESTAMP(3)\n"
	"WHERE kid <> ? AND retired_at IS NULL",
	"",
};

static const struct db_statement delete_others = {
	"signing_key_delete_others",
	"DELETE FROM signing_key\n"
	"WHERE kid <> ?",
	"",
};

static const struct db_statement forget = {
	"signing_key_forget",
	"DELETE k\n"
	"FROM signing_key k\n"
	"WHERE NOT " SIGNING_KEY_IS_PUBLISHED("k"),
	"",
};

bool signing_key_store_current(struct db *db, struct signing_key *key, bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &current, DB_NO_VALUES, &rows))
		return false;
	*found = rows.count != 0;
	if (*found)
		*key = (struct signing_key){
			.kid = db_row_text(&rows, 0, 0),
			.public_jwk = db_row_text(&rows, 0, 1),
			.private_jwk = db_row_text(&rows, 0, 2),
			.is_sealed = db_row_integer(&rows, 0, 3) != 0,
			.age_days = db_row_integer(&rows, 0, 4),
		};
	return true;
}

bool signing_key_store_insert(struct db *db, const struct signing_key *key)
{
	return db_run(db, &insert,
		      DB_VALUES(db_text(key->kid), db_text(key->public_jwk), db_text(key->private_jwk),
				db_integer(key->is_sealed)),
		      NULL);
}

bool signing_key_store_published(struct db *db, struct signing_key_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &published, DB_NO_VALUES, &rows))
		return false;
	list->count = rows.count;
	list->keys = arena_array(db_arena(db), rows.count + 1, sizeof(*list->keys));
	for (size_t i = 0; i < rows.count; i++)
		list->keys[i] = (struct signing_key){
			.kid = db_row_text(&rows, i, 0),
			.public_jwk = db_row_text(&rows, i, 1),
		};
	return true;
}

bool signing_key_store_retire_others(struct db *db, const char *kid)
{
	return db_run(db, &retire_others, DB_VALUES(db_text(kid)), NULL);
}

bool signing_key_store_delete_others(struct db *db, const char *kid)
{
	return db_run(db, &delete_others, DB_VALUES(db_text(kid)), NULL);
}

bool signing_key_store_forget(struct db *db)
{
	return db_run(db, &forget, DB_NO_VALUES, NULL);
}
