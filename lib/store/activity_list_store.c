/*
 * Lists of activity, newest first.
 *
 * The ids of a page come from the indexes that hold what is asked for in order: a thing's own, or each of
 * the viewer's workspaces'. Then the rows are read.
 */
#include "store/activity_store.h"
#include "store/built.h"
#include "store/db_limit.h"
#include "store/scope_store.h"

#define KEPT_COLUMNS \
	"y.id, y.change_id, y.at, y.actor_id, u.email, COALESCE(k.name, o.name), COALESCE(y.workspace_id, 0), y.entity + 0, y.entity_id, y.action + 0"
#define KEPT_LETTERS "itmittiiiitit"
#define KEPT_FROM \
	"JOIN activity y ON y.id = page.id\n" \
	"JOIN user u ON u.id = y.actor_id\n" \
	"LEFT JOIN api_key k ON k.id = y.api_key_id\n" \
	"LEFT JOIN oauth_client o ON o.id = y.oauth_client_id\n"
#define NAME_COLUMNS "COALESCE(yt.title, yp.name, yw.name), COALESCE(yc.task_id, 0), IF(yc.deleted_at IS NULL, LEFT(yc.text, 200), NULL)"
#define NAME_FROM \
	"LEFT JOIN comment yc ON y.entity = 'comment' AND yc.id = y.entity_id\n" \
	"LEFT JOIN task yt ON yt.id = IF(y.entity = 'task', y.entity_id, yc.task_id)\n" \
	"LEFT JOIN project yp ON y.entity = 'project' AND yp.id = y.entity_id\n" \
	"LEFT JOIN workspace yw ON y.entity = 'workspace' AND yw.id = y.entity_id\n"
#define NO_NAMES "NULL, 0, NULL"

static struct kept_activity kept_from(const struct db_rows *rows, size_t row)
{
	return (struct kept_activity){
		.id = db_row_integer(rows, row, 0),
		.change_id = db_row_text(rows, row, 1),
		.at = db_row_text(rows, row, 2),
		.actor_id = db_row_integer(rows, row, 3),
		.actor = db_row_text(rows, row, 4),
		.credential = db_row_text(rows, row, 5),
		.workspace_id = db_row_integer(rows, row, 6),
		.entity = (enum activity_entity)db_row_integer(rows, row, 7),
		.entity_id = db_row_integer(rows, row, 8),
		.action = (enum activity_action)db_row_integer(rows, row, 9),
		.name = db_row_text(rows, row, 10),
		.task_id = db_row_integer(rows, row, 11),
		.text = db_row_text(rows, row, 12),
	};
}

/* One place where rows of a list come from, newest first. */
struct source {
	const char *from;
	const char *condition;
	struct db_value values[2];
	size_t count;
};

struct sources {
	struct source each[SCOPE_FEW];
	size_t count;
};

#define ACTIVITY(index) "FROM activity y FORCE INDEX (" index ")\n"

static void add_source(struct sources *sources, const char *from, const char *condition, int64_t one)
{
	sources->each[sources->count++] = (struct source){ from, condition, { db_integer(one) }, 1 };
}

/* Of a task and its comments. */
static void add_task(struct sources *sources, int64_t task_id)
{
	add_source(sources, ACTIVITY("entity"), "y.entity = 'task' AND y.entity_id = ?", task_id);
	add_source(sources, ACTIVITY("task"), "y.task_id = ?", task_id);
}

/* Of a project: itself, the tasks that are in it now, and their comments. */
static void add_project(struct sources *sources, int64_t project_id)
{
	add_source(sources, ACTIVITY("entity"), "y.entity = 'project' AND y.entity_id = ?", project_id);
	add_source(sources,
		   "FROM task p FORCE INDEX (project_by_position)\n"
		   "JOIN activity y FORCE INDEX (entity) ON y.entity = 'task' AND y.entity_id = p.id\n",
		   "p.project_id = ?", project_id);
	add_source(sources,
		   "FROM task p FORCE INDEX (project_by_position)\n"
		   "JOIN activity y FORCE INDEX (task) ON y.task_id = p.id\n",
		   "p.project_id = ?", project_id);
}

static void add_workspaces(struct sources *sources, const struct workspace_scope *scope)
{
	for (size_t i = 0; i < scope->count; i++)
		add_source(sources, ACTIVITY("workspace"), "y.workspace_id = ?", scope->workspace_ids[i]);
}

