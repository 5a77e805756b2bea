/*
 * Ids and names of projects that are in use, to suggest them while they are typed.
 */
#include "store/db_limit.h"
#include "store/like.h"
#include "store/project_store.h"

#define IN_USE "p.deleted_at IS NULL AND p.archived_at IS NULL"
#define FITTING "(? = 0 OR p.workspace_id = ?) AND p.id LIKE ? AND p.name LIKE ?\nORDER BY p.id\nLIMIT ?"

static const struct db_statement of_member = {
	"project_names_of_member",
	"SELECT STRAIGHT_JOIN p.id, p.name\n"
	"FROM membership m\n"
	"JOIN workspace w ON w.id = m.workspace_id AND w.deleted_at IS NULL\n"
	"JOIN project p FORCE INDEX (names) ON p.workspace_id = m.workspace_id AND " IN_USE "\n"
	"WHERE m.user_id = ? AND " DB_WITHIN("m.workspace_id") " AND " FITTING,
	"it",
};

static const struct db_statement of_all = {
	"project_names_of_all",
	"SELECT p.id, p.name\n"
	"FROM project p\n"
	"JOIN workspace w ON w.id = p.workspace_id AND w.deleted_at IS NULL\n"
	"WHERE " IN_USE " AND " DB_WITHIN("p.workspace_id") " AND " FITTING,
	"it",
};

bool project_store_names(struct db *db, int64_t workspace_id, int64_t viewer_id, const char *id_begins,
			 const char *name_holds, int64_t limit, struct project_list *list)
{
	struct db_value place = db_integer(workspace_id), viewer = db_integer(viewer_id), most = db_integer(limit);
	struct db_value id = db_text(like_pattern(db_arena(db), "", id_begins, "%"));
	struct db_value name = db_text(like_pattern(db_arena(db), "%", name_holds, "%"));
	struct db_rows rows;

	if (!(viewer_id ? db_run(db, &of_member, DB_VALUES(viewer, place, place, id, name, most), &rows) :
			  db_run(db, &of_all, DB_VALUES(place, place, id, name, most), &rows)))
		return false;
	list->count = rows.count;
	list->projects = arena_array(db_arena(db), rows.count + 1, sizeof(*list->projects));
	for (size_t i = 0; i < rows.count; i++)
		list->projects[i] = (struct project){ .id = db_row_integer(&rows, i, 0), .name = db_row_text(&rows, i, 1) };
	return true;
}
