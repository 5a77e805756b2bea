/*
 * Samples of the statements that stores build at run time. This program's db_run (the linker puts it in the place of
 * the real one) runs nothing: it checks what it is given, and answers with a few rows of twos.
 */
#include "tests/drift/statements.h"

#include "store/activity_store.h"
#include "store/comment_store.h"
#include "store/project_store.h"
#include "store/task_finding.h"
#include "store/task_store.h"
#include "store/user_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY "2026-12-01"
#define MOMENT "2026-12-01T12:00:00.000Z"
#define EVERY_TAG { "one", "two", "three", "four", "five", "six", "seven", "eight" }

static const char *sample;

static size_t marks_in(const char *sql)
{
	size_t count = 0;

	for (; *sql; sql++)
		count += *sql == '?';
	return count;
}

bool __wrap_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);
bool __wrap_db_run_once(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);

/* Two is also what an update is among actions, and then its changes are read. */
#define ROWS 3

static struct db_rows rows_of_twos(struct arena *arena, const char *returns)
{
	size_t most = strlen(returns) * ROWS, count = 0;
	struct db_value *values = arena_array(arena, most + 1, sizeof(*values));

	for (size_t row = 0; row < ROWS; row++)
		for (const char *at = returns; *at; at++)
			if (*at != '(' && *at != ')')
				values[count++] = *at == 'i' ? db_integer(2) : db_text("2");
	return (struct db_rows){ ROWS, count / ROWS, values };
}

bool __wrap_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	char name[200];

	snprintf(name, sizeof(name), "%s, %s", statement->name, sample);
	if (values.count != marks_in(statement->sql)) {
		fprintf(stderr, "%s binds %zu values\n", name, values.count);
		abort();
	}
	statement_check(statement, name);
	if (rows)
		*rows = rows_of_twos(db_arena(db), statement->returns);
	return true;
}

bool __wrap_db_run_once(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	return __wrap_db_run(db, statement, values, rows);
}

static const char *const words[] = EVERY_TAG;

static const struct task_query every_condition = {
	.viewer_id = 1, .workspace_id = 1, .project_id = 1, .section_id = 1, .parent_id = 1, .assignee_id = 1, .unassigned = true,
	.no_archived_projects = true, .no_archived_workspaces = true, .has = ~0U, .has_not = ~0U, .with_notes = true,
	.follower_id = 1, .mentioned_id = 1, .blocker_id = 1, .created_by_id = 1, .state = TASK_STATE_OPEN, .priority = 1, .blocked = TASK_ONLY,
	.tags = EVERY_TAG, .tag_count = TASK_QUERY_WORDS, .not_tags = EVERY_TAG, .not_tag_count = TASK_QUERY_WORDS,
	.overdue = TASK_ONLY, .overdue_on = DAY, .overdue_utc = MOMENT, .due_from = DAY, .due_to = DAY, .due_from_utc = MOMENT, .due_before_utc = MOMENT, .start_from = DAY, .start_to = DAY,
	.created_from = MOMENT, .created_before = MOMENT, .updated_from = MOMENT, .updated_before = MOMENT,
	.completed_from = MOMENT, .completed_before = MOMENT, .contains = "100%", .words = "+word", .not_words = "other",
	.parts = words, .part_count = TASK_QUERY_WORDS, .not_parts = words, .not_part_count = TASK_QUERY_WORDS,
	.field_value = "1\tvalue", .after_value = MOMENT, .after_id = 1, .limit = 1,
};

static void check_task_lists(struct db *db)
{
	struct task_list list;
	struct task_query query = { .limit = 1 };

	sample = "no condition";
	task_store_list(db, &query, &list);
	query = every_condition;
	sample = "each order, every condition";
	for (query.sort = 0; query.sort < TASK_SORT_COUNT; query.sort++)
		task_store_list(db, &query, &list);
	query.sort = TASK_SORT_CREATED;
	sample = "each extent, every condition";
	for (query.extent = TASK_WHOLE; query.extent <= TASK_ID; query.extent++)
		task_store_list(db, &query, &list);
	query.extent = TASK_WHOLE;
	query.overdue = TASK_NEVER;
	sample = "each state, blocked or not";
	for (query.state = 0; query.state < TASK_STATE_COUNT; query.state++)
		for (query.blocked = TASK_EITHER; query.blocked <= TASK_NEVER; query.blocked++)
			task_store_list(db, &query, &list);
}

