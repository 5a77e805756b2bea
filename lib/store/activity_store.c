#include "store/activity_store.h"

#include "base/text.h"
#include "store/db_limit.h"

#include <string.h>

#define ROWS_AT_ONCE 10

/* What is noted has been done already, under the limit that holds for doing it. */
#define ACTIVITY_HEAD \
	"INSERT INTO activity " DB_ANYWHERE " (change_id, at, actor_id, api_key_id, oauth_client_id, workspace_id, task_id, entity, entity_id,\n" \
	"  action)\n" \
	"VALUES "
#define ACTIVITY_ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define ACTIVITY_COLUMNS 10

#define CHANGE_HEAD \
	"INSERT INTO activity_change (activity_id, field, before_value, after_value)\n" \
	"VALUES "
#define CHANGE_ROW "(?, ?, ?, ?)"
#define CHANGE_COLUMNS 4

static const struct db_statement insert_one = { "activity_insert_one", ACTIVITY_HEAD ACTIVITY_ROW, "" };
/* A change of one field, with the activity that it belongs to. */
struct change_row {
	int64_t activity_id;
	const struct field_change *change;
};

static void activity_values(struct db_value *values, const struct activity_origin *origin,
			    const struct activity *activity, struct db_value now)
{
	const struct db_value row[ACTIVITY_COLUMNS] = {
		db_text(origin->change_id), now, db_integer(origin->actor_id), db_id(origin->api_key_id),
		db_id(origin->oauth_client_id), db_id(activity->workspace_id), db_id(activity->task_id),
		db_integer(activity->entity), db_integer(activity->entity_id), db_integer(activity->action),
	};

	memcpy(values, row, sizeof(row));
}

static bool insert_single(struct db *db, struct db_values values, int64_t *id)
{
	if (!db_run(db, &insert_one, values, NULL))
		return false;
	*id = db_insert_id(db);
	return true;
}

static bool insert_several(struct db *db, size_t count, struct db_values values, int64_t *ids)
{
	struct db_statement statement = {
		"activity_insert_several",
		db_rows_sql(db_arena(db), ACTIVITY_HEAD, ACTIVITY_ROW, count, "\nRETURNING id"),
		"i",
	};
	struct db_rows rows;

	if (!db_run(db, &statement, values, &rows))
		return false;
	for (size_t i = 0; i < count; i++)
		ids[i] = db_row_integer(&rows, i, 0);
	return true;
}

static bool insert_activities(struct db *db, const struct activity_origin *origin, const struct activity *activities,
			      size_t count, int64_t *ids)
{
	struct db_value *values = arena_array(db_arena(db), count * ACTIVITY_COLUMNS, sizeof(*values));
	const struct db_values all = { values, count * ACTIVITY_COLUMNS };
	const struct db_value now = db_moment(db_arena(db), origin->now);

	for (size_t i = 0; i < count; i++)
		activity_values(values + i * ACTIVITY_COLUMNS, origin, &activities[i], now);
	return count == 1 ? insert_single(db, all, ids) : insert_several(db, count, all, ids);
}

static bool insert_changes(struct db *db, const struct change_row *changes, size_t count)
{
	struct db_statement statement = {
		"activity_change_insert",
		db_rows_sql(db_arena(db), CHANGE_HEAD, CHANGE_ROW, count, ""),
		"",
	};
	struct db_value *values = arena_array(db_arena(db), count * CHANGE_COLUMNS, sizeof(*values));

	for (size_t i = 0; i < count; i++) {
		const struct db_value row[CHANGE_COLUMNS] = {
			db_integer(changes[i].activity_id), db_text(changes[i].change->field),
			db_text(changes[i].change->before), db_text(changes[i].change->after),
		};

		memcpy(values + i * CHANGE_COLUMNS, row, sizeof(row));
	}
	return db_run(db, &statement, (struct db_values){ values, count * CHANGE_COLUMNS }, NULL);
}

static size_t some_of(size_t count)
{
	return count < ROWS_AT_ONCE ? count : ROWS_AT_ONCE;
}

static bool insert_all_changes(struct db *db, const struct activity *activities, size_t count, const int64_t *ids)
{
	struct change_row *changes;
	size_t total = 0, at = 0;

	for (size_t i = 0; i < count; i++)
		total += activities[i].change_count;
	changes = arena_array(db_arena(db), total + 1, sizeof(*changes));
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < activities[i].change_count; j++)
			changes[at++] = (struct change_row){ ids[i], &activities[i].changes[j] };
	for (size_t done = 0; done < total; done += some_of(total - done))
		if (!insert_changes(db, changes + done, some_of(total - done)))
			return false;
	return true;
}

bool activity_store_insert(struct db *db, const struct activity_origin *origin, const struct activity *activities,
			   size_t count)
{
	int64_t *ids = arena_array(db_arena(db), count + 1, sizeof(*ids));

	for (size_t done = 0; done < count; done += some_of(count - done))
		if (!insert_activities(db, origin, activities + done, some_of(count - done), ids + done))
			return false;
	return insert_all_changes(db, activities, count, ids);
}

#define KEPT_COLUMNS \
	"y.id, y.change_id, y.at, y.actor_id, u.email, COALESCE(k.name, o.name), COALESCE(y.workspace_id, 0), y.entity + 0, y.entity_id, y.action + 0"
#define KEPT_LETTERS "itmittiiiitit"
#define KEPT_FROM \
	"FROM activity y\n" \
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

