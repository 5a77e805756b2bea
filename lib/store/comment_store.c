#include "store/comment_store.h"

#include "store/db_limit.h"
#include "store/scope_store.h"

#define COMMENT_COLUMNS(role) "k.id, k.task_id, t.workspace_id, " role ", k.text, k.created_at, c.email, k.deleted_at"
#define COMMENT_LETTERS "iiiitmtm"
#define COMMENT_JOINS \
	"JOIN task t ON t.id = k.task_id\n" \
	"JOIN workspace w ON w.id = t.workspace_id AND w.deleted_at IS NULL AND " DB_WITHIN("t.workspace_id") "\n" \
	"JOIN user c ON c.id = k.created_by\n"
#define OF_MEMBER \
	"SELECT " COMMENT_COLUMNS("m.role + 0") "\nFROM comment k\n" COMMENT_JOINS \
	"JOIN membership m ON m.workspace_id = t.workspace_id AND m.user_id = ?\n"
#define OF_ALL "SELECT " COMMENT_COLUMNS("3") "\nFROM comment k\n" COMMENT_JOINS

static const struct db_statement find_of_member = { "comment_find_of_member", OF_MEMBER "WHERE k.id = ?", COMMENT_LETTERS };
static const struct db_statement find_of_all = { "comment_find_of_all", OF_ALL "WHERE k.id = ?", COMMENT_LETTERS };

static const struct db_statement list_of_task = {
	"comment_list",
	OF_ALL "WHERE k.task_id = ? AND k.deleted_at IS NULL AND (? = 0 OR k.id < ?)\nORDER BY k.id DESC\nLIMIT ?",
	COMMENT_LETTERS,
};

#define WITH_WORDS "WHERE MATCH (k.search_text) AGAINST (? IN BOOLEAN MODE)"
#define IN_SIGHT "k.deleted_at IS NULL AND t.deleted_at IS NULL"
#define NEWEST "\nORDER BY k.id DESC\nLIMIT ?"

static const struct db_statement search_of_member = {
	"comment_search_of_member",
	OF_MEMBER WITH_WORDS " AND " IN_SIGHT NEWEST,
	COMMENT_LETTERS,
};
static const struct db_statement search_of_all = { "comment_search_of_all", OF_ALL WITH_WORDS " AND " IN_SIGHT NEWEST, COMMENT_LETTERS };

/* The newest ids come from the index alone; whether they are in sight is seen when there are no more of them than needed. */
#define NEWEST_COLUMNS(role) \
	"SELECT STRAIGHT_JOIN k.id, k.task_id, t.workspace_id, " role ", IF(" IN_SIGHT ", k.text, NULL), k.created_at, c.email, k.deleted_at\n" \
	"FROM (SELECT k.id\n  FROM comment k\n  " WITH_WORDS NEWEST ") newest\n" \
	"JOIN comment k ON k.id = newest.id\n" COMMENT_JOINS
#define BY_AGE "ORDER BY newest.id DESC"

static const struct db_statement newest_of_member = {
	"comment_newest_of_member",
	NEWEST_COLUMNS("m.role + 0") "JOIN membership m ON m.workspace_id = t.workspace_id AND m.user_id = ?\n" BY_AGE,
	COMMENT_LETTERS,
};
static const struct db_statement newest_of_all = { "comment_newest_of_all", NEWEST_COLUMNS("3") BY_AGE, COMMENT_LETTERS };

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

static const struct db_statement mentioning = {
	"comment_mentioning",
	"SELECT k.task_id\n"
	"FROM comment_mention n\n"
	"JOIN comment k ON k.id = n.comment_id AND k.deleted_at IS NULL\n"
	"JOIN task t ON t.id = k.task_id AND " DB_WITHIN("t.workspace_id") "\n"
	"WHERE n.user_id = ?\n"
	"GROUP BY k.task_id\n"
	"ORDER BY MAX(k.id) DESC\n"
	"LIMIT ?",
	"i",
};

