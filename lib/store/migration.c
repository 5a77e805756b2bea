#include "store/migration.h"

#include "store/migration_files.h"

#define LOCK_NAME "'taskdesk migration'"

static const struct db_statement has_table = {
	"migration_has_table",
	"SELECT COUNT(*)\n"
	"FROM information_schema.tables\n"
	"WHERE table_schema = DATABASE() AND table_name = 'schema_migration'",
	"i",
};

static const struct db_statement newest = {
	"migration_newest",
	"SELECT COALESCE(MAX(number), 0)\n"
	"FROM schema_migration",
	"i",
};

static const struct db_statement record = {
	"migration_record",
	"INSERT INTO schema_migration (number, name)\n"
	"VALUES (?, ?)",
	"",
};

static const struct db_statement lock = {
	"migration_lock",
	"SELECT COALESCE(GET_LOCK(" LOCK_NAME ", 60), 0)",
	"i",
};

static const struct db_statement unlock = {
	"migration_unlock",
	"SELECT COALESCE(RELEASE_LOCK(" LOCK_NAME "), 0)",
	"i",
};

static const char create_table[] =
	"CREATE TABLE IF NOT EXISTS schema_migration (\n"
	"  number     INT          NOT NULL,\n"
	"  name       VARCHAR(100) CHARACTER SET ascii NOT NULL,\n"
	"  applied_at DATETIME(3)  NOT NULL DEFAULT UTC_TIMESTAMP(3),\n"
	"  PRIMARY KEY (number)\n"
	") ENGINE = InnoDB;\n";

int migration_newest(void)
{
	return (int)migration_file_count;
}

bool migration_current(struct db *db, int *number)
{
	struct db_rows rows;

	if (!db_run(db, &newest, DB_NO_VALUES, &rows))
		return false;
	*number = (int)db_row_integer(&rows, 0, 0);
	return true;
}

bool migration_applied(struct db *db, int *number)
{
	struct db_rows rows;

	*number = 0;
	if (!db_run(db, &has_table, DB_NO_VALUES, &rows))
		return false;
	return !db_row_integer(&rows, 0, 0) || migration_current(db, number);
}

bool migration_fits(struct db *db, int number)
{
	if (number == migration_newest()) {
		db_schema_is_right(db);
		return true;
	}
	return fail(db_error(db), ERROR_UNAVAILABLE, "the database is at schema %d and this program needs %d: %s", number,
		    migration_newest(), number < migration_newest() ? "run taskdeskctl migrate" : "install the newer program");
}

bool migration_explain(struct db *db)
{
	int number;

	if (db_missed_schema(db) && migration_current(db, &number))
		migration_fits(db, number);
	return false;
}

static bool apply_missing(struct db *db, void (*applied)(const char *name))
{
	int number;

	if (!db_run_script(db, create_table) || !migration_applied(db, &number))
		return false;
	if (number > migration_newest())
		return fail(db_error(db), ERROR_CONFLICT,
			    "the database is at schema %d and this program knows only %d: install the newer program", number,
			    migration_newest());
	for (; number < migration_newest(); number++) {
		const struct migration_file *file = &migration_files[number];

		if (!db_run_script(db, file->sql) ||
		    !db_run(db, &record, DB_VALUES(db_integer(file->number), db_text(file->name)), NULL))
			return false;
		applied(file->name);
	}
	return true;
}

bool migration_apply(struct db *db, void (*applied)(const char *name))
{
	struct db_rows rows;
	bool done;

	if (!db_run(db, &lock, DB_NO_VALUES, &rows))
		return false;
	if (!db_row_integer(&rows, 0, 0))
		return fail(db_error(db), ERROR_UNAVAILABLE, "another migration is running; try again when it is done");
	done = apply_missing(db, applied);
	if (done)
		return db_run(db, &unlock, DB_NO_VALUES, &rows);
	/* The connection's end releases the lock and keeps the error as it is. */
	db_close(db);
	return false;
}
