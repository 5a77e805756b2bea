/*
 * A task's place among its neighbours, as an edit sets it. Positions are numbers with gaps between them; where a gap is
 * used up the next neighbour moves on, which is noted like any change, so that undo knows of it.
 */
#include "desk/task_edit.h"

#include "desk/resolve.h"

#include <strings.h>

#define STEP_TO_TOP ((int64_t)1 << 30)
#define STEP_TO_BOTTOM 1024
#define MOST_MOVED 64

static bool read_task(struct desk *desk, int64_t id, struct task *task)
{
	bool found;

	if (!task_store_find(desk->db, id, desk_viewer_id(desk), task, &found))
		return false;
	return found || db_lost_race(desk->db);
}

/* Behind this one, which is the last, and not so far ahead that what is put at the bottom next would come before it. */
static int64_t behind_last(int64_t after)
{
	int64_t now = tasks_last_position(0);

	return now > after ? now : after + STEP_TO_BOTTOM;
}

/*
 * A position behind this one and before the next neighbour's. most: how many neighbours may
 * still be moved on for it.
 */
static bool find_gap(struct desk *desk, const struct task *task, int64_t after, int most, int64_t *position)
{
	struct task neighbour, before;
	int64_t id, next;

	if (!task_store_next_neighbour(desk->db, task, after, &id, &next))
		return false;
	*position = id ? after + (next - after) / 2 : behind_last(after);
	if (*position > after)
		return true;
	if (!most)
		return fail(desk->error, ERROR_CONFLICT, "there is no room left behind that task; move it elsewhere first");
	if (!read_task(desk, id, &neighbour))
		return false;
	before = neighbour;
	if (!find_gap(desk, task, next, most - 1, &neighbour.position) || !tasks_save(desk, &before, &neighbour))
		return false;
	*position = after + (neighbour.position - after) / 2;
	return true;
}

static bool place_behind(struct desk *desk, const char *reference, struct task *task)
{
	struct task before;

	if (!resolve_task_beside(desk, reference, task, &before))
		return false;
	if (before.workspace_id != task->workspace_id || before.project_id != task->project_id || before.parent_id != task->parent_id)
		return fail(desk->error, ERROR_INVALID, "task %lld is not beside this one, so it cannot come behind it",
			    (long long)before.id);
	return before.id == task->id || find_gap(desk, task, before.position, MOST_MOVED, &task->position);
}

bool task_edit_is_end(const char *place)
{
	return strcasecmp(place, "top") == 0 || strcasecmp(place, "bottom") == 0;
}

bool task_edit_order(struct desk *desk, const char *place, struct task *task)
{
	int64_t first;
	bool found;

	if (!task_edit_is_end(place))
		return place_behind(desk, place, task);
	if (strcasecmp(place, "bottom") == 0) {
		task->position = tasks_last_position(0);
		return true;
	}
	if (!task_store_first_neighbour(desk->db, task, &first, &found))
		return false;
	task->position = found ? first - STEP_TO_TOP : tasks_last_position(0);
	return true;
}
