#include "store/scope_store.h"

#include "store/db_limit.h"

static const struct db_statement workspaces = {
	"scope_workspaces",
	"SELECT m.workspace_id\n"
	"FROM membership m\n"
	"JOIN workspace w ON w.id = m.workspace_id AND w.deleted_at IS NULL\n"
	"WHERE m.user_id = ? AND (? OR w.archived_at IS NULL) AND " DB_WITHIN("m.workspace_id") "\n"
	"ORDER BY m.workspace_id\n"
	"LIMIT ?",
	"i",
};

/* As the generated columns search_text are written: the same expression splits words in the same places. */
#define IN_WORKSPACE(id) "REGEXP_REPLACE(?, '(\\\\w+)', CONCAT('w', " id ", '_\\\\1'))"
#define ANY_OF(id) "GROUP_CONCAT('(', " IN_WORKSPACE(id) ", ')' SEPARATOR ' ')"

static const struct db_statement words_in_one = { "scope_words_in_one", "SELECT " IN_WORKSPACE("?"), "t" };

static const struct db_statement words_of_member = {
	"scope_words_of_member",
	"SELECT " ANY_OF("m.workspace_id") "\nFROM membership m\nWHERE m.user_id = ? AND " DB_WITHIN("m.workspace_id"),
	"t",
};

static const struct db_statement words_of_all = {
	"scope_words_of_all",
	"SELECT " ANY_OF("w.id") "\nFROM workspace w\nWHERE w.deleted_at IS NULL AND " DB_WITHIN("w.id"),
	"t",
};

bool scope_store_find(struct db *db, int64_t viewer_id, bool also_archived, struct scope *scope)
{
	struct db_rows rows;

	*scope = (struct scope){ .is_wide = !viewer_id };
	if (!viewer_id)
		return true;
	if (!db_run(db, &workspaces, DB_VALUES(db_integer(viewer_id), db_integer(also_archived), db_integer(SCOPE_MOST + 1)), &rows))
		return false;
	scope->is_wide = rows.count > SCOPE_MOST;
	scope->count = scope->is_wide ? 0 : rows.count;
	for (size_t i = 0; i < scope->count; i++)
		scope->workspace_ids[i] = db_row_integer(&rows, i, 0);
	return true;
}

bool scope_store_words(struct db *db, int64_t viewer_id, int64_t workspace_id, const char *words, const char **match)
{
	struct db_value text = db_text(words);
	struct db_rows rows;
	bool ran = workspace_id ? db_run(db, &words_in_one, DB_VALUES(text, db_integer(workspace_id)), &rows) :
		   viewer_id	? db_run(db, &words_of_member, DB_VALUES(text, db_integer(viewer_id)), &rows) :
				  db_run(db, &words_of_all, DB_VALUES(text), &rows);

	if (!ran)
		return false;
	*match = db_row_text(&rows, 0, 0);
	return true;
}
