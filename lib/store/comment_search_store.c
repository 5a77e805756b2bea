/*
 * Comments by the words in them, on the tasks that a query asks for.
 *
 * Comments are found by the full text index and then the task of each is looked at; or, where the tasks are few, by their
 * tasks; or, where no word is in the index, one after the other in the viewer's workspaces.
 */
#include "store/comment_row.h"
#include "store/like.h"
#include "store/task_conditions.h"
#include "store/task_finding.h"
#include "store/task_row.h"

/* A search while it is put together. */
struct comment_search {
	const struct task_finding *finding;     /* of the tasks; its words are looked for in comments */
	struct task_query tasks;                /* without words */
	struct built conditions;                /* on tasks */
	int64_t before_id;
	int64_t limit;
	struct built built;
};

static bool are_found_by_tasks(const struct comment_search *search)
{
	switch (search->finding->way.anchor) {
	case ANCHOR_PARENT:
	case ANCHOR_BLOCKER:
	case ANCHOR_FOLLOWER:
	case ANCHOR_ASSIGNEE:
	case ANCHOR_PROJECT:
	case ANCHOR_MENTIONED:
	case ANCHOR_TAG:
	case ANCHOR_CREATOR:
		return true;
	case ANCHOR_WORDS:
	case ANCHOR_WORKSPACE:
	case ANCHOR_ALL:
	case ANCHOR_COUNT:
		break;
	}
	return false;
}

/* As of tasks: CONCAT tells the unwanted from the wanted, and COALESCE keeps an index from being used. */
static void add_text_conditions(struct built *built, const struct comment_search *search)
{
	const struct task_query *query = &search->finding->query;
	struct arena *arena = built->sql.arena;

	built_also_text(built,
			search->finding->way.anchor == ANCHOR_WORDS ?
				"MATCH (k.search_text) AGAINST (? IN BOOLEAN MODE)" :
				"COALESCE(MATCH (k.search_text) AGAINST (? IN BOOLEAN MODE), 0) > 0",
			query->words);
	built_also_text(built, "NOT MATCH (k.search_text) AGAINST (CONCAT(?, '') IN BOOLEAN MODE)", query->not_words);
	for (size_t i = 0; i < query->part_count; i++)
		built_also_text(built, "k.text LIKE ?", like_pattern(arena, "%", query->parts[i], "%"));
	for (size_t i = 0; i < query->not_part_count; i++)
		built_also_text(built, "k.text NOT LIKE ?", like_pattern(arena, "%", query->not_parts[i], "%"));
	built_also_integer(built, "k.id < ?", search->before_id);
}

static void add_workspaces(struct comment_search *search)
{
	const struct task_query *query = &search->tasks;
	struct built *built = &search->built;

	text_add(&built->sql, query->viewer_id ? "FROM membership v\n" : "FROM workspace v\n");
	text_add(&built->sql, "JOIN comment k FORCE INDEX (comment_workspace, words) ON k.workspace_id = ");
	text_add(&built->sql, query->viewer_id ? "v.workspace_id AND v.user_id = ?" : "v.id");
	if (query->viewer_id)
		built_bind(built, db_integer(query->viewer_id));
	built_also_integer(built, query->viewer_id ? "v.workspace_id = ?" : "v.id = ?", query->workspace_id);
}

static void add_from(struct comment_search *search)
{
	struct built *built = &search->built;

	if (are_found_by_tasks(search)) {
		task_conditions_add_from(built, &search->tasks, &search->finding->way);
		text_add(&built->sql, "\nJOIN comment k FORCE INDEX (task, words) ON k.task_id = t.id");
		return;
	}
	if (search->finding->way.anchor == ANCHOR_WORDS)
		text_add(&built->sql, "FROM comment k FORCE INDEX (words)");
	else
		add_workspaces(search);
	text_add(&built->sql, "\nJOIN task t ON t.id = k.task_id");
}

static void add_joins(struct comment_search *search)
{
	struct built *built = &search->built;

	task_conditions_add_tags(built, &search->tasks, &search->finding->way);
	text_add_char(&built->sql, '\n');
	if (search->tasks.viewer_id) {
		text_add(&built->sql, SEEN_BY_MEMBER);
		built_bind(built, db_integer(search->tasks.viewer_id));
	}
	text_add(&built->sql, TASK_JOINS "JOIN user c ON c.id = k.created_by\n");
}

