#include "store/undo_store.h"

static const struct db_statement find = {
	"undo_find",
	"SELECT change_id\n"
	"FROM change_undo\n"
	"WHERE undone_change_id = ? AND is_live",
	"t",
};

static const struct db_statement insert = {
	"undo_insert",
	"INSERT INTO change_undo (change_id, undone_change_id)\n"
	"VALUES (?, ?)",
	"",
};

static const struct db_statement target = {
	"undo_target",
	"SELECT undone_change_id\n"
	"FROM change_undo\n"
	"WHERE change_id = ?",
	"t",
};

static const struct db_statement set_live = {
	"undo_set_live",
	"UPDATE change_undo\n"
	"SET is_live = ?\n"
	"WHERE change_id = ?",
	"",
};

static bool find_text(struct db *db, const struct db_statement *statement, const char *change_id, const char **text)
{
	struct db_rows rows;

	if (!db_run(db, statement, DB_VALUES(db_text(change_id)), &rows))
		return false;
	*text = rows.count ? db_row_text(&rows, 0, 0) : NULL;
	return true;
}

bool undo_store_find(struct db *db, const char *change_id, const char **undone_by)
{
	return find_text(db, &find, change_id, undone_by);
}

static bool write_live(struct db *db, const char *change_id, bool is_live)
{
	return db_run(db, &set_live, DB_VALUES(db_integer(is_live), db_text(change_id)), NULL);
}

/*
 * Taking an undo back ends its effect, and so puts what it had undone into effect; that may
 * be an undo in its turn, which takes its own target out again.
 */
bool undo_store_note(struct db *db, const char *change_id, const char *undone_change_id)
{
	const char *before;

	if (!db_run(db, &insert, DB_VALUES(db_text(change_id), db_text(undone_change_id)), NULL) ||
	    !find_text(db, &target, undone_change_id, &before))
		return false;
	return !before || (write_live(db, undone_change_id, false) && write_live(db, before, true));
}
