/*
 * Tasks by the first digits of their ids.
 */
#include "store/built.h"
#include "store/db_limit.h"
#include "store/scope_store.h"
#include "store/task_row.h"
#include "store/task_store.h"

#include <stdlib.h>

/* From here on of tasks in workspaces that are there, and the viewer's. */
static void add_joins(struct built *built, int64_t viewer_id)
{
	if (viewer_id) {
		text_add(&built->sql, SEEN_BY_MEMBER);
		built_bind(built, db_integer(viewer_id));
	}
	text_add(&built->sql, WORKSPACE_JOIN);
}

/* The one of this id, completed or not. */
static void add_exact(struct built *built, int64_t viewer_id, const char *digits)
{
	text_add(&built->sql, "SELECT t.id\nFROM task t\n");
	add_joins(built, viewer_id);
	text_add(&built->sql, "WHERE t.state <= 1");
	built_also_bound(built, "t.id = ?", db_integer(strtoll(digits, NULL, 10)));
}

/* Open ones that begin so. The ids in a few workspaces stand in an index, which then is all that is read. */
static void add_beginning(struct built *built, int64_t viewer_id, const struct workspace_scope *scope, const char *digits)
{
	if (scope->is_wide) {
		text_add(&built->sql, "SELECT STRAIGHT_JOIN t.id\nFROM task t FORCE INDEX (by_id)\n");
		add_joins(built, viewer_id);
		text_add(&built->sql, "WHERE t.state = 0");
	} else {
		text_add(&built->sql, "SELECT t.id\nFROM task t FORCE INDEX (workspace_by_id)\n"
				      "WHERE t.state = 0 AND " DB_WITHIN("t.workspace_id") "\n  AND t.workspace_id");
		built_in_ids(built, scope->workspace_ids, scope->count);
	}
	built_also_bound(built, "t.id LIKE CONCAT(?, '%')", db_text(digits));
}

bool task_store_ids(struct db *db, int64_t viewer_id, const char *digits, int64_t limit, struct id_list *list)
{
	struct db_statement statement = { "task_ids", NULL, "i" };
	struct built built = built_in(db_arena(db));
	struct workspace_scope scope;

	*list = (struct id_list){ 0 };
	if (!scope_store_find(db, viewer_id, true, SCOPE_MOST, &scope))
		return false;
	/* Somebody who is in no workspace sees nothing. */
	if (!scope.is_wide && !scope.count)
		return true;
	text_add_char(&built.sql, '(');
	add_exact(&built, viewer_id, digits);
	text_add(&built.sql, ")\nUNION\n(");
	add_beginning(&built, viewer_id, &scope, digits);
	text_add(&built.sql, "\nLIMIT ?)\nLIMIT ?");
	built_bind(&built, db_integer(limit));
	built_bind(&built, db_integer(limit));
	statement.sql = text_string(&built.sql);
	return id_list_find_once(db, &statement, (struct db_values){ built.values, built.count }, list);
}