static void add_task_conditions(struct comment_search *search)
{
	const struct task_query *query = &search->tasks;
	struct built *built = &search->built;

	text_printf(&built->sql, "k.deleted_at IS NULL AND t.%s", task_conditions_state(query->state));
	built_also_integer(built, "t.workspace_id = ?", query->workspace_id);
	built_also(built, query->no_archived_workspaces ? "w.archived_at IS NULL" : NULL);
	built_also(built, query->no_archived_projects ? "p.archived_at IS NULL" : NULL);
	built_append(built, &search->conditions);
}

static bool run(struct db *db, struct comment_search *search, struct comment_list *list)
{
	struct db_statement statement = { "comment_search", text_string(&search->built.sql), COMMENT_LETTERS };

	return comment_rows_find(db, &statement, (struct db_values){ search->built.values, search->built.count }, list);
}

static const char *role_of(const struct comment_search *search)
{
	return search->tasks.viewer_id ? "m.role + 0" : "3";
}

static bool find_all(struct db *db, struct comment_search *search, struct comment_list *list)
{
	struct built *built = &search->built;

	*built = built_in(db_arena(db));
	text_printf(&built->sql, "SELECT STRAIGHT_JOIN " COMMENT_COLUMNS("%s", "k.text") "\n", role_of(search));
	add_from(search);
	add_joins(search);
	text_add(&built->sql, "WHERE ");
	add_task_conditions(search);
	add_text_conditions(built, search);
	text_add(&built->sql, "\nORDER BY k.id DESC\nLIMIT ?");
	built_bind(built, db_integer(search->limit));
	return run(db, search, list);
}

/* So many are taken beyond the limit: of the newest mostly few are out of sight. */
#define SPARE 14

/* The newest that have the words, whatever their tasks are; without a text where they are out of sight. */
static bool find_newest(struct db *db, struct comment_search *search, struct comment_list *list)
{
	struct built *built = &search->built;

	*built = built_in(db_arena(db));
	text_printf(&built->sql, "SELECT STRAIGHT_JOIN k.id, k.task_id, t.workspace_id, %s, IF(", role_of(search));
	add_task_conditions(search);
	text_add(&built->sql, ", k.text, NULL)" COMMENT_COLUMNS_BEHIND_TEXT "\n"
			      "FROM (SELECT k.id\n  FROM comment k FORCE INDEX (words)\n  WHERE k.deleted_at IS NULL");
	add_text_conditions(built, search);
	text_add(&built->sql, "\nORDER BY k.id DESC\nLIMIT ?) newest\nJOIN comment k ON k.id = newest.id\nJOIN task t ON t.id = k.task_id");
	built_bind(built, db_integer(search->limit + SPARE));
	add_joins(search);
	text_add(&built->sql, "ORDER BY newest.id DESC");
	return run(db, search, list);
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

/* Whether nearly every comment that has the words is on a task that is asked for. */
static bool asks_for_most_tasks(const struct comment_search *search)
{
	return search->finding->way.anchor == ANCHOR_WORDS && search->tasks.state == TASK_STATE_ANY && !search->tasks.tag_count &&
	       !search->conditions.sql.length;
}

bool comment_store_search(struct db *db, const struct task_finding *finding, int64_t before_id, int64_t limit, struct comment_list *list)
{
	struct comment_search search = { .finding = finding, .tasks = finding->query, .before_id = before_id, .limit = limit };
	bool are_all;

	*list = (struct comment_list){ 0 };
	if (finding->is_nothing)
		return true;
	search.tasks.words = search.tasks.not_words = NULL;
	search.tasks.part_count = search.tasks.not_part_count = 0;
	search.conditions = task_conditions_of(&search.tasks, &finding->way, db_arena(db));
	if (!asks_for_most_tasks(&search))
		return find_all(db, &search, list);
	if (!find_newest(db, &search, list))
		return false;
	are_all = list->count < (size_t)(limit + SPARE);
	leave_in_sight(list, (size_t)limit);
	return are_all || list->count == (size_t)limit || find_all(db, &search, list);
}
