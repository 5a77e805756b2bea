/*
 * What the file has as archived is archived at the very end, so that it is open to what comes into it, and, since undo takes
 * the newest change back first, to what takes all that out again.
 */
#include "transfer/importing.h"

#define PLACES_AT_ONCE 500

/* The places from first up to end. */
struct archiving {
	struct importing *importing;
	size_t first, end;
};

static void note(struct importing *importing, enum activity_entity entity, int64_t id, const char *archived_at)
{
	struct field_change *change = arena_alloc(importing->desk.arena, sizeof(*change));

	*change = (struct field_change){ "archived_at", NULL, archived_at };
	change_note(&importing->desk, &(struct activity){
					      .entity = entity,
					      .entity_id = id,
					      .workspace_id = importing->totals->workspace.id,
					      .action = ACTION_UPDATE,
					      .changes = change,
					      .change_count = 1,
				      });
}

static bool archive_projects(void *context, const char **result)
{
	const struct archiving *archiving = context;
	struct importing *importing = archiving->importing;

	(void)result;
	for (size_t i = archiving->first; i < archiving->end; i++) {
		const struct place *place = &importing->places.places[i];

		if (!place->archived_at)
			continue;
		if (!transfer_store_archive_project(importing->desk.db, place->id, place->archived_at))
			return false;
		note(importing, ENTITY_PROJECT, place->id, place->archived_at);
	}
	return true;
}

static bool archive_workspace(void *context, const char **result)
{
	struct importing *importing = context;
	int64_t id = importing->totals->workspace.id;
	const char *archived_at;

	(void)result;
	if (!import_moment(importing, &importing->wanted->archived_at, "moment of archiving", NULL, &archived_at))
		return false;
	if (!archived_at)
		return true;
	if (!transfer_store_archive_workspace(importing->desk.db, id, archived_at))
		return false;
	note(importing, ENTITY_WORKSPACE, id, archived_at);
	return true;
}

bool import_archive(struct importing *importing)
{
	size_t count = importing->places.count;
	struct archiving archiving = { .importing = importing };

	for (; archiving.first < count; archiving.first = archiving.end) {
		archiving.end = archiving.first + PLACES_AT_ONCE < count ? archiving.first + PLACES_AT_ONCE : count;
		if (!import_change(importing, archive_projects, &archiving) || !import_flush(importing))
			return false;
	}
	return !importing->totals->is_new || !importing->wanted || import_change(importing, archive_workspace, importing);
}
