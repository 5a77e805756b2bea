#include "store/workspace_store.h"

#include "store/db_limit.h"
#include "store/emails.h"
#include "store/same_name.h"

/* Who made it and who changed it last are ids here and e-mail addresses in a struct workspace. */
#define WORKSPACE_COLUMNS(role) "w.id, w.packed, " role
#define WORKSPACE_LETTERS "i(ttmmimimi)i"
#define CREATED_BY 5
#define UPDATED_BY 7
#define OF_MEMBER \
	"SELECT " WORKSPACE_COLUMNS("m.role + 0") "\n" \
	"FROM membership m\n" \
	"JOIN workspace w ON w.id = m.workspace_id\n" \
	"WHERE m.user_id = ? AND " DB_WITHIN("m.workspace_id")
#define OF_ALL "SELECT " WORKSPACE_COLUMNS("3") "\nFROM workspace w\nWHERE " DB_WITHIN("w.id")

static const struct db_statement find_of_member = { "workspace_find_of_member", OF_MEMBER " AND m.workspace_id = ?", WORKSPACE_LETTERS };
static const struct db_statement find_of_all = { "workspace_find_of_all", OF_ALL " AND w.id = ?", WORKSPACE_LETTERS };

static const struct db_statement named_of_member = {
	"workspace_named_of_member",
	OF_MEMBER " AND w.deleted_at IS NULL AND " SAME_NAME("w.name") "\nORDER BY w.archived_at IS NOT NULL, w.id\nLIMIT 10",
	WORKSPACE_LETTERS,
};

static const struct db_statement named_of_all = {
	"workspace_named_of_all",
	OF_ALL " AND w.deleted_at IS NULL AND " SAME_NAME("w.name") "\nORDER BY w.archived_at IS NOT NULL, w.id\nLIMIT 10",
	WORKSPACE_LETTERS,
};

static const struct db_statement list_of_member = {
	"workspace_list_of_member",
	OF_MEMBER " AND w.deleted_at IS NULL AND (? OR w.archived_at IS NULL) AND m.workspace_id > ?\nORDER BY m.workspace_id\nLIMIT ?",
	WORKSPACE_LETTERS,
};

static const struct db_statement list_of_all = {
	"workspace_list_of_all",
	OF_ALL " AND w.deleted_at IS NULL AND (? OR w.archived_at IS NULL) AND w.id > ?\nORDER BY w.id\nLIMIT ?",
	WORKSPACE_LETTERS,
};

static const struct db_statement insert = {
	"workspace_insert",
	"INSERT INTO workspace (name, description, created_at, created_by, updated_at, updated_by)\n"
	"SELECT ?, ?, ?, ?, ?, ?\n"
	"FROM DUAL\n"
	"WHERE " DB_UNLIMITED,
	"",
};

static const struct db_statement add_member = {
	"workspace_add_member",
	"INSERT INTO membership (workspace_id, user_id, role, created_by)\n"
	"VALUES (" DB_WITHIN_VALUE("workspace", "id") ", ?, ?, ?)",
	"",
};

static const struct db_statement has_member = {
	"workspace_has_member",
	"SELECT EXISTS (SELECT 1 FROM membership WHERE workspace_id = ? AND user_id = ? AND " DB_WITHIN("workspace_id") ")\n"
	"  OR EXISTS (SELECT 1 FROM user WHERE id = ? AND is_system)",
	"i",
};

static struct workspace workspace_from(const struct db_rows *rows, size_t row)
{
	return (struct workspace){
		.id = db_row_integer(rows, row, 0),
		.name = db_row_text(rows, row, 1),
		.description = db_row_text(rows, row, 2),
		.archived_at = db_row_text(rows, row, 3),
		.created_at = db_row_text(rows, row, 4),
		.updated_at = db_row_text(rows, row, 6),
		.deleted_at = db_row_text(rows, row, 8),
		.version = db_row_integer(rows, row, 9),
		.role = (enum role)db_row_integer(rows, row, 10),
	};
}

static bool add_people(struct db *db, const struct db_rows *rows, struct workspace *workspaces)
{
	static const size_t columns[] = { CREATED_BY, UPDATED_BY };
	size_t count = rows->count;
	const char **emails;

	if (!emails_find_columns(db, rows, columns, sizeof(columns) / sizeof(columns[0]), &emails))
		return false;
	for (size_t i = 0; i < count; i++) {
		workspaces[i].created_by = emails[i];
		workspaces[i].updated_by = emails[count + i];
	}
	return true;
}

static bool find_several(struct db *db, const struct db_statement *statement, struct db_values values,
			 struct workspace_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->workspaces = arena_array(db_arena(db), rows.count, sizeof(*list->workspaces));
	for (size_t i = 0; i < rows.count; i++)
		list->workspaces[i] = workspace_from(&rows, i);
	return add_people(db, &rows, list->workspaces);
}

bool workspace_store_find(struct db *db, int64_t id, int64_t viewer_id, struct workspace *workspace, bool *found)
{
	struct workspace_list list;
	bool ran = viewer_id ? find_several(db, &find_of_member, DB_VALUES(db_integer(viewer_id), db_integer(id)), &list) :
			       find_several(db, &find_of_all, DB_VALUES(db_integer(id)), &list);

	if (!ran)
		return false;
	*found = list.count != 0;
	if (*found)
		*workspace = list.workspaces[0];
	return true;
}

bool workspace_store_find_by_name(struct db *db, const char *name, int64_t viewer_id, struct workspace_list *list)
{
	struct db_value wanted = db_text(name);

	if (!viewer_id)
		return find_several(db, &named_of_all, DB_VALUES(wanted, wanted), list);
	return find_several(db, &named_of_member, DB_VALUES(db_integer(viewer_id), wanted, wanted), list);
}

