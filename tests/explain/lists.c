/*
 * Every list that a caller can ask for, one condition at a time: each place with each order and
 * state, each further condition with each order, for people who are in one workspace and in many.
 * The stores are asked as the desk asks them; what they run is run, and lists are printed as well.
 */
#include "tests/explain/lists.h"

#include "store/activity_store.h"
#include "store/task_store.h"
#include "tests/explain/statements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is being asked for, and for whom. */
static struct {
	char **arguments;
	char what[300];
	struct db *db;
} asked;

bool __wrap_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);
bool __real_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows);

/* Stands before db_run by the linker's --wrap. */
bool __wrap_db_run(struct db *db, const struct db_statement *statement, struct db_values values, struct db_rows *rows)
{
	if (strcmp(statement->name, "task_list") == 0)
		explain_print(asked.what, statement->sql, &values);
	return __real_db_run(db, statement, values, rows);
}

static const char *text_of(const char *name)
{
	size_t length = strlen(name);

	for (char **argument = asked.arguments; *argument; argument++)
		if (strncmp(*argument, name, length) == 0 && (*argument)[length] == '=')
			return *argument + length + 1;
	fprintf(stderr, "statements lists needs %s=…\n", name);
	exit(2);
}

static int64_t id_of(const char *name)
{
	return strtoll(text_of(name), NULL, 10);
}

#define SET(member) \
	static void set_##member(struct task_query *query) \
	{ \
		query->member##_id = id_of(#member); \
	}

SET(workspace)
SET(project)
SET(parent)
SET(follower)
SET(created_by)

static void set_nothing(struct task_query *query)
{
	(void)query;
}

static void set_section(struct task_query *query)
{
	set_project(query);
	query->section_id = id_of("section");
}

static void set_mine(struct task_query *query)
{
	query->assignee_id = query->viewer_id;
}

static void set_assignee(struct task_query *query)
{
	query->assignee_id = id_of("assignee");
}

static void set_mine_here(struct task_query *query)
{
	set_workspace(query);
	set_mine(query);
}

static void set_unassigned_here(struct task_query *query)
{
	set_workspace(query);
	query->unassigned = true;
}

static void set_tag(struct task_query *query)
{
	query->tags[query->tag_count++] = text_of("tag");
}

static void set_rare_tag(struct task_query *query)
{
	query->tags[query->tag_count++] = text_of("rare_tag");
}

static void set_without_tag(struct task_query *query)
{
	query->not_tags[query->not_tag_count++] = text_of("tag");
}

static void set_due_week(struct task_query *query)
{
	query->due_from = text_of("today");
	query->due_to = text_of("next_week");
	query->due_from_utc = text_of("today_utc");
	query->due_before_utc = text_of("next_week_utc");
}

static void set_overdue(struct task_query *query)
{
	query->overdue_on = text_of("today");
	query->overdue_utc = text_of("today_utc");
}

static void set_completed_lately(struct task_query *query)
{
	query->state = TASK_STATE_COMPLETED;
	query->completed_from = text_of("last_week_utc");
}

static void set_created_lately(struct task_query *query)
{
	query->created_from = text_of("last_week_utc");
}

static void set_changed_lately(struct task_query *query)
{
	query->state = TASK_STATE_ANY;
	query->updated_from = text_of("last_week_utc");
}

static void set_urgent(struct task_query *query)
{
	query->priority = PRIORITY_URGENT;
}

static void set_blocked(struct task_query *query)
{
	query->blocked = TASK_ONLY;
}

static void set_contains(struct task_query *query)
{
	query->contains = text_of("part");
}

static void set_words(struct task_query *query)
{
	query->state = TASK_STATE_ANY;
	query->words = text_of("words");
}

static void set_phrase(struct task_query *query)
{
	query->state = TASK_STATE_ANY;
	query->words = text_of("phrase");
}

