#include "store/reply_store.h"

static const struct db_statement ask = {
	"reply_ask",
	"INSERT INTO client_reply (question_id, caller)\n"
	"VALUES (?, ?)",
	"",
};

static const struct db_statement answer = {
	"reply_answer",
	"UPDATE client_reply\n"
	"SET reply = ?\n"
	"WHERE question_id = ? AND caller = ? AND reply IS NULL",
	"",
};

static const struct db_statement look = {
	"reply_look",
	"SELECT reply\n"
	"FROM client_reply\n"
	"WHERE question_id = ?",
	"t",
};

static const struct db_statement forget = {
	"reply_forget",
	"DELETE FROM client_reply\n"
	"WHERE question_id = ? OR created_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR",
	"",
};

bool reply_store_ask(struct db *db, const char *question_id, const char *caller)
{
	return db_run(db, &ask, DB_VALUES(db_text(question_id), db_text(caller)), NULL);
}

bool reply_store_answer(struct db *db, const char *question_id, const char *caller, const char *reply, bool *taken)
{
	if (!db_run(db, &answer, DB_VALUES(db_text(reply), db_text(question_id), db_text(caller)), NULL))
		return false;
	*taken = db_affected_rows(db) > 0;
	return true;
}

bool reply_store_look(struct db *db, const char *question_id, const char **reply)
{
	struct db_rows rows;

	if (!db_run(db, &look, DB_VALUES(db_text(question_id)), &rows))
		return false;
	*reply = rows.count ? db_row_text(&rows, 0, 0) : NULL;
	return true;
}

bool reply_store_forget(struct db *db, const char *question_id)
{
	return db_run(db, &forget, DB_VALUES(db_text(question_id)), NULL);
}
