#include "desk/trash.h"

#include "base/lines.h"
#include "store/trash_store.h"

#define REMOVED_AT_ONCE 20

/* Whoever waited for it waits no longer. */
static bool release_waiting(struct desk *desk, int64_t id)
{
	const char *line = arena_printf(desk->arena, "%lld", (long long)id);
	struct task_list waiting;

	if (!trash_store_waiting(desk->db, id, &waiting))
		return false;
	for (size_t i = 0; i < waiting.count; i++)
		if (!trash_store_write_blockers(desk->db, waiting.tasks[i].id,
						lines_without(desk->arena, waiting.tasks[i].blocked_by, line, LINES_AS_NUMBERS)))
			return false;
	return true;
}

static bool remove_old_tasks(struct desk *desk)
{
	struct id_list old;

	if (!trash_store_old(desk->db, desk->config->trash_days, REMOVED_AT_ONCE, &old))
		return false;
	for (size_t i = 0; i < old.count; i++)
		if (!release_waiting(desk, old.ids[i]) || !trash_store_remove(desk->db, old.ids[i]))
			return false;
	return true;
}

static bool remove_old_comments(struct desk *desk)
{
	struct id_list old;

	if (!trash_store_old_comments(desk->db, desk->config->trash_days, REMOVED_AT_ONCE, &old))
		return false;
	for (size_t i = 0; i < old.count; i++)
		if (!trash_store_remove_comment(desk->db, old.ids[i]))
			return false;
	return true;
}

static bool remove_old(void *context)
{
	return remove_old_tasks(context) && remove_old_comments(context);
}

bool trash_empty(struct desk *desk)
{
	return !desk->config->trash_days || db_transaction(desk->db, remove_old, desk);
}