/* False when the database fails; no source means that there is nothing to see. */
static bool find_sources(struct db *db, const struct activity_query *query, struct sources *sources)
{
	struct workspace_scope scope;

	if (query->change_id) {
		sources->each[sources->count++] =
			(struct source){ ACTIVITY("change_id"), "y.change_id = ?", { db_text(query->change_id) }, 1 };
	} else if (query->entity) {
		sources->each[sources->count++] = (struct source){ ACTIVITY("entity"), "y.entity = ? AND y.entity_id = ?",
								   { db_integer(query->entity), db_integer(query->entity_id) }, 2 };
	} else if (query->task_id) {
		add_task(sources, query->task_id);
	} else if (query->project_id) {
		add_project(sources, query->project_id);
	} else if (query->actor_id) {
		add_source(sources, ACTIVITY("actor"), "y.actor_id = ?", query->actor_id);
	} else if (query->workspace_id) {
		add_source(sources, ACTIVITY("workspace"), "y.workspace_id = ?", query->workspace_id);
	} else {
		if (!scope_store_find(db, query->viewer_id, true, SCOPE_FEW, &scope))
			return false;
		if (scope.is_wide)
			sources->each[sources->count++] = (struct source){ .from = ACTIVITY("PRIMARY"), .condition = "y.id > 0" };
		else
			add_workspaces(sources, &scope);
	}
	return true;
}

/*
 * Moments are looked up once, as ids, so that a page far back is not walked to. Ids grow with time, but for
 * what several servers write at the same moment and for their clocks.
 */
static const struct db_statement first_since = {
	"activity_first_since",
	"SELECT id " DB_ANYWHERE "\nFROM activity\nWHERE at >= ? - INTERVAL 1 HOUR\nORDER BY at, id\nLIMIT 1",
	"i",
};
static const struct db_statement last_before = {
	"activity_last_before",
	"SELECT id " DB_ANYWHERE "\nFROM activity\nWHERE at < ? + INTERVAL 1 HOUR\nORDER BY at DESC, id DESC\nLIMIT 1",
	"i",
};

static bool add_bound(struct db *db, struct built *built, const struct db_statement *statement, const char *moment,
		      const char *condition)
{
	struct db_rows rows;

	if (!moment)
		return true;
	if (!db_run(db, statement, DB_VALUES(db_moment(db_arena(db), moment)), &rows))
		return false;
	if (rows.count)
		built_also_bound(built, condition, db_integer(db_row_integer(&rows, 0, 0)));
	else
		built_also(built, "FALSE");
	return true;
}

static bool add_moments(struct db *db, struct built *built, const struct activity_query *query)
{
	if (!add_bound(db, built, &first_since, query->from, "y.id >= ?") ||
	    !add_bound(db, built, &last_before, query->before, "y.id <= ?"))
		return false;
	if (query->from)
		built_also_bound(built, "y.at >= ?", db_moment(db_arena(db), query->from));
	if (query->before)
		built_also_bound(built, "y.at < ?", db_moment(db_arena(db), query->before));
	return true;
}

/*
 * What a live undo took back is not in effect, nor is such an undo where it took back something as new.
 * Not EXISTS, which MariaDB would turn into reading all undoings first.
 */
static void add_in_effect(struct built *built, int64_t after_id)
{
	built_also(built, "COALESCE((SELECT 0 FROM change_undo d WHERE d.undone_change_id = y.change_id AND d.is_live LIMIT 1), 1)");
	built_also_bound(built,
			 "COALESCE((SELECT 0 FROM change_undo d JOIN activity x ON x.change_id = d.undone_change_id\n"
			 "    WHERE d.change_id = y.change_id AND d.is_live AND x.entity = y.entity AND x.entity_id = y.entity_id AND x.id > ? LIMIT 1), 1)",
			 db_integer(after_id));
}

static void add_fields(struct built *built, const struct activity_query *query)
{
	built_also(built, "(y.action <> 'update' OR COALESCE((SELECT 1 FROM activity_change f WHERE f.activity_id = y.id AND f.field");
	built_in_texts(built, query->fields, query->field_count);
	text_add(&built->sql, " LIMIT 1), 0))");
}

/* Where the project, or task, does not say by itself where the rows come from. */
static void add_things(struct built *built, const struct activity_query *query)
{
	if (query->project_id && (query->change_id || query->entity || query->task_id)) {
		built_also_bound(built, "(y.entity = 'project' AND y.entity_id = ?", db_integer(query->project_id));
		text_add(&built->sql, "\n    OR y.entity = 'task' AND y.entity_id IN (SELECT id FROM task WHERE project_id = ?)"
				      "\n    OR y.entity = 'comment' AND y.task_id IN (SELECT id FROM task WHERE project_id = ?))");
		built_bind(built, db_integer(query->project_id));
		built_bind(built, db_integer(query->project_id));
	}
	if (query->task_id && (query->change_id || query->entity)) {
		built_also_bound(built, "(y.entity = 'task' AND y.entity_id = ? OR y.task_id = ?)", db_integer(query->task_id));
		built_bind(built, db_integer(query->task_id));
	}
	if (query->entity && query->change_id) {
		built_also_bound(built, "y.entity = ?", db_integer(query->entity));
		built_also_bound(built, "y.entity_id = ?", db_integer(query->entity_id));
	}
}

