/*
 * Lists of tasks by any of their properties, in pages.
 *
 * A list's statement is put together from fragments, never from anything that was sent. Where one
 * index holds the rows in the order of the list, a page is read from it; where several do, one for
 * each workspace or state, each gives a page of ids, which are put in order before the rows are read.
 * So does full text, which has no order: of all that has the words no more is read than orders it.
 */
#include "store/task_conditions.h"
#include "store/task_finding.h"
#include "store/task_row.h"
#include "store/task_store.h"

#include <stdlib.h>

struct sort_rule {
	const char *after;     /* the keyset condition; takes the sort value, the same again, and the id */
	const char *key;       /* what is sorted by, before the id */
	const char *way;       /* "" or " DESC", of the key and of the id */
	bool is_moment;        /* the sort value is one; else a number */
};

static const struct sort_rule sort_rules[TASK_SORT_COUNT] = {
	[TASK_SORT_CREATED] = { NULL, "t.id", "", false },
	[TASK_SORT_DUE] = { "(t.due_sort > ? OR (t.due_sort = ? AND t.id > ?))", "t.due_sort", "", true },
	[TASK_SORT_UPDATED] = { "(t.updated_at < ? OR (t.updated_at = ? AND t.id < ?))", "t.updated_at", " DESC", true },
	[TASK_SORT_POSITION] = { "(t.position > ? OR (t.position = ? AND t.id > ?))", "t.position", "", false },
};

/* A list while it is put together. */
struct listing {
	const struct task_query *query;
	const struct task_way *way;
	const struct workspace_scope *scope;
	struct archived_projects archived;
	struct built common;     /* what all branches have in common */
	struct built built;
};

static void add_start(struct built *built, const struct task_query *query, struct arena *arena)
{
	const struct sort_rule *rule = &sort_rules[query->sort];
	struct db_value after;

	if (!query->after_value)
		return;
	after = rule->is_moment ? db_moment(arena, query->after_value) : db_integer(strtoll(query->after_value, NULL, 10));
	if (!rule->after) {
		built_also_bound(built, "t.id > ?", db_integer(query->after_id));
		return;
	}
	built_also_bound(built, rule->after, after);
	built_bind(built, after);
	built_bind(built, db_integer(query->after_id));
}

static void add_member(struct listing *listing)
{
	if (!listing->query->viewer_id)
		return;
	text_add(&listing->built.sql, SEEN_BY_MEMBER);
	built_bind(&listing->built, db_integer(listing->query->viewer_id));
}

/* Where a list says that the tasks are the viewer's. */
enum membership {
	MEMBERSHIP_SETTLED,     /* nowhere: everything is seen, or the workspaces of a scope or of words are the viewer's */
	MEMBERSHIP_FIRST,       /* in one workspace: then it and the workspace are read once, and not again with each task */
	MEMBERSHIP_BEHIND,
};

static enum membership membership_in(const struct listing *listing, bool is_whole, int64_t workspace_id)
{
	if (!listing->query->viewer_id || (!is_whole && (listing->scope->count || listing->way->anchor == ANCHOR_WORDS)))
		return MEMBERSHIP_SETTLED;
	return workspace_id && listing->way->anchor == ANCHOR_WORKSPACE ? MEMBERSHIP_FIRST : MEMBERSHIP_BEHIND;
}

static void add_tasks(struct listing *listing, enum membership membership)
{
	const struct task_query *query = listing->query;
	struct built *built = &listing->built;

	if (membership == MEMBERSHIP_FIRST) {
		text_add(&built->sql, "FROM membership m\n" WORKSPACE_OF("m") "JOIN task t");
		task_conditions_add_index(built, query, listing->way);
		text_add(&built->sql, " ON t.workspace_id = m.workspace_id AND m.user_id = ?");
		built_bind(built, db_integer(query->viewer_id));
	} else {
		task_conditions_add_from(built, query, listing->way);
	}
	task_conditions_add_tags(built, query, listing->way);
	text_add_char(&built->sql, '\n');
	if (membership == MEMBERSHIP_BEHIND)
		add_member(listing);
}

/* The column that says in which workspace. */
static const char *workspace_condition(const struct listing *listing, enum membership membership)
{
	if (membership == MEMBERSHIP_FIRST)
		return "m.workspace_id = ?";
	return listing->way->anchor == ANCHOR_TAG ? "g.workspace_id = ?" : "t.workspace_id = ?";
}

#define SECTION_PART (1U << TASK_PART_SECTION)

