#include "store/task_finding.h"

#include "store/db_limit.h"

#define UP_TO(rows) "SELECT COUNT(*)\nFROM (SELECT 1 FROM " rows " AND state IN (?, ?) LIMIT ?) counted"

static const struct db_statement count_tagged = {
	"task_count_tagged",
	UP_TO("task_tag WHERE tag = LOWER(?) AND " DB_WITHIN("workspace_id")),
	"i",
};
static const struct db_statement count_assigned = {
	"task_count_assigned",
	UP_TO("task FORCE INDEX (assignee_by_due) WHERE assignee_id = ? AND " DB_WITHIN("workspace_id")),
	"i",
};
static const struct db_statement count_in_project = {
	"task_count_in_project",
	UP_TO("task FORCE INDEX (project_by_position) WHERE project_id = ? AND " DB_WITHIN("workspace_id")),
	"i",
};

/* From so many on, going through all tasks in order finds a page of those with the tag sooner than going through the tag. */
#define COMMON_TAG 1000

/* Up to so many are read sooner, and the words looked for in each, than all rows that have the words. */
#define FEW 500

/* The first and the last of the values of task.state and task_tag.state that the list may hold. */
static struct db_value first_state(const struct task_query *query)
{
	return db_integer(query->state == TASK_STATE_ANY ? 0 : query->state == TASK_STATE_TRASH ? 2 : (int64_t)query->state);
}

static struct db_value last_state(const struct task_query *query)
{
	return query->state == TASK_STATE_ANY ? db_integer(1) : first_state(query);
}

/* How many rows of a state of the query have this value; at most so many. */
static bool count_up_to(struct db *db, const struct db_statement *statement, const struct task_query *query, struct db_value value,
			int64_t most, int64_t *count)
{
	struct db_rows rows;

	if (!db_run(db, statement, DB_VALUES(value, first_state(query), last_state(query), db_integer(most)), &rows))
		return false;
	*count = db_row_integer(&rows, 0, 0);
	return true;
}

/* A tag is in the order of ids. Only lists over a great many workspaces need to ask. */
static bool ask_for_common_tag(struct db *db, const struct task_finding *finding, bool *is_common)
{
	const struct task_query *query = &finding->query;
	int64_t count = 0;

	if (query->tag_count && finding->scope.is_wide && query->sort != TASK_SORT_CREATED &&
	    !count_up_to(db, &count_tagged, query, db_text(query->tags[0]), COMMON_TAG, &count))
		return false;
	*is_common = count == COMMON_TAG;
	return true;
}

/* What hangs on one task is few. Who, or what, has no tasks at all is told by the list itself. */
static bool ask_for_few(struct db *db, const struct task_finding *finding, bool *is_few)
{
	const struct task_query *query = &finding->query;
	struct task_way otherwise = task_way_for(query, &finding->scope, (struct task_counts){ .has_few = true });
	int64_t count = FEW + 1;

	*is_few = false;
	if (!query->words)
		return true;
	if (otherwise.anchor == ANCHOR_PARENT || otherwise.anchor == ANCHOR_BLOCKER)
		count = 0;
	else if (otherwise.anchor == ANCHOR_ASSIGNEE &&
		 !count_up_to(db, &count_assigned, query, db_integer(query->assignee_id), FEW + 1, &count))
		return false;
	else if (otherwise.anchor == ANCHOR_PROJECT &&
		 !count_up_to(db, &count_in_project, query, db_integer(query->project_id), FEW + 1, &count))
		return false;
	*is_few = count <= FEW;
	return true;
}

/* The words as the index has them: in no workspace that the list leaves out. */
static bool find_words(struct db *db, struct task_query *query)
{
	bool also_archived = !query->no_archived_workspaces;

	return (!query->words || scope_store_words(db, query->viewer_id, query->workspace_id, also_archived, query->words, &query->words)) &&
	       (!query->not_words || scope_store_words(db, query->viewer_id, query->workspace_id, true, query->not_words, &query->not_words));
}

static bool find_scope(struct db *db, struct task_finding *finding)
{
	const struct task_query *query = &finding->query;

	return scope_store_find(db, query->viewer_id, !query->no_archived_workspaces, task_way_is_narrow(query) ? SCOPE_MOST : SCOPE_FEW,
				&finding->scope);
}

bool task_finding_run(struct db *db, const struct task_query *asked, struct task_finding *finding)
{
	struct task_query *query = &finding->query;
	bool needs_scope = task_way_needs_scope(asked);
	struct task_counts counts;

	*finding = (struct task_finding){ .query = *asked };
	if ((needs_scope && !find_scope(db, finding)) || !ask_for_common_tag(db, finding, &counts.has_common_tag) ||
	    !ask_for_few(db, finding, &counts.has_few) || !find_words(db, query))
		return false;
	finding->is_nothing = (needs_scope && !finding->scope.is_wide && !finding->scope.count) || (asked->words && !query->words);
	query->no_archived_workspaces = query->no_archived_workspaces && !finding->scope.count && !query->words;
	finding->way = task_way_for(query, &finding->scope, counts);
	return true;
}
