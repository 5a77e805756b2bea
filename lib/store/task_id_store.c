/*
 * Tasks by the first digits of their ids.
 */
#include "store/built.h"
#include "store/db_limit.h"
#include "store/like.h"
#include "store/scope_store.h"
#include "store/task_store.h"

#include <stdlib.h>

static void add_member(struct built *built, int64_t viewer_id)
{
	if (!viewer_id)
		return;
	text_add(&built->sql, "\n  JOIN membership m ON m.workspace_id = t.workspace_id AND m.user_id = ?");
	built_bind(built, db_integer(viewer_id));
}

/* The one of this id, completed or not. */
static void add_exact(struct built *built, int64_t viewer_id, const char *digits)
{
	text_add(&built->sql, "(SELECT t.id\n  FROM task t");
	add_member(built, viewer_id);
	text_add(&built->sql, "\n  WHERE t.state <= 1 AND " DB_WITHIN("t.workspace_id"));
	built_also_bound(built, "t.id = ?", db_integer(strtoll(digits, NULL, 10)));
}

/* Open ones, from an index alone. */
static void add_longer(struct built *built, int64_t viewer_id, const struct scope *scope, const char *digits)
{
	text_printf(&built->sql, ")\nUNION\n(SELECT t.id\n  FROM task t FORCE INDEX (%s)", scope->is_wide ? "by_id" : "workspace_by_id");
	if (scope->is_wide)
		add_member(built, viewer_id);
	text_add(&built->sql, "\n  WHERE t.state = 0 AND " DB_WITHIN("t.workspace_id"));
	if (!scope->is_wide) {
		text_add(&built->sql, "\n  AND t.workspace_id");
		built_in_ids(built, scope->workspace_ids, scope->count);
	}
	built_also_bound(built, "t.id LIKE ?", db_text(like_pattern(built->sql.arena, "", digits, "%")));
}

bool task_store_ids(struct db *db, int64_t viewer_id, const char *digits, int64_t limit, struct id_list *list)
{
	struct db_statement statement = { "task_ids", NULL, "i" };
	struct built built = built_in(db_arena(db));
	struct scope scope;

	*list = (struct id_list){ 0 };
	if (!scope_store_find(db, viewer_id, true, SCOPE_MOST, &scope))
		return false;
	/* Somebody who is in no workspace sees nothing. */
	if (!scope.is_wide && !scope.count)
		return true;
	add_exact(&built, viewer_id, digits);
	add_longer(&built, viewer_id, &scope, digits);
	text_add(&built.sql, "\n  LIMIT ?)\nLIMIT ?");
	built_bind(&built, db_integer(limit));
	built_bind(&built, db_integer(limit));
	statement.sql = text_string(&built.sql);
	return id_list_find_once(db, &statement, (struct db_values){ built.values, built.count }, list);
}
