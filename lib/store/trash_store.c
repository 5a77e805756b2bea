#include "store/trash_store.h"

#include "store/db_limit.h"

static const struct db_statement old = {
	"trash_old",
	"SELECT t.id\n"
	"FROM task t " DB_ANYWHERE "\n"
	"WHERE t.state = 2 AND t.updated_at < UTC_TIMESTAMP(3) - INTERVAL ? DAY\n"
	"  AND NOT EXISTS (SELECT 1 FROM task x WHERE x.parent_id = t.id)\n"
	"ORDER BY t.updated_at\n"
	"LIMIT ?\n"
	"FOR UPDATE",
	"i",
};

static const struct db_statement old_comments = {
	"trash_old_comments",
	"SELECT k.id\n"
	"FROM comment k " DB_ANYWHERE "\n"
	"WHERE k.deleted_at < UTC_TIMESTAMP(3) - INTERVAL ? DAY\n"
	"ORDER BY k.deleted_at\n"
	"LIMIT ?\n"
	"FOR UPDATE",
	"i",
};

static const struct db_statement remove_mentions = {
	"trash_remove_mentions_of_comment",
	"DELETE FROM comment_mention\nWHERE comment_id = ?",
	"",
};

static const struct db_statement remove_comment = {
	"trash_remove_comment",
	"DELETE FROM comment " DB_ANYWHERE "\nWHERE id = ?",
	"",
};

static const struct db_statement waiting = {
	"trash_waiting",
	"SELECT t.id, t.blocked_by\n"
	"FROM task_blocker b " DB_ANYWHERE "\n"
	"JOIN task t ON t.id = b.task_id\n"
	"WHERE b.blocker_id = ?\n"
	"FOR UPDATE",
	"it",
};

static const struct db_statement write_blockers = {
	"trash_write_blockers",
	"UPDATE task " DB_ANYWHERE "\nSET blocked_by = ?, version = version + 1\nWHERE id = ?",
	"",
};

/* In this order: what points to a row goes before it. */
static const struct db_statement removals[] = {
	{ "trash_remove_mentions",
	  "DELETE FROM comment_mention\nWHERE comment_id IN (SELECT id FROM comment " DB_ANYWHERE " WHERE task_id = ?)", "" },
	{ "trash_remove_comments", "DELETE FROM comment " DB_ANYWHERE "\nWHERE task_id = ?", "" },
	{ "trash_remove_tags", "DELETE FROM task_tag " DB_ANYWHERE "\nWHERE task_id = ?", "" },
	{ "trash_remove_followers", "DELETE FROM task_follower " DB_ANYWHERE "\nWHERE task_id = ?", "" },
	{ "trash_remove_blockers", "DELETE FROM task_blocker " DB_ANYWHERE "\nWHERE task_id = ?", "" },
	{ "trash_remove_blocking", "DELETE FROM task_blocker " DB_ANYWHERE "\nWHERE blocker_id = ?", "" },
	{ "trash_remove_task", "DELETE FROM task " DB_ANYWHERE "\nWHERE id = ?", "" },
};

bool trash_store_old(struct db *db, int64_t days, int64_t limit, struct id_list *list)
{
	return id_list_find(db, &old, DB_VALUES(db_integer(days), db_integer(limit)), list);
}

bool trash_store_old_comments(struct db *db, int64_t days, int64_t limit, struct id_list *list)
{
	return id_list_find(db, &old_comments, DB_VALUES(db_integer(days), db_integer(limit)), list);
}

bool trash_store_remove_comment(struct db *db, int64_t id)
{
	return db_run(db, &remove_mentions, DB_VALUES(db_integer(id)), NULL) &&
	       db_run(db, &remove_comment, DB_VALUES(db_integer(id)), NULL);
}

bool trash_store_waiting(struct db *db, int64_t id, struct task_list *list)
{
	struct db_rows rows;

	if (!db_run(db, &waiting, DB_VALUES(db_integer(id)), &rows))
		return false;
	list->count = rows.count;
	list->tasks = arena_array(db_arena(db), rows.count + 1, sizeof(*list->tasks));
	for (size_t i = 0; i < rows.count; i++)
		list->tasks[i] = (struct task){ .id = db_row_integer(&rows, i, 0), .blocked_by = db_row_text(&rows, i, 1) };
	return true;
}

bool trash_store_write_blockers(struct db *db, int64_t id, const char *blocked_by)
{
	return db_run(db, &write_blockers, DB_VALUES(db_text(blocked_by), db_integer(id)), NULL);
}

bool trash_store_remove(struct db *db, int64_t id)
{
	for (size_t i = 0; i < sizeof(removals) / sizeof(removals[0]); i++)
		if (!db_run(db, &removals[i], DB_VALUES(db_integer(id)), NULL))
			return false;
	return true;
}