/* Each way to the comments, and on behalf of nobody. */
static void check_comment_searches(struct db *db)
{
	static const struct task_query ways[] = {
		{ .viewer_id = 1, .words = "+word", .not_words = "other", .parts = words, .part_count = 1, .not_parts = words, .not_part_count = 1 },
		{ .viewer_id = 1, .words = "+word", .workspace_id = 1, .tags = EVERY_TAG, .tag_count = 2, .no_archived_workspaces = true },
		{ .viewer_id = 1, .parts = words, .part_count = 1, .workspace_id = 1 }, { .parts = words, .part_count = 1 },
		{ .viewer_id = 1, .parts = words, .part_count = 1, .mentioned_id = 1 }, { .words = "+word" },
	};
	struct task_finding finding;
	struct comment_list list;

	sample = "every condition";
	task_finding_run(db, &every_condition, &finding);
	comment_store_search(db, &finding, 1, 1, &list);
	sample = "each way";
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		task_finding_run(db, &ways[i], &finding);
		comment_store_search(db, &finding, i % 2, 1, &list);
	}
}

static void check_projects(struct db *db)
{
	struct project projects[] = { { .id = 1 }, { .id = 2 } };

	sample = "of two, every condition";
	project_store_count(db, projects, 2);
	project_store_count_open(db, projects, 2);
	project_store_shapes(db, projects, 2);
}

static void check_tags(struct db *db)
{
	const char **tags;
	size_t count;

	sample = "of three workspaces, every condition";
	task_store_tags(db, 1, "a", 1, &tags, &count);
}

static void check_ids(struct db *db)
{
	struct id_list list;

	sample = "no condition";
	task_store_ids(db, 0, "1", 1, &list);
	sample = "of two workspaces, every condition";
	task_store_ids(db, 1, "1", 1, &list);
}

static void check_user_pages(struct db *db)
{
	struct user_list list;

	sample = "of three workspaces, every condition";
	user_store_page(db, 1, 0, "a", 1, 1, &list);
}

static void check_task_changes(struct db *db)
{
	static const struct task before = { .id = 1, .version = 1, .priority = 1 };
	static const struct task task = {
		.id = 1, .version = 1, .project_id = 1, .section_id = 1, .parent_id = 1, .position = 1, .title = "title", .notes = "notes",
		.assignee_id = 1, .priority = 2, .start_on = DAY, .due_on = DAY, .due_at = MOMENT, .due_clock = "12:00:00",
		.due_zone = "Europe/Berlin", .recurrence = "RRULE", .occurs_on = DAY, .tags = "tag", .followers = "1", .blocked_by = "1", .links = "link",
		.field_values = "1\tvalue", .completed_at = MOMENT,
	};
	bool changed;

	sample = "no condition";
	task_store_update(db, &before, &before, MOMENT, 1, &changed);
	sample = "every condition";
	task_store_update(db, &before, &task, MOMENT, 1, &changed);
}

static void check_insertions(struct db *db)
{
	static const struct activity_origin origin = { .change_id = "change", .now = MOMENT, .actor_id = 1 };
	static const struct field_change change = { .field = "title", .before = "a", .after = "b" };
	static const struct activity activities[2] = { { .changes = &change, .change_count = 1 }, { .entity_id = 2 } };
	struct task one = { .id = 1, .title = "one" }, other = { .id = 2, .title = "other" };
	struct task *tasks[] = { &one, &other };

	sample = "two rows, every condition";
	task_store_insert(db, tasks, 2, MOMENT, 1);
	activity_store_insert(db, &origin, activities, 2);
	sample = "one row, every condition";
	activity_store_insert(db, &origin, activities, 1);
}

static void check_activity_lists(struct db *db)
{
	static const struct activity_query every = {
		.viewer_id = 1, .workspace_id = 1, .project_id = 1, .task_id = 1, .entity = ENTITY_TASK, .entity_id = 1,
		.actor_id = 1, .change_id = "change",
		.with_names = true, .without_changes = true, .after_id = 1, .change_id_not = "other", .in_effect = true, .fields = words, .field_count = 3, .from = MOMENT, .before = MOMENT, .before_id = 1, .limit = 1,
	};
	static const struct activity_query none = { .limit = 1 };
	static const struct activity_query everywhere = { .everywhere = true, .limit = 1 };
	struct activity_list list;

	sample = "its changes and every condition";
	activity_store_list(db, &none, &list);
	sample = "everywhere";
	activity_store_list(db, &everywhere, &list);
	sample = "every condition";
	activity_store_list(db, &every, &list);
}

void samples_check(void)
{
	static struct config config;
	static struct log log;
	struct error error = { 0 };
	struct arena arena;
	struct db *db = db_new(&config, &log);

	arena_init(&arena, (size_t)4 * 1024 * 1024);
	db_begin_request(db, &arena, &error);
	check_task_lists(db);
	check_comment_searches(db);
	check_tags(db);
	check_ids(db);
	check_user_pages(db);
	check_projects(db);
	check_task_changes(db);
	check_insertions(db);
	check_activity_lists(db);
	db_end_request(db);
	/* Not db_free, which ends the client library that this program goes on to use. */
	db_close(db);
	free(db);
	arena_free(&arena);
}