bool workspace_store_list(struct db *db, int64_t viewer_id, bool archived, int64_t after_id, int64_t limit,
			  struct workspace_list *list)
{
	if (!viewer_id)
		return find_several(db, &list_of_all, DB_VALUES(db_integer(archived), db_integer(after_id), db_integer(limit)), list);
	return find_several(db, &list_of_member,
			    DB_VALUES(db_integer(viewer_id), db_integer(archived), db_integer(after_id), db_integer(limit)), list);
}

bool workspace_store_insert(struct db *db, struct workspace *workspace, const char *now, int64_t created_by)
{
	const struct db_value at = db_moment(db_arena(db), now);

	if (!db_run(db, &insert,
		    DB_VALUES(db_text(workspace->name), db_text(workspace->description), at, db_integer(created_by), at,
			      db_integer(created_by)),
		    NULL))
		return false;
	if (!db_affected_rows(db))
		return fail(db_error(db), ERROR_DENIED, "this endpoint is limited to some workspaces and makes no new ones");
	workspace->id = db_insert_id(db);
	workspace->version = 1;
	return true;
}

bool workspace_store_add_member(struct db *db, int64_t workspace_id, int64_t user_id, enum role role,
				int64_t created_by)
{
	return db_run(db, &add_member,
		      DB_VALUES(db_integer(workspace_id), db_integer(user_id), db_integer(role), db_integer(created_by)),
		      NULL);
}

bool workspace_store_has_member(struct db *db, int64_t workspace_id, int64_t user_id, bool *has)
{
	struct db_rows rows;

	if (!db_run(db, &has_member, DB_VALUES(db_integer(workspace_id), db_integer(user_id), db_integer(user_id)), &rows))
		return false;
	*has = db_row_integer(&rows, 0, 0) != 0;
	return true;
}

static const struct db_statement update = {
	"workspace_update",
	"UPDATE workspace\n"
	"SET name = ?, description = ?, archived_at = ?, updated_at = ?, updated_by = ?, version = version + 1\n"
	"WHERE id = ? AND version = ? AND " DB_WITHIN("id"),
	"",
};

static const struct db_statement set_deleted = {
	"workspace_set_deleted",
	"UPDATE workspace\n"
	"SET deleted_at = ?, updated_at = ?, updated_by = ?, version = version + 1\n"
	"WHERE id = ? AND version = ? AND " DB_WITHIN("id"),
	"",
};

static const struct db_statement members = {
	"workspace_members",
	"SELECT m.user_id, u.email, u.name, m.role + 0\n"
	"FROM membership m\n"
	"JOIN user u ON u.id = m.user_id\n"
	"WHERE m.workspace_id = ? AND " DB_WITHIN("m.workspace_id") "\n"
	"ORDER BY m.role DESC, u.name, u.id",
	"itti",
};

static const struct db_statement set_role = {
	"workspace_set_role",
	"INSERT INTO membership (workspace_id, user_id, role, created_by)\n"
	"VALUES (" DB_WITHIN_VALUE("workspace", "id") ", ?, ?, ?)\n"
	"ON DUPLICATE KEY UPDATE role = VALUES(role)",
	"",
};

static const struct db_statement remove_member = {
	"workspace_remove_member",
	"DELETE FROM membership\n"
	"WHERE workspace_id = ? AND user_id = ? AND " DB_WITHIN("workspace_id"),
	"",
};

bool workspace_store_update(struct db *db, const struct workspace *workspace, const char *now, int64_t updated_by,
			    bool *changed)
{
	struct arena *arena = db_arena(db);

	if (!db_run(db, &update,
		    DB_VALUES(db_text(workspace->name), db_text(workspace->description),
			      db_moment(arena, workspace->archived_at), db_moment(arena, now), db_integer(updated_by),
			      db_integer(workspace->id), db_integer(workspace->version)),
		    NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}

bool workspace_store_set_deleted(struct db *db, int64_t id, int64_t version, bool is_deleted, const char *now,
				 int64_t updated_by, bool *changed)
{
	struct db_value at = db_moment(db_arena(db), now);

	if (!db_run(db, &set_deleted,
		    DB_VALUES(is_deleted ? at : db_null(), at, db_integer(updated_by), db_integer(id), db_integer(version)),
		    NULL))
		return false;
	*changed = db_affected_rows(db) > 0;
	return true;
}

bool workspace_store_members(struct db *db, int64_t workspace_id, struct member_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &members, DB_VALUES(db_integer(workspace_id)), &rows))
		return false;
	list->count = rows.count;
	list->members = arena_array(db_arena(db), rows.count + 1, sizeof(*list->members));
	for (size_t i = 0; i < rows.count; i++)
		list->members[i] = (struct member){
			.user_id = db_row_integer(&rows, i, 0),
			.email = db_row_text(&rows, i, 1),
			.name = db_row_text(&rows, i, 2),
			.role = (enum role)db_row_integer(&rows, i, 3),
		};
	return true;
}

bool workspace_store_set_role(struct db *db, int64_t workspace_id, int64_t user_id, enum role role, int64_t by)
{
	if (role == ROLE_NONE)
		return db_run(db, &remove_member, DB_VALUES(db_integer(workspace_id), db_integer(user_id)), NULL);
	return db_run(db, &set_role,
		      DB_VALUES(db_integer(workspace_id), db_integer(user_id), db_integer(role), db_integer(by)), NULL);
}