/* For a page's ids: as much as conditions ask for. For titles the same, of workspaces that are there. */
static void add_page_joins(struct listing *listing, bool is_whole, bool has_workspace)
{
	const struct task_query *query = listing->query;
	struct text *sql = &listing->built.sql;

	if (!has_workspace && (is_whole || (!listing->scope->count && listing->way->anchor != ANCHOR_WORDS)))
		text_add(sql, WORKSPACE_JOIN);
	if (query->no_archived_projects && !listing->archived.is_known)
		text_add(sql, "LEFT JOIN project p ON p.id = t.project_id\n");
	if ((query->has | query->has_not) & SECTION_PART)
		text_add(sql, "LEFT JOIN section s ON s.id = t.section_id AND s.deleted_at IS NULL\n");
}

/* So many places for the ids of archived projects: few numbers, so that few statements differ. */
static size_t archived_places(size_t count)
{
	return !count ? 0 : count <= ARCHIVED_MOST / 4 ? ARCHIVED_MOST / 4 : ARCHIVED_MOST;
}

/* Where the projects are joined, each is asked; else they are told by their ids, the last one again in places left over. */
static void leave_out_archived(struct listing *listing, bool has_projects)
{
	const struct archived_projects *archived = &listing->archived;
	struct built *built = &listing->built;
	size_t places = archived_places(archived->count);

	if (listing->query->no_archived_workspaces)
		built_also(built, "w.archived_at IS NULL");
	if (!listing->query->no_archived_projects)
		return;
	if (has_projects) {
		built_also(built, "p.archived_at IS NULL");
		return;
	}
	for (size_t i = 0; i < places; i++) {
		text_add(&built->sql, i ? ", ?" : "\n  AND COALESCE(t.project_id, 0) NOT IN (?");
		built_bind(built, db_integer(archived->ids[i < archived->count ? i : archived->count - 1]));
	}
	text_add(&built->sql, places ? ")" : "");
}

/* What to read from where, behind the columns: of whole rows, or of a page's ids. */
static void add_branch(struct listing *listing, bool is_whole, int64_t workspace_id, const char *state)
{
	const struct task_query *query = listing->query;
	const struct sort_rule *rule = &sort_rules[query->sort];
	enum membership membership = membership_in(listing, is_whole, workspace_id);
	bool has_workspace = membership == MEMBERSHIP_FIRST;
	struct built *built = &listing->built;

	add_tasks(listing, membership);
	if (is_whole && query->extent == TASK_WHOLE)
		text_add(&built->sql, has_workspace ? PLACE_JOINS : TASK_JOINS);
	else
		add_page_joins(listing, is_whole, has_workspace);
	text_add(&built->sql, listing->way->anchor == ANCHOR_TAG ? "WHERE g." : "WHERE t.");
	text_add(&built->sql, state);
	if (workspace_id)
		built_also_bound(built, workspace_condition(listing, membership), db_integer(workspace_id));
	if (!is_whole)
		built_also(built, DB_WITHIN("t.workspace_id"));
	leave_out_archived(listing, is_whole || !listing->archived.is_known);
	built_append(built, &listing->common);
	text_add(&built->sql, "\nORDER BY ");
	text_add(&built->sql, rule->key);
	text_add(&built->sql, rule->way);
	if (query->sort != TASK_SORT_CREATED)
		text_add(&built->sql, rule->way[0] ? ", t.id DESC" : ", t.id");
	text_add(&built->sql, "\nLIMIT ?");
	built_bind(built, db_integer(query->limit));
}

/* The page's ids from every workspace of the scope, and from open and completed tasks where the index tells them apart. */
static void add_page(struct listing *listing)
{
	static const char *const both[] = { "state = 0", "state = 1" };
	const struct task_query *query = listing->query;
	const struct workspace_scope *scope = listing->scope;
	struct text *sql = &listing->built.sql;
	bool by_state = query->state == TASK_STATE_ANY && listing->way->in_order;
	size_t places = scope->count ? scope->count : 1;

	for (size_t place = 0; place < places; place++) {
		for (size_t state = 0; state < (by_state ? 2 : 1); state++) {
			text_printf(sql, "%s(SELECT STRAIGHT_JOIN t.id, %s AS place\n", place || state ? "\nUNION ALL\n" : "",
				    sort_rules[query->sort].key);
			add_branch(listing, false, scope->count ? scope->workspace_ids[place] : query->workspace_id,
				   by_state ? both[state] : task_conditions_state(query->state));
			text_add_char(sql, ')');
		}
	}
}

