#include "store/activity_store.h"

#include <string.h>

#define FIVE(row) row ", " row ", " row ", " row ", " row
#define BATCH 10

#define ACTIVITY_HEAD \
	"INSERT INTO activity (change_id, at, actor_id, api_key_id, workspace_id, entity, entity_id, action)\n" \
	"VALUES "
#define ACTIVITY_ROW "(?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), ?, ?, ?)"
#define ACTIVITY_TAIL "\nRETURNING id"
#define ACTIVITY_COLUMNS 8

#define CHANGE_HEAD \
	"INSERT INTO activity_change (activity_id, field, before_value, after_value)\n" \
	"VALUES "
#define CHANGE_ROW "(?, ?, ?, ?)"
#define CHANGE_COLUMNS 4

static const struct db_statement insert_one = { "activity_insert_one", ACTIVITY_HEAD ACTIVITY_ROW ACTIVITY_TAIL, "i" };
static const struct db_statement insert_batch = {
	"activity_insert_batch",
	ACTIVITY_HEAD FIVE(ACTIVITY_ROW) ", " FIVE(ACTIVITY_ROW) ACTIVITY_TAIL,
	"i",
};
static const struct db_statement change_one = { "activity_change_one", CHANGE_HEAD CHANGE_ROW, "" };
static const struct db_statement change_batch = {
	"activity_change_batch",
	CHANGE_HEAD FIVE(CHANGE_ROW) ", " FIVE(CHANGE_ROW),
	"",
};

/* A change of one field, with the activity that it belongs to. */
struct change_row {
	int64_t activity_id;
	const struct field_change *change;
};

static bool insert_activities(struct db *db, const struct db_statement *statement,
			      const struct activity_origin *origin, const struct activity *activities, size_t count,
			      int64_t *ids)
{
	struct db_value *values = arena_array(db_arena(db), count * ACTIVITY_COLUMNS, sizeof(*values));
	const struct db_value now = db_moment(db_arena(db), origin->now);
	struct db_rows rows;

	for (size_t i = 0; i < count; i++) {
		const struct db_value row[ACTIVITY_COLUMNS] = {
			db_text(origin->change_id), now, db_integer(origin->actor_id),
			db_integer(origin->api_key_id), db_integer(activities[i].workspace_id),
			db_integer(activities[i].entity), db_integer(activities[i].entity_id),
			db_integer(activities[i].action),
		};

		memcpy(values + i * ACTIVITY_COLUMNS, row, sizeof(row));
	}
	if (!db_run(db, statement, (struct db_values){ values, count * ACTIVITY_COLUMNS }, &rows))
		return false;
	for (size_t i = 0; i < count; i++)
		ids[i] = db_row_integer(&rows, i, 0);
	return true;
}

static bool insert_changes(struct db *db, const struct db_statement *statement, const struct change_row *changes,
			   size_t count)
{
	struct db_value *values = arena_array(db_arena(db), count * CHANGE_COLUMNS, sizeof(*values));

	for (size_t i = 0; i < count; i++) {
		const struct db_value row[CHANGE_COLUMNS] = {
			db_integer(changes[i].activity_id), db_text(changes[i].change->field),
			db_text(changes[i].change->before), db_text(changes[i].change->after),
		};

		memcpy(values + i * CHANGE_COLUMNS, row, sizeof(row));
	}
	return db_run(db, statement, (struct db_values){ values, count * CHANGE_COLUMNS }, NULL);
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
	for (; total >= BATCH; changes += BATCH, total -= BATCH)
		if (!insert_changes(db, &change_batch, changes, BATCH))
			return false;
	for (; total; changes++, total--)
		if (!insert_changes(db, &change_one, changes, 1))
			return false;
	return true;
}

bool activity_store_insert(struct db *db, const struct activity_origin *origin, const struct activity *activities,
			   size_t count)
{
	int64_t *ids = arena_array(db_arena(db), count + 1, sizeof(*ids));
	size_t done = 0;

	for (; count - done >= BATCH; done += BATCH)
		if (!insert_activities(db, &insert_batch, origin, activities + done, BATCH, ids + done))
			return false;
	for (; done < count; done++)
		if (!insert_activities(db, &insert_one, origin, activities + done, 1, ids + done))
			return false;
	return insert_all_changes(db, activities, count, ids);
}
