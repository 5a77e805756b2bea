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