static void set_field(struct task_query *query)
{
	set_project(query);
	query->field_value = text_of("field");
}

struct condition {
	const char *name;
	void (*set)(struct task_query *query);
};

static const struct condition places[] = {
	{ "everywhere", set_nothing }, { "workspace", set_workspace }, { "project", set_project }, { "section", set_section },
	{ "parent", set_parent }, { "mine", set_mine }, { "mine in a workspace", set_mine_here }, { "of a colleague", set_assignee },
	{ "of nobody in a workspace", set_unassigned_here }, { "followed", set_follower }, { "made by", set_created_by },
};

static const struct condition further[] = {
	{ "tag", set_tag }, { "rare tag", set_rare_tag }, { "without a tag", set_without_tag }, { "due this week", set_due_week },
	{ "overdue", set_overdue }, { "completed lately", set_completed_lately }, { "created lately", set_created_lately },
	{ "changed lately", set_changed_lately }, { "urgent", set_urgent }, { "blocked", set_blocked }, { "contains", set_contains },
	{ "words", set_words }, { "phrase", set_phrase }, { "field", set_field },
};

static const char *const viewers[] = { "system", "many", "some", "one", "tiny" };
static const char *const sorts[TASK_SORT_COUNT] = { "created", "due", "updated", "position" };
static const char *const states[TASK_STATE_COUNT] = { "open", "completed", "any", "trash" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void ask(const char *viewer, const struct condition *place, const struct condition *condition, enum task_state state,
		enum task_sort sort, bool is_first)
{
	struct task_query query = { .viewer_id = id_of(viewer), .state = state, .sort = sort, .limit = 26 };
	struct error error = { 0 };
	struct arena arena;
	struct task_list list;

	arena_init(&arena, (size_t)64 * 1024 * 1024);
	db_begin_request(asked.db, &arena, &error);
	place->set(&query);
	if (condition)
		condition->set(&query);
	if (!is_first) {
		query.after_value = text_of(sort == TASK_SORT_POSITION ? "position" : "today_utc");
		query.after_id = id_of("task");
	}
	snprintf(asked.what, sizeof(asked.what), "list for %s: %s%s%s, %s, by %s%s", viewer, place->name, condition ? ", " : "",
		 condition ? condition->name : "", states[query.state], sorts[sort], is_first ? "" : ", second page");
	if (!task_store_list(asked.db, &query, &list)) {
		fprintf(stderr, "%s: %s\n", asked.what, error.message);
		exit(1);
	}
	db_end_request(asked.db);
	arena_free(&arena);
}

static void ask_everything(const char *viewer, enum task_sort sort)
{
	for (size_t place = 0; place < COUNT(places); place++)
		for (int state = 0; state < TASK_STATE_COUNT; state++)
			for (int page = 0; page < 2; page++)
				ask(viewer, &places[place], NULL, (enum task_state)state, sort, page == 0);
	/* Everywhere, in a workspace, and mine. */
	for (size_t condition = 0; condition < COUNT(further); condition++) {
		ask(viewer, &places[0], &further[condition], TASK_STATE_OPEN, sort, true);
		ask(viewer, &places[1], &further[condition], TASK_STATE_OPEN, sort, true);
		ask(viewer, &places[5], &further[condition], TASK_STATE_OPEN, sort, true);
	}
}

void explain_lists(char **arguments)
{
	static struct config config;
	static struct log log;

	asked.arguments = arguments;
	config = (struct config){
		.database_socket = text_of("socket"), .database_host = "", .database_name = text_of("database"),
		.database_user = text_of("user"), .database_password = text_of("password"), .database_timeout_seconds = 600,
	};
	asked.db = db_new(&config, &log);
	for (size_t viewer = 0; viewer < COUNT(viewers); viewer++)
		for (int sort = 0; sort < TASK_SORT_COUNT; sort++)
			ask_everything(viewers[viewer], (enum task_sort)sort);
	db_free(asked.db);
}