static bool find_conditions(struct db *db, const struct activity_query *query, struct built *built)
{
	built_also(built, query->everywhere ? "TRUE " DB_ANYWHERE : DB_WITHIN("y.workspace_id"));
	built_also_integer(built, "y.workspace_id = ?", query->workspace_id);
	built_also_integer(built, "y.actor_id = ?", query->actor_id);
	add_things(built, query);
	built_also_integer(built, "y.id < ?", query->before_id);
	if (query->after_id) {
		built_also_bound(built, "y.id > ?", db_integer(query->after_id));
		built_also_bound(built, "y.change_id <> ?", db_text(query->change_id_not));
	}
	if (query->field_count)
		add_fields(built, query);
	if (query->in_effect)
		add_in_effect(built, query->after_id);
	return add_moments(db, built, query);
}

static void add_page(struct built *built, const struct activity_query *query, const struct sources *sources, const struct built *common)
{
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->each[i];

		text_printf(&built->sql, "%s(SELECT STRAIGHT_JOIN y.id\n%s", i ? "\nUNION ALL\n" : "", source->from);
		if (query->viewer_id) {
			text_add(&built->sql, "JOIN membership m FORCE INDEX (PRIMARY) ON m.workspace_id = y.workspace_id AND m.user_id = ?\n");
			built_bind(built, db_integer(query->viewer_id));
		}
		text_printf(&built->sql, "WHERE %s", source->condition);
		for (size_t value = 0; value < source->count; value++)
			built_bind(built, source->values[value]);
		built_append(built, common);
		text_add(&built->sql, "\nORDER BY y.id DESC\nLIMIT ?)");
		built_bind(built, db_integer(query->limit));
	}
}

static struct built build(const struct activity_query *query, const struct sources *sources, const struct built *common,
			  struct arena *arena)
{
	struct built built = built_in(arena);

	text_add(&built.sql, query->with_names ? "SELECT STRAIGHT_JOIN " KEPT_COLUMNS ", " NAME_COLUMNS "\nFROM (" :
						 "SELECT STRAIGHT_JOIN " KEPT_COLUMNS ", " NO_NAMES "\nFROM (");
	add_page(&built, query, sources, common);
	text_add(&built.sql, "\nORDER BY id DESC\nLIMIT ?) page\n" KEPT_FROM);
	built_bind(&built, db_integer(query->limit));
	text_add(&built.sql, query->with_names ? NAME_FROM "ORDER BY page.id DESC" : "ORDER BY page.id DESC");
	return built;
}

/* The field changes of all of them in one statement. */
static bool read_changes(struct db *db, struct activity_list *list)
{
	struct built built = built_in(db_arena(db));
	struct db_statement statement = { "activity_changes", NULL, "ittt" };
	struct db_rows rows;
	int64_t *ids = arena_array(db_arena(db), list->count + 1, sizeof(*ids));
	size_t at = 0, count = 0;

	for (size_t i = 0; i < list->count; i++)
		if (list->activities[i].action == ACTION_UPDATE)
			ids[count++] = list->activities[i].id;
	if (!count)
		return true;
	text_add(&built.sql, "SELECT activity_id, field, before_value, after_value\nFROM activity_change\nWHERE activity_id");
	built_in_ids(&built, ids, count);
	text_add(&built.sql, "\nORDER BY activity_id DESC, field");
	statement.sql = text_string(&built.sql);
	if (!db_run(db, &statement, (struct db_values){ built.values, built.count }, &rows))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		struct kept_activity *activity = &list->activities[i];
		size_t first = at;

		while (at < rows.count && db_row_integer(&rows, at, 0) == activity->id)
			at++;
		activity->change_count = at - first;
		activity->changes = arena_array(db_arena(db), activity->change_count + 1, sizeof(*activity->changes));
		for (size_t j = 0; j < activity->change_count; j++)
			activity->changes[j] = (struct field_change){
				.field = db_row_text(&rows, first + j, 1),
				.before = db_row_text(&rows, first + j, 2),
				.after = db_row_text(&rows, first + j, 3),
			};
	}
	return true;
}

bool activity_store_list(struct db *db, const struct activity_query *query, struct activity_list *list)
{
	struct built common = built_in(db_arena(db)), built;
	struct db_statement statement = { "activity_list", NULL, KEPT_LETTERS };
	struct sources sources = { 0 };
	struct db_rows rows;

	*list = (struct activity_list){ 0 };
	if (!find_sources(db, query, &sources) || (sources.count && !find_conditions(db, query, &common)))
		return false;
	if (!sources.count)
		return true;
	built = build(query, &sources, &common, db_arena(db));
	statement.sql = text_string(&built.sql);
	if (!db_run(db, &statement, (struct db_values){ built.values, built.count }, &rows))
		return false;
	list->count = rows.count;
	list->activities = arena_array(db_arena(db), rows.count + 1, sizeof(*list->activities));
	for (size_t i = 0; i < rows.count; i++)
		list->activities[i] = kept_from(&rows, i);
	return query->without_changes || read_changes(db, list);
}