static const struct db_statement set_deleted = {
	"comment_set_deleted",
	"UPDATE comment\nSET deleted_at = IF(?, UTC_TIMESTAMP(3), NULL)\nWHERE id = ? AND " DB_WITHIN_BY("task_id", "task", "workspace_id"),
	"",
};

static struct comment comment_from(const struct db_rows *rows, size_t row)
{
	return (struct comment){
		.id = db_row_integer(rows, row, 0),
		.task_id = db_row_integer(rows, row, 1),
		.workspace_id = db_row_integer(rows, row, 2),
		.role = (enum role)db_row_integer(rows, row, 3),
		.text = db_row_text(rows, row, 4),
		.created_at = db_row_text(rows, row, 5),
		.created_by = db_row_text(rows, row, 6),
		.deleted_at = db_row_text(rows, row, 7),
	};
}

static bool find_several(struct db *db, const struct db_statement *statement, struct db_values values,
			 struct comment_list *list)
{
	struct db_rows rows;

	if (!db_run(db, statement, values, &rows))
		return false;
	list->count = rows.count;
	list->comments = arena_array(db_arena(db), rows.count + 1, sizeof(*list->comments));
	for (size_t i = 0; i < rows.count; i++)
		list->comments[i] = comment_from(&rows, i);
	return true;
}

bool comment_store_find(struct db *db, int64_t id, int64_t viewer_id, struct comment *comment, bool *found)
{
	struct comment_list list;
	bool ran = viewer_id ? find_several(db, &find_of_member, DB_VALUES(db_integer(viewer_id), db_integer(id)), &list) :
			       find_several(db, &find_of_all, DB_VALUES(db_integer(id)), &list);

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

	if (!find_several(db, &list_of_task, DB_VALUES(db_integer(task_id), before, before, db_integer(limit)), list))
		return false;
	for (size_t i = 0; i < list->count / 2; i++) {
		struct comment earlier = list->comments[list->count - 1 - i];

		list->comments[list->count - 1 - i] = list->comments[i];
		list->comments[i] = earlier;
	}
	return true;
}

/* Leaves those in sight, at most limit. */
static void leave_in_sight(struct comment_list *list, size_t limit)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count && kept < limit; i++)
		if (list->comments[i].text)
			list->comments[kept++] = list->comments[i];
	list->count = kept;
}

/* What is out of sight is mostly little; else it has to be left out before the newest are taken. */
#define SPARE 14

bool comment_store_search(struct db *db, const char *words, int64_t workspace_id, int64_t viewer_id, int64_t limit,
			  struct comment_list *list)
{
	struct db_value viewer = db_integer(viewer_id), most = db_integer(limit), more = db_integer(limit + SPARE), match;
	const char *words_there;
	bool are_all;

	*list = (struct comment_list){ 0 };
	if (!scope_store_words(db, viewer_id, workspace_id, true, words, &words_there))
		return false;
	/* Somebody who is in no workspace sees nothing. */
	if (!words_there)
		return true;
	match = db_text(words_there);
	if (!(viewer_id ? find_several(db, &newest_of_member, DB_VALUES(match, more, viewer), list) :
			  find_several(db, &newest_of_all, DB_VALUES(match, more), list)))
		return false;
	are_all = list->count < (size_t)(limit + SPARE);
	leave_in_sight(list, (size_t)limit);
	if (are_all || list->count == (size_t)limit)
		return true;
	return viewer_id ? find_several(db, &search_of_member, DB_VALUES(viewer, match, most), list) :
			   find_several(db, &search_of_all, DB_VALUES(match, most), list);
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

bool comment_store_mentioning(struct db *db, int64_t user_id, int64_t limit, struct id_list *task_ids)
{
	return id_list_find(db, &mentioning, DB_VALUES(db_integer(user_id), db_integer(limit)), task_ids);
}

bool comment_store_set_deleted(struct db *db, int64_t id, bool is_deleted)
{
	return db_run(db, &set_deleted, DB_VALUES(db_integer(is_deleted), db_integer(id)), NULL);
}
