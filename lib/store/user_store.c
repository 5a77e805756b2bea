#include "store/user_store.h"

#include "store/db_limit.h"
#include "store/user_row.h"

#include <string.h>

static const struct db_statement find_by_email = {
	"user_find_by_email",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE u.email = ? AND u.deleted_at IS NULL",
	USER_LETTERS,
};

static const struct db_statement find_with_password = {
	"user_find_with_password",
	"SELECT " USER_COLUMNS ", u.password_hash\n"
	"FROM user u\n"
	"WHERE u.email = ? AND u.deleted_at IS NULL",
	USER_LETTERS "t",
};

static const struct db_statement find_by_id = {
	"user_find_by_id",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE u.id = ? AND u.deleted_at IS NULL",
	USER_LETTERS,
};

static const struct db_statement find_by_name = {
	"user_find_by_name",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE u.name = ? AND u.deleted_at IS NULL AND " DB_WITHIN_MEMBER("u.id") "\n"
	"ORDER BY u.id\n"
	"LIMIT 10",
	USER_LETTERS,
};

#define IS_COLLEAGUE \
	"(u.id = ? OR EXISTS (SELECT 1 FROM membership theirs\n" \
	"    JOIN membership mine ON mine.workspace_id = theirs.workspace_id AND mine.user_id = ?\n" \
	"    WHERE theirs.user_id = u.id AND " DB_WITHIN("theirs.workspace_id") "))"

static const struct db_statement find_colleague = {
	"user_find_colleague",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE u.id = ? AND u.deleted_at IS NULL AND " IS_COLLEAGUE,
	USER_LETTERS,
};

static const struct db_statement find_anybody = {
	"user_find_anybody",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE u.id = ? AND u.deleted_at IS NULL AND " DB_WITHIN_MEMBER("u.id"),
	USER_LETTERS,
};

static const struct db_statement find_colleague_by_name = {
	"user_find_colleague_by_name",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE u.name = ? AND u.deleted_at IS NULL AND " IS_COLLEAGUE "\n"
	"ORDER BY u.id\n"
	"LIMIT 10",
	USER_LETTERS,
};

static const struct db_statement list_all = {
	"user_list",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE u.deleted_at IS NULL\n"
	"ORDER BY u.id",
	USER_LETTERS,
};

static const struct db_statement insert = {
	"user_insert",
	"INSERT INTO user (email, name, time_zone, password_hash, created_by, updated_by)\n"
	"VALUES (?, ?, ?, ?, ?, ?)\n"
	"RETURNING id, created_at",
	"im",
};

static const struct db_statement update = {
	"user_update",
	"UPDATE user\n"
	"SET name = ?, time_zone = ?, updated_at = UTC_TIMESTAMP(3), updated_by = ?, version = version + 1\n"
	"WHERE id = ?",
	"",
};

static const struct db_statement set_password = {
	"user_set_password",
	"UPDATE user\n"
	"SET password_hash = ?, updated_at = UTC_TIMESTAMP(3), updated_by = ?, version = version + 1\n"
	"WHERE id = ?",
	"",
};

struct user user_from_row(const struct db_rows *rows, size_t row, size_t column)
{
	return (struct user){
		.id = db_row_integer(rows, row, column),
		.email = db_row_text(rows, row, column + 1),
		.name = db_row_text(rows, row, column + 2),
		.time_zone = db_row_text(rows, row, column + 3),
		.is_system = db_row_integer(rows, row, column + 4) != 0,
		.created_at = db_row_text(rows, row, column + 5),
	};
}

static bool find_one(struct db *db, const struct db_statement *statement, struct db_values values, struct user *user,
		     bool *found)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	*found = rows.count != 0;
	if (*found)
		*user = user_from_row(&rows, 0, 0);
	return true;
}

bool user_store_find_by_email(struct db *db, const char *email, struct user *user, bool *found)
{
	return find_one(db, &find_by_email, DB_VALUES(db_text(email)), user, found);
}

bool user_store_find(struct db *db, int64_t id, struct user *user, bool *found)
{
	return find_one(db, &find_by_id, DB_VALUES(db_integer(id)), user, found);
}

bool user_store_find_with_password(struct db *db, const char *email, struct user *user, const char **password_hash,
				   bool *found)
{
	struct db_rows rows;

	*password_hash = NULL;
	if (!db_run(db, &find_with_password, DB_VALUES(db_text(email)), &rows))
		return false;
	*found = rows.count != 0;
	if (!*found)
		return true;
	*user = user_from_row(&rows, 0, 0);
	*password_hash = db_row_text(&rows, 0, 6);
	return true;
}

bool user_store_find_colleague(struct db *db, int64_t id, int64_t viewer_id, struct user *user, bool *found)
{
	struct db_value viewer = db_integer(viewer_id);

	if (!viewer_id)
		return find_one(db, &find_anybody, DB_VALUES(db_integer(id)), user, found);
	return find_one(db, &find_colleague, DB_VALUES(db_integer(id), viewer, viewer), user, found);
}

bool user_rows_find(struct db *db, const struct db_statement *statement, struct db_values values, struct user_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->users = arena_array(db_arena(db), rows.count, sizeof(*list->users));
	for (size_t i = 0; i < rows.count; i++)
		list->users[i] = user_from_row(&rows, i, 0);
	return true;
}

bool user_store_find_by_name(struct db *db, const char *name, int64_t viewer_id, struct user_list *list)
{
	if (!viewer_id)
		return user_rows_find(db, &find_by_name, DB_VALUES(db_text(name)), list);
	return user_rows_find(db, &find_colleague_by_name,
			    DB_VALUES(db_text(name), db_integer(viewer_id), db_integer(viewer_id)), list);
}

bool user_store_list(struct db *db, struct user_list *list)
{
	return user_rows_find(db, &list_all, DB_NO_VALUES, list);
}

bool user_store_insert(struct db *db, struct user *user, const char *password_hash, int64_t created_by)
{
	struct db_rows rows;

	if (!db_run(db, &insert,
		    DB_VALUES(db_text(user->email), db_text(user->name), db_text(user->time_zone), db_text(password_hash),
			      db_integer(created_by), db_integer(created_by)),
		    &rows))
		return false;
	user->id = db_row_integer(&rows, 0, 0);
	user->created_at = db_row_text(&rows, 0, 1);
	return true;
}

bool user_store_update(struct db *db, const struct user *user, int64_t updated_by)
{
	return db_run(db, &update,
		      DB_VALUES(db_text(user->name), db_text(user->time_zone), db_integer(updated_by), db_integer(user->id)), NULL);
}

bool user_store_set_password(struct db *db, int64_t id, const char *password_hash, int64_t updated_by)
{
	return db_run(db, &set_password, DB_VALUES(db_text(password_hash), db_integer(updated_by), db_integer(id)), NULL);
}
