#include "store/secret_store.h"

#include "base/random.h"
#include "base/secret.h"

#include <string.h>

static const struct db_statement find = {
	"secret_find",
	"SELECT value\n"
	"FROM server_secret\n"
	"WHERE name = ?",
	"b",
};

static const struct db_statement insert = {
	"secret_insert",
	"INSERT IGNORE INTO server_secret (name, value)\n"
	"VALUES (?, ?)",
	"",
};

static bool read_secret(struct db *db, const char *name, unsigned char secret[SERVER_SECRET_BYTES], bool *found)
{
	struct db_rows rows;

	if (!db_run(db, &find, DB_VALUES(db_text(name)), &rows))
		return false;
	*found = rows.count != 0;
	if (*found)
		memcpy(secret, db_row_text(&rows, 0, 0), SERVER_SECRET_BYTES);
	return true;
}

bool secret_store_get(struct db *db, const char *name, unsigned char secret[SERVER_SECRET_BYTES])
{
	unsigned char fresh[SERVER_SECRET_BYTES];
	bool found;

	if (!read_secret(db, name, secret, &found))
		return false;
	if (found)
		return true;
	/* Of two processes that come here at once, the first to insert decides for both. */
	random_bytes(fresh, sizeof(fresh));
	if (!db_run(db, &insert, DB_VALUES(db_text(name), db_bytes(fresh, sizeof(fresh))), NULL))
		return false;
	secret_wipe(fresh, sizeof(fresh));
	return read_secret(db, name, secret, &found) &&
	       (found || fail(db_error(db), ERROR_UNAVAILABLE, "the server's secret was not saved; try again"));
}
