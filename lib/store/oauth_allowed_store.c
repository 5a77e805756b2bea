#include "store/oauth_allowed_store.h"

#include "store/oauth_consent_store.h"
#include "store/oauth_grant_store.h"

static const struct db_statement list_all = {
	"oauth_allowed_list",
	"SELECT c.id, c.client_id, c.kind + 0, c.name, BIT_OR(a.scopes), MIN(a.since)\n"
	"FROM (SELECT client_id, scopes + 0 AS scopes, created_at AS since\n"
	"    FROM oauth_consent\n"
	"    WHERE user_id = ?\n"
	"    UNION ALL\n"
	"    SELECT client_id, scopes + 0, created_at\n"
	"    FROM oauth_family\n"
	"    WHERE user_id = ? AND revoked_at IS NULL AND expires_at > UTC_TIMESTAMP(3)) a\n"
	"JOIN oauth_client c ON c.id = a.client_id AND c.revoked_at IS NULL\n"
	"GROUP BY c.id, c.client_id, c.kind, c.name\n"
	"ORDER BY MIN(a.since) DESC, c.id DESC\n"
	"LIMIT 200",
	"ititim",
};

/* Codes that were used stay: they tell a replay. */
static const struct db_statement drop_codes = {
	"oauth_allowed_drop_codes",
	"DELETE FROM oauth_code\n"
	"WHERE user_id = ? AND client_id = ? AND used_at IS NULL",
	"",
};

static const struct db_statement drop_codes_with = {
	"oauth_allowed_drop_codes_with",
	"DELETE FROM oauth_code\n"
	"WHERE user_id = ? AND client_id = ? AND resource = ? AND scopes & ? AND used_at IS NULL",
	"",
};

static const struct db_statement revoke_families_with = {
	"oauth_allowed_revoke_families_with",
	"UPDATE oauth_family\n"
	"SET revoked_at = UTC_TIMESTAMP(3), revoked_as = ?\n"
	"WHERE user_id = ? AND client_id = ? AND resource = ? AND scopes & ? AND revoked_at IS NULL",
	"",
};

bool oauth_allowed_store_list(struct db *db, int64_t user_id, struct oauth_allowed_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &list_all, DB_VALUES(db_integer(user_id), db_integer(user_id)), &rows))
		return false;
	list->count = rows.count;
	list->rows = arena_array(db_arena(db), rows.count, sizeof(*list->rows));
	for (size_t i = 0; i < rows.count; i++)
		list->rows[i] = (struct oauth_allowed){
			.client = {
				.id = db_row_integer(&rows, i, 0),
				.client_id = db_row_text(&rows, i, 1),
				.kind = (enum oauth_client_kind)db_row_integer(&rows, i, 2),
				.name = db_row_text(&rows, i, 3),
			},
			.scopes = (unsigned)db_row_integer(&rows, i, 4),
			.since = db_row_text(&rows, i, 5),
		};
	return true;
}

bool oauth_allowed_store_decide(struct db *db, const struct oauth_decision *decision)
{
	const struct db_value user = db_integer(decision->user_id), client = db_integer(decision->client_id);
	const struct db_value resource = db_text(decision->resource), withheld = db_integer(decision->withheld);

	return oauth_consent_store_set(db, decision->user_id, decision->client_id, decision->resource, decision->allowed) &&
	       db_run(db, &drop_codes_with, DB_VALUES(user, client, resource, withheld), NULL) &&
	       db_run(db, &revoke_families_with, DB_VALUES(db_integer(OAUTH_REVOKED_USER), user, client, resource, withheld), NULL);
}

bool oauth_allowed_store_withdraw(struct db *db, int64_t user_id, int64_t client_id)
{
	return oauth_consent_store_remove(db, user_id, client_id) &&
	       db_run(db, &drop_codes, DB_VALUES(db_integer(user_id), db_integer(client_id)), NULL) &&
	       oauth_family_store_revoke_all(db, user_id, client_id, OAUTH_REVOKED_USER);
}