/* The list's statement, from the fragments that apply. */
struct built {
	struct text sql;
	struct db_value values[24];
	size_t count;
};

static void also(struct built *built, const char *condition, struct db_value value)
{
	text_printf(&built->sql, "\n  AND %s", condition);
	built->values[built->count++] = value;
}

/* What a live undo took back is not in effect, nor is such an undo where it took back something as new. */
static void also_in_effect(struct built *built, int64_t after_id)
{
	text_add(&built->sql, "\n  AND NOT EXISTS (SELECT 1 FROM change_undo d WHERE d.undone_change_id = y.change_id AND d.is_live)");
	also(built,
	     "NOT EXISTS (SELECT 1 FROM change_undo d JOIN activity x ON x.change_id = d.undone_change_id\n"
	     "    WHERE d.change_id = y.change_id AND d.is_live AND x.entity = y.entity AND x.entity_id = y.entity_id AND x.id > ?)",
	     db_integer(after_id));
}

/* Of a project: itself, the tasks that are in it now, and their comments. */
static void also_of_project(struct built *built, int64_t project_id)
{
	also(built, "(y.entity = 'project' AND y.entity_id = ?", db_integer(project_id));
	text_add(&built->sql, "\n    OR y.entity = 'task' AND y.entity_id IN (SELECT id FROM task WHERE project_id = ?)"
			      "\n    OR y.entity = 'comment' AND y.task_id IN (SELECT id FROM task WHERE project_id = ?))");
	built->values[built->count++] = db_integer(project_id);
	built->values[built->count++] = db_integer(project_id);
}

static struct built build(const struct activity_query *query, struct arena *arena)
{
	struct built built = { .sql = text_in(arena) };

	text_add(&built.sql, query->with_names ? "SELECT " KEPT_COLUMNS ", " NAME_COLUMNS "\n" KEPT_FROM NAME_FROM :
						 "SELECT " KEPT_COLUMNS ", " NO_NAMES "\n" KEPT_FROM);
	if (query->viewer_id) {
		text_add(&built.sql, "JOIN membership m ON m.workspace_id = y.workspace_id AND m.user_id = ?\n");
		built.values[built.count++] = db_integer(query->viewer_id);
	}
	text_add(&built.sql, query->everywhere ? "WHERE TRUE " DB_ANYWHERE : "WHERE " DB_WITHIN("y.workspace_id"));
	if (query->workspace_id)
		also(&built, "y.workspace_id = ?", db_integer(query->workspace_id));
	if (query->project_id)
		also_of_project(&built, query->project_id);
	if (query->task_id) {
		also(&built, "(y.entity = 'task' AND y.entity_id = ? OR y.task_id = ?)", db_integer(query->task_id));
		built.values[built.count++] = db_integer(query->task_id);
	}
	if (query->entity) {
		also(&built, "y.entity = ?", db_integer(query->entity));
		also(&built, "y.entity_id = ?", db_integer(query->entity_id));
	}
	if (query->actor_id)
		also(&built, "y.actor_id = ?", db_integer(query->actor_id));
	if (query->change_id)
		also(&built, "y.change_id = ?", db_text(query->change_id));
	if (query->from)
		also(&built, "y.at >= ?", db_moment(arena, query->from));
	if (query->before)
		also(&built, "y.at < ?", db_moment(arena, query->before));
	if (query->before_id)
		also(&built, "y.id < ?", db_integer(query->before_id));
	if (query->after_id) {
		also(&built, "y.id > ?", db_integer(query->after_id));
		also(&built, "y.change_id <> ?", db_text(query->change_id_not));
	}
	if (query->in_effect)
		also_in_effect(&built, query->after_id);
	text_add(&built.sql, "\nORDER BY y.id DESC\nLIMIT ?");
	built.values[built.count++] = db_integer(query->limit);
	return built;
}

static const struct db_statement changes_of = {
	"activity_changes",
	"SELECT activity_id, field, before_value, after_value\n"
	"FROM activity_change\n"
	"WHERE activity_id = ?\n"
	"ORDER BY field",
	"ittt",
};

static bool read_changes(struct db *db, struct kept_activity *activity)
{
	struct db_rows rows;

	if (activity->action != ACTION_UPDATE)
		return true;
	if (!db_run(db, &changes_of, DB_VALUES(db_integer(activity->id)), &rows))
		return false;
	activity->changes = arena_array(db_arena(db), rows.count + 1, sizeof(*activity->changes));
	activity->change_count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		activity->changes[i] = (struct field_change){
			.field = db_row_text(&rows, i, 1),
			.before = db_row_text(&rows, i, 2),
			.after = db_row_text(&rows, i, 3),
		};
	return true;
}

bool activity_store_list(struct db *db, const struct activity_query *query, struct activity_list *list)
{
	struct built built = build(query, db_arena(db));
	struct db_statement statement = { "activity_list", text_string(&built.sql), KEPT_LETTERS };
	struct db_rows rows;

	if (!db_run(db, &statement, (struct db_values){ built.values, built.count }, &rows))
		return false;
	list->count = rows.count;
	list->activities = arena_array(db_arena(db), rows.count + 1, sizeof(*list->activities));
	for (size_t i = 0; i < rows.count; i++) {
		list->activities[i] = kept_from(&rows, i);
		if (!query->without_changes && !read_changes(db, &list->activities[i]))
			return false;
	}
	return true;
}
