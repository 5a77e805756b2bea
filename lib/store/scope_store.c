#include "store/scope_store.h"

#include "base/lines.h"
#include "base/text.h"
#include "store/db_limit.h"

#include <string.h>

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

#define OF_PROJECTS "FROM project p FORCE INDEX (archived)\nWHERE p.archived_at IS NOT NULL AND "

static const struct db_statement archived_in_one = {
	"scope_archived_in_one",
	"SELECT p.id\n" OF_PROJECTS "p.workspace_id = ? AND " DB_WITHIN("p.workspace_id") "\nLIMIT ?",
	"i",
};

static const struct db_statement archived_of_member = {
	"scope_archived_of_member",
	"SELECT p.id\n"
	"FROM membership m\n"
	"JOIN project p FORCE INDEX (archived) ON p.workspace_id = m.workspace_id AND p.archived_at IS NOT NULL\n"
	"WHERE m.user_id = ? AND " DB_WITHIN("m.workspace_id") "\n"
	"LIMIT ?",
	"i",
};

/*
 * As the generated columns search_text are written: the same expression splits words in the same places. The mark,
 * which is in no word, is where the number of the workspace goes.
 */
#define MARK "\x01"
#define MARKED "REGEXP_REPLACE(?, '(\\\\w+)', 'w" MARK "_\\\\1')"

static const struct db_statement words_in_one = { "scope_words_in_one", "SELECT " MARKED ", ?", "tt" };

static const struct db_statement words_of_member = {
	"scope_words_of_member",
	"SELECT " MARKED ", GROUP_CONCAT(m.workspace_id)\n"
	"FROM membership m\n"
	"JOIN workspace w ON w.id = m.workspace_id AND w.deleted_at IS NULL\n"
	"WHERE m.user_id = ? AND (? OR w.archived_at IS NULL) AND " DB_WITHIN("m.workspace_id"),
	"tt",
};

static const struct db_statement words_of_all = {
	"scope_words_of_all",
	"SELECT " MARKED ", GROUP_CONCAT(w.id)\n"
	"FROM workspace w\n"
	"WHERE w.deleted_at IS NULL AND (? OR w.archived_at IS NULL) AND " DB_WITHIN("w.id"),
	"tt",
};

/* So that few statements differ. */
static void fill_places(struct workspace_scope *scope)
{
	size_t places = SCOPE_FEW;

	if (scope->count <= SCOPE_FEW)
		return;
	while (places < scope->count)
		places *= 2;
	while (scope->count < places)
		scope->workspace_ids[scope->count++] = -1;
}

bool scope_store_find(struct db *db, int64_t viewer_id, bool also_archived, size_t most, struct workspace_scope *scope)
{
	struct db_rows rows;

	*scope = (struct workspace_scope){ .is_wide = !viewer_id };
	if (!viewer_id)
		return true;
	if (!db_run(db, &workspaces, DB_VALUES(db_integer(viewer_id), db_integer(also_archived), db_integer((int64_t)most + 1)), &rows))
		return false;
	scope->is_wide = rows.count > most;
	scope->count = scope->is_wide ? 0 : rows.count;
	for (size_t i = 0; i < scope->count; i++)
		scope->workspace_ids[i] = db_row_integer(&rows, i, 0);
	fill_places(scope);
	return true;
}

bool scope_store_archived(struct db *db, int64_t viewer_id, int64_t workspace_id, struct archived_projects *archived)
{
	struct db_value place = db_integer(workspace_id ? workspace_id : viewer_id), most = db_integer(ARCHIVED_MOST + 1);
	struct db_rows rows;

	*archived = (struct archived_projects){ 0 };
	/* Of somebody who sees everything they are many. */
	if (!workspace_id && !viewer_id)
		return true;
	if (!db_run(db, workspace_id ? &archived_in_one : &archived_of_member, DB_VALUES(place, most), &rows))
		return false;
	archived->is_known = rows.count <= ARCHIVED_MOST;
	archived->count = archived->is_known ? rows.count : 0;
	for (size_t i = 0; i < archived->count; i++)
		archived->ids[i] = db_row_integer(&rows, i, 0);
	return true;
}

/* One word that has to be there, or words of which any will do. */
static bool is_plain(const char *words)
{
	return words[0] != '+' || !strchr(words + 1, '+');
}

/* The words with a workspace's number at each mark. */
static void add_marked(struct text *match, const char *words, const char *workspace_id)
{
	for (const char *mark; (mark = strchr(words, *MARK)); words = mark + 1) {
		text_add_bytes(match, words, (size_t)(mark - words));
		text_add(match, workspace_id);
	}
	text_add(match, words);
}

/* One line in each of the workspaces. */
static void add_line(struct text *match, const char *line, const char *workspace_ids, bool is_plain)
{
	size_t length;

	for (const char *id = workspace_ids; *id; id += length + (id[length] == ',')) {
		length = strcspn(id, ",");
		text_add(match, match->length ? " " : "");
		text_add(match, is_plain ? "" : "(");
		add_marked(match, line, arena_copy(match->arena, id, length));
		text_add(match, is_plain ? "" : ")");
	}
}

/* What has to be there is left out where nothing else is asked for: the index then takes half the time. */
static const char *match_from(struct arena *arena, const char *words, const char *workspace_ids)
{
	struct text match = text_in(arena);
	bool plain = is_plain(words);
	const char *line;

	words += plain && words[0] == '+';
	while ((line = lines_next(arena, &words)))
		add_line(&match, line, workspace_ids, plain);
	return text_string(&match);
}

bool scope_store_words(struct db *db, int64_t viewer_id, int64_t workspace_id, bool also_archived, const char *words,
		       const char **match)
{
	struct db_value text = db_text(words), archived = db_integer(also_archived);
	struct db_value one = db_text(arena_printf(db_arena(db), "%lld", (long long)workspace_id));
	const char *workspace_ids;
	struct db_rows rows;
	bool ran = workspace_id ? db_run(db, &words_in_one, DB_VALUES(text, one), &rows) :
		   viewer_id	? db_run(db, &words_of_member, DB_VALUES(text, db_integer(viewer_id), archived), &rows) :
				  db_run(db, &words_of_all, DB_VALUES(text, archived), &rows);

	if (!ran)
		return false;
	workspace_ids = db_row_text(&rows, 0, 1);
	*match = workspace_ids ? match_from(db_arena(db), db_row_text(&rows, 0, 0), workspace_ids) : NULL;
	return true;
}
