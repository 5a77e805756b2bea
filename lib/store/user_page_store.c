/*
 * Pages of users by id: those whom a viewer shares a workspace with, or everybody.
 */
#include "store/built.h"
#include "store/db_limit.h"
#include "store/like.h"
#include "store/scope_store.h"
#include "store/user_row.h"

#define WANTED "u.id > ? AND u.deleted_at IS NULL AND (u.name LIKE ? OR u.email LIKE LOWER(?))"
#define BY_ID "\nORDER BY u.id\nLIMIT ?"

static const struct db_statement page_of_all = {
	"user_page_of_all",
	"SELECT " USER_COLUMNS "\nFROM user u\nWHERE " DB_WITHIN_MEMBER("u.id") " AND " WANTED BY_ID,
	USER_LETTERS,
};

static const struct db_statement page_of_workspace = {
	"user_page_of_workspace",
	"SELECT " USER_COLUMNS "\n"
	"FROM membership theirs\n"
	"JOIN user u ON u.id = theirs.user_id\n"
	"WHERE theirs.workspace_id = ? AND " DB_WITHIN("theirs.workspace_id") " AND " WANTED BY_ID,
	USER_LETTERS,
};

static const struct db_statement page_of_own_workspace = {
	"user_page_of_own_workspace",
	"SELECT " USER_COLUMNS "\n"
	"FROM membership mine\n"
	"JOIN membership theirs ON theirs.workspace_id = mine.workspace_id\n"
	"JOIN user u ON u.id = theirs.user_id\n"
	"WHERE mine.user_id = ? AND mine.workspace_id = ? AND " DB_WITHIN("theirs.workspace_id") " AND " WANTED BY_ID,
	USER_LETTERS,
};

/* For a viewer in so many workspaces that most users are seen: each user in order is asked whether. */
static const struct db_statement page_of_many = {
	"user_page_of_many",
	"SELECT " USER_COLUMNS "\n"
	"FROM user u\n"
	"WHERE (u.id = ? OR EXISTS (SELECT 1 FROM membership mine\n"
	"    JOIN membership theirs ON theirs.workspace_id = mine.workspace_id AND theirs.user_id = u.id\n"
	"    WHERE mine.user_id = ? AND " DB_WITHIN("mine.workspace_id") "))\n"
	"  AND " WANTED BY_ID,
	USER_LETTERS,
};

struct page {
	struct db_value viewer, workspace, after, pattern, limit;
};

static void bind_wanted(struct built *built, const struct page *page)
{
	built_bind(built, page->after);
	built_bind(built, page->pattern);
	built_bind(built, page->pattern);
}

/* The first ids of each workspace, in order, each once; and the viewer, who may be in none. */
static bool find_in_each(struct db *db, const struct page *page, const struct workspace_scope *scope, struct user_list *list)
{
	struct built built = built_in(db_arena(db));
	struct db_statement statement = { "user_page", NULL, USER_LETTERS };

	text_add(&built.sql, "SELECT STRAIGHT_JOIN " USER_COLUMNS "\nFROM ((SELECT u.id\nFROM user u\nWHERE u.id = ? AND " WANTED ")\n");
	built_bind(&built, page->viewer);
	bind_wanted(&built, page);
	for (size_t i = 0; i < scope->count; i++) {
		text_add(&built.sql, "UNION\n(SELECT STRAIGHT_JOIN u.id\nFROM membership theirs\nJOIN user u ON u.id = theirs.user_id\n"
				     "WHERE theirs.workspace_id = ? AND theirs.user_id > ? AND " DB_WITHIN("theirs.workspace_id")
				     " AND " WANTED "\nORDER BY theirs.user_id\nLIMIT ?)\n");
		built_bind(&built, db_integer(scope->workspace_ids[i]));
		built_bind(&built, page->after);
		bind_wanted(&built, page);
		built_bind(&built, page->limit);
	}
	text_add(&built.sql, "ORDER BY id\nLIMIT ?) page\nJOIN user u ON u.id = page.id\nORDER BY page.id");
	built_bind(&built, page->limit);
	statement.sql = text_string(&built.sql);
	return user_rows_find(db, &statement, (struct db_values){ built.values, built.count }, list);
}

static bool find_of_viewer(struct db *db, int64_t viewer_id, const struct page *page, struct user_list *list)
{
	struct workspace_scope scope;

	if (!scope_store_find(db, viewer_id, true, SCOPE_FEW, &scope))
		return false;
	if (!scope.is_wide)
		return find_in_each(db, page, &scope, list);
	return user_rows_find(db, &page_of_many,
			      DB_VALUES(page->viewer, page->viewer, page->after, page->pattern, page->pattern, page->limit), list);
}

bool user_store_page(struct db *db, int64_t viewer_id, int64_t workspace_id, const char *prefix, int64_t after_id,
		     int64_t limit, struct user_list *list)
{
	struct page page = {
		.viewer = db_integer(viewer_id),
		.workspace = db_integer(workspace_id),
		.after = db_integer(after_id),
		.pattern = db_text(like_pattern(db_arena(db), "", prefix, "%")),
		.limit = db_integer(limit),
	};

	if (viewer_id && workspace_id)
		return user_rows_find(db, &page_of_own_workspace,
				      DB_VALUES(page.viewer, page.workspace, page.after, page.pattern, page.pattern, page.limit), list);
	if (viewer_id)
		return find_of_viewer(db, viewer_id, &page, list);
	if (workspace_id)
		return user_rows_find(db, &page_of_workspace,
				      DB_VALUES(page.workspace, page.after, page.pattern, page.pattern, page.limit), list);
	return user_rows_find(db, &page_of_all, DB_VALUES(page.after, page.pattern, page.pattern, page.limit), list);
}
