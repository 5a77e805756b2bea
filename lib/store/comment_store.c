#include "store/comment_store.h"

#include "store/comment_row.h"
#include "store/db_limit.h"

#define COMMENT_JOINS \
	"JOIN task t ON t.id = k.task_id\n" \
	"JOIN workspace w ON w.id = t.workspace_id AND w.deleted_at IS NULL AND " DB_WITHIN("t.workspace_id") "\n" \
	"JOIN user c ON c.id = k.created_by\n"
#define OF_MEMBER \
	"SELECT " COMMENT_COLUMNS("m.role + 0", "k.text") "\nFROM comment k\n" COMMENT_JOINS \
	"JOIN membership m ON m.workspace_id = t.workspace_id AND m.user_id = ?\n"
#define OF_ALL "SELECT " COMMENT_COLUMNS("3", "k.text") "\nFROM comment k\n" COMMENT_JOINS

static const struct db_statement find_of_member = { "comment_find_of_member", OF_MEMBER "WHERE k.id = ?", COMMENT_LETTERS };
static const struct db_statement find_of_all = { "comment_find_of_all", OF_ALL "WHERE k.id = ?", COMMENT_LETTERS };

static const struct db_statement list_of_task = {
	"comment_list",
	OF_ALL "WHERE k.task_id = ? AND k.deleted_at IS NULL AND (? = 0 OR k.id < ?)\nORDER BY k.id DESC\nLIMIT ?",
	COMMENT_LETTERS,
};

static const struct db_statement insert = {
	"comment_insert",
	"INSERT INTO comment (workspace_id, task_id, text, created_at, created_by)\n"
	"VALUES (?, " DB_WITHIN_VALUE("task", "workspace_id") ", ?, ?, ?)",
	"",
};

static const struct db_statement add_mention = {
	"comment_add_mention",
	"INSERT IGNORE INTO comment_mention (comment_id, user_id)\nVALUES (?, ?)",
	"",
};

static const struct db_statement set_deleted = {
	"comment_set_deleted",
	"UPDATE comment\nSET deleted_at = IF(?, UTC_TIMESTAMP(3), NULL)\nWHERE id = ? AND " DB_WITHIN_BY("task_id", "task", "workspace_id"),
	"",
};

bool comment_store_find(struct db *db, int64_t id, int64_t viewer_id, struct comment *comment, bool *found)
{
	struct comment_list list;
	bool ran = viewer_id ? comment_rows_find(db, &find_of_member, DB_VALUES(db_integer(viewer_id), db_integer(id)), &list) :
			       comment_rows_find(db, &find_of_all, DB_VALUES(db_integer(id)), &list);

	if (!ran)
		return false;
	*found = list.count != 0;
	if (*found)
		*comment = list.comments[0];
	return true;
}

bool comment_store_list(struct db *db, int64_t task_id, int64_t before_id, int64_t limit, struct comment_list *list)
{
	struct db_value before = db_integer(before_id);

	if (!comment_rows_find(db, &list_of_task, DB_VALUES(db_integer(task_id), before, before, db_integer(limit)), list))
		return false;
	for (size_t i = 0; i < list->count / 2; i++) {
		struct comment earlier = list->comments[list->count - 1 - i];

		list->comments[list->count - 1 - i] = list->comments[i];
		list->comments[i] = earlier;
	}
	return true;
}

bool comment_store_insert(struct db *db, struct comment *comment, const char *now, int64_t created_by)
{
	if (!db_run(db, &insert,
		    DB_VALUES(db_integer(comment->workspace_id), db_integer(comment->task_id), db_text(comment->text),
			      db_moment(db_arena(db), now),
			      db_integer(created_by)),
		    NULL))
		return false;
	comment->id = db_insert_id(db);
	return true;
}

bool comment_store_add_mention(struct db *db, int64_t comment_id, int64_t user_id)
{
	return db_run(db, &add_mention, DB_VALUES(db_integer(comment_id), db_integer(user_id)), NULL);
}

bool comment_store_set_deleted(struct db *db, int64_t id, bool is_deleted)
{
	return db_run(db, &set_deleted, DB_VALUES(db_integer(is_deleted), db_integer(id)), NULL);
}