/* The page's rows. */
static void add_rows(struct listing *listing)
{
	text_add(&listing->built.sql, "JOIN task t ON t.id = page.id\n");
	add_member(listing);
	text_add(&listing->built.sql, listing->query->extent == TASK_WHOLE ? TASK_JOINS : WORKSPACE_JOIN);
}

static void add_branches(struct listing *listing)
{
	const struct task_query *query = listing->query;
	struct built *built = &listing->built;
	const char *way = sort_rules[query->sort].way;

	text_add(&built->sql, "FROM (");
	add_page(listing);
	text_printf(&built->sql, "\nORDER BY place%s, id%s\nLIMIT ?) page\n", way, way);
	built_bind(built, db_integer(query->limit));
	/* The branches have seen to it that the tasks are the viewer's, but for those found by words. */
	if (query->extent != TASK_ID || listing->way->anchor == ANCHOR_WORDS)
		add_rows(listing);
	text_printf(&built->sql, "ORDER BY page.place%s, page.id%s", way, way);
}

/* Whether ids are put in order before the rows are read. */
static bool has_branches(const struct listing *listing)
{
	const struct task_way *way = listing->way;

	return listing->scope->count > 1 || way->anchor == ANCHOR_WORDS || way->anchor == ANCHOR_ALL ||
	       (listing->query->state == TASK_STATE_ANY && way->in_order);
}

#define COLUMNS(role) "SELECT STRAIGHT_JOIN " TASK_COLUMNS(role)

static void add_columns(struct listing *listing)
{
	const struct task_query *query = listing->query;

	if (query->extent == TASK_ID_AND_TITLE) {
		text_add(&listing->built.sql, "SELECT STRAIGHT_JOIN t.id, t.title\n");
	} else if (query->extent == TASK_ID) {
		text_add(&listing->built.sql, has_branches(listing) ? "SELECT page.id, NULL\n" : "SELECT STRAIGHT_JOIN t.id, NULL\n");
	} else {
		text_add(&listing->built.sql, query->viewer_id ? COLUMNS("m.role + 0") : COLUMNS("3"));
		text_add(&listing->built.sql, query->with_notes ? TASK_NOTES "\n" : "\n");
	}
}

static void build(struct listing *listing, struct arena *arena)
{
	const struct task_query *query = listing->query;
	const struct workspace_scope *scope = listing->scope;

	listing->common = task_conditions_of(query, listing->way, arena);
	add_start(&listing->common, query, arena);
	listing->built = built_in(arena);
	add_columns(listing);
	if (has_branches(listing))
		add_branches(listing);
	else
		add_branch(listing, true, scope->count ? scope->workspace_ids[0] : query->workspace_id, task_conditions_state(query->state));
}

static bool find_archived(struct db *db, struct listing *listing)
{
	const struct task_query *query = listing->query;

	if (!query->no_archived_projects || !has_branches(listing) || listing->scope->is_wide)
		return true;
	return scope_store_archived(db, query->viewer_id, query->workspace_id, &listing->archived);
}

static const char *letters_of(const struct task_query *query)
{
	if (query->extent != TASK_WHOLE)
		return TITLE_LETTERS;
	return query->with_notes ? TASK_NOTES_LETTERS : TASK_LETTERS;
}

bool task_store_list_found(struct db *db, const struct task_finding *finding, struct task_list *list)
{
	struct listing listing = { .query = &finding->query, .way = &finding->way, .scope = &finding->scope };
	struct db_statement statement = { "task_list", NULL, letters_of(&finding->query) };
	struct db_values values;

	*list = (struct task_list){ 0 };
	if (finding->is_nothing)
		return true;
	if (!find_archived(db, &listing))
		return false;
	build(&listing, db_arena(db));
	statement.sql = text_string(&listing.built.sql);
	values = (struct db_values){ listing.built.values, listing.built.count };
	return finding->query.extent == TASK_WHOLE ? task_rows_find(db, &statement, values, list) :
					    task_rows_find_titles(db, &statement, values, list);
}

bool task_store_list(struct db *db, const struct task_query *query, struct task_list *list)
{
	struct task_finding finding;

	return task_finding_run(db, query, &finding) && task_store_list_found(db, &finding, list);
}

const char *task_sort_value(struct arena *arena, const struct task *task, enum task_sort sort)
{
	switch (sort) {
	case TASK_SORT_DUE:
		return task->due_sort;
	case TASK_SORT_UPDATED:
		return task->updated_at;
	case TASK_SORT_POSITION:
		return arena_printf(arena, "%lld", (long long)task->position);
	case TASK_SORT_CREATED:
	case TASK_SORT_COUNT:
		break;
	}
	return "";
}
