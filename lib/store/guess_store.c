#include "store/guess_store.h"

/* How often the seconds of the next value have passed; a clock that is set back makes it no less than never. */
#define FORGIVEN "GREATEST(0, TIMESTAMPDIFF(SECOND, counted_at, UTC_TIMESTAMP(3))) DIV ?"

/*
 * ON DUPLICATE KEY UPDATE locks the row as a writer; INSERT IGNORE would as a reader, and two of those never get on.
 * counted_at moves on by what was taken off tries, and not to now: else nothing would be forgiven where tries are many.
 */
static const struct db_statement begin = {
	"guess_begin",
	"INSERT INTO guess (subject, tries, next_at)\n"
	"VALUES (?, 0, UTC_TIMESTAMP(3))\n"
	"ON DUPLICATE KEY UPDATE\n"
	"  tries = tries - LEAST(tries, " FORGIVEN "),\n"
	"  counted_at = counted_at + INTERVAL " FORGIVEN " * ? SECOND",
	"",
};

static const struct db_statement lock = {
	"guess_lock",
	"SELECT tries, GREATEST(0, CEIL(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), next_at) / 1000000))\n"
	"FROM guess\n"
	"WHERE subject = ?\n"
	"FOR UPDATE",
	"ii",
};

static const struct db_statement set = {
	"guess_set",
	"UPDATE guess\n"
	"SET tries = ?, next_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND\n"
	"WHERE subject = ?",
	"",
};

static const struct db_statement take_back = {
	"guess_take_back",
	"UPDATE guess\n"
	"SET tries = GREATEST(1, tries) - 1, next_at = UTC_TIMESTAMP(3)\n"
	"WHERE subject = ?",
	"",
};

static const struct db_statement delete_one = {
	"guess_delete",
	"DELETE FROM guess\n"
	"WHERE subject = ?",
	"",
};

static const struct db_statement forget = {
	"guess_forget",
	"DELETE FROM guess\n"
	"WHERE next_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND\n"
	"ORDER BY next_at\n"
	"LIMIT ?",
	"",
};

bool guess_store_lock(struct db *db, const unsigned char subject[SHA256_BYTES], int64_t forgive_seconds,
		      struct guess_count *count)
{
	struct db_value name = db_bytes(subject, SHA256_BYTES), forgive = db_integer(forgive_seconds);
	struct db_rows rows;

	if (!db_run(db, &begin, DB_VALUES(name, forgive, forgive, forgive), NULL) ||
	    !db_run(db, &lock, DB_VALUES(name), &rows))
		return false;
	/* Forgotten by another process between the two: begin again. */
	if (!rows.count)
		return db_lost_race(db);
	*count = (struct guess_count){ db_row_integer(&rows, 0, 0), db_row_integer(&rows, 0, 1) };
	return true;
}

bool guess_store_set(struct db *db, const unsigned char subject[SHA256_BYTES], const struct guess_count *count)
{
	return db_run(db, &set,
		      DB_VALUES(db_integer(count->tries), db_integer(count->wait_seconds), db_bytes(subject, SHA256_BYTES)),
		      NULL);
}

bool guess_store_take_back(struct db *db, const unsigned char subject[SHA256_BYTES])
{
	return db_run(db, &take_back, DB_VALUES(db_bytes(subject, SHA256_BYTES)), NULL);
}

bool guess_store_delete(struct db *db, const unsigned char subject[SHA256_BYTES])
{
	return db_run(db, &delete_one, DB_VALUES(db_bytes(subject, SHA256_BYTES)), NULL);
}

bool guess_store_forget(struct db *db, int64_t forget_seconds, int64_t limit)
{
	return db_run(db, &forget, DB_VALUES(db_integer(forget_seconds), db_integer(limit)), NULL);
}
