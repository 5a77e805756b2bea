/*
 * The tags in use.
 */
#include "base/text.h"
#include "store/db_limit.h"
#include "store/like.h"
#include "store/scope_store.h"
#include "store/task_store.h"

/* Each of a workspace's tags once, from the index that holds them in order. */
#define OF_ONE \
	"(SELECT DISTINCT g.tag\nFROM task_tag g FORCE INDEX (workspace)\n" \
	"WHERE g.workspace_id = ? AND g.tag LIKE LOWER(?) AND " DB_WITHIN("g.workspace_id") "\nORDER BY g.tag\nLIMIT ?)"

/* Of everybody's tags those that are in use where the viewer is. */
static const struct db_statement tags_of_many = {
	"task_tags_of_many",
	"SELECT every.tag\n"
	"FROM (SELECT DISTINCT tag FROM task_tag WHERE tag LIKE LOWER(?)) every\n"
	"WHERE EXISTS (SELECT 1\n"
	"    FROM membership m\n"
	"    JOIN task_tag g ON g.workspace_id = m.workspace_id AND g.tag = every.tag\n"
	"    WHERE m.user_id = ? AND " DB_WITHIN("g.workspace_id") " LIMIT 1)\n"
	"ORDER BY every.tag\n"
	"LIMIT ?",
	"t",
};

static const struct db_statement tags_of_all = {
	"task_tags_of_all",
	"SELECT DISTINCT g.tag\nFROM task_tag g\nWHERE g.tag LIKE LOWER(?) AND " DB_WITHIN("g.workspace_id") "\nORDER BY g.tag\nLIMIT ?",
	"t",
};

static bool find_in_each(struct db *db, const struct workspace_scope *scope, struct db_value pattern, struct db_value limit,
			 struct db_rows *rows)
{
	struct text sql = text_in(db_arena(db));
	struct db_value values[3 * SCOPE_FEW + 1];
	struct db_statement statement = { "task_tags", NULL, "t" };
	size_t count = 0;

	for (size_t i = 0; i < scope->count; i++) {
		text_add(&sql, i ? "\nUNION\n" OF_ONE : OF_ONE);
		values[count++] = db_integer(scope->workspace_ids[i]);
		values[count++] = pattern;
		values[count++] = limit;
	}
	text_add(&sql, "\nORDER BY tag\nLIMIT ?");
	values[count++] = limit;
	statement.sql = text_string(&sql);
	return db_run(db, &statement, (struct db_values){ values, count }, rows);
}

static bool find(struct db *db, int64_t viewer_id, const struct workspace_scope *scope, struct db_value pattern, struct db_value limit,
		 struct db_rows *rows)
{
	if (!viewer_id)
		return db_run(db, &tags_of_all, DB_VALUES(pattern, limit), rows);
	if (scope->is_wide)
		return db_run(db, &tags_of_many, DB_VALUES(pattern, db_integer(viewer_id), limit), rows);
	*rows = (struct db_rows){ 0 };
	return !scope->count || find_in_each(db, scope, pattern, limit, rows);
}

bool task_store_tags(struct db *db, int64_t viewer_id, const char *prefix, int64_t limit, const char ***tags,
		     size_t *count)
{
	struct arena *arena = db_arena(db);
	struct workspace_scope scope;
	struct db_rows rows;

	if (!scope_store_find(db, viewer_id, true, SCOPE_FEW, &scope) ||
	    !find(db, viewer_id, &scope, db_text(like_pattern(arena, "", prefix, "%")), db_integer(limit), &rows))
		return false;
	*count = rows.count;
	*tags = arena_array(arena, rows.count + 1, sizeof(**tags));
	for (size_t i = 0; i < rows.count; i++)
		(*tags)[i] = db_row_text(&rows, i, 0);
	return true;
}
