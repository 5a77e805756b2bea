#include "transfer/ties.h"

#include "base/lines.h"

#include <stdlib.h>

void ties_init(struct ties *ties, struct arena *arena)
{
	*ties = (struct ties){ 0 };
	text_index_init(&ties->keys, arena);
}

void ties_free(struct ties *ties)
{
	free(ties->tasks);
	free(ties->blockers);
	free(ties->open);
	text_index_free(&ties->keys);
}

/* Room for one more element. */
static void *with_room(void *elements, size_t count, size_t *capacity, size_t element_bytes)
{
	void *more;

	if (count < *capacity)
		return elements;
	*capacity = *capacity ? *capacity * 2 : 64;
	more = reallocarray(elements, *capacity, element_bytes);
	if (!more)
		abort();
	return more;
}

size_t ties_add(struct ties *ties)
{
	ties->tasks = with_room(ties->tasks, ties->task_count, &ties->task_capacity, sizeof(*ties->tasks));
	ties->tasks[ties->task_count] = (struct tied_task){ .parent = TIES_NONE, .last_blocker = TIES_NONE };
	return ties->task_count++;
}

void ties_name(struct ties *ties, const char *key, size_t task)
{
	text_index_set(&ties->keys, key, task);
}

bool ties_find(const struct ties *ties, const char *key, size_t *task)
{
	return text_index_find(&ties->keys, key, task);
}

enum tie_outcome ties_set_parent(struct ties *ties, size_t task, size_t parent, int depth)
{
	struct tied_task *tasks = ties->tasks;
	int levels = 0;

	for (size_t above = parent; above != TIES_NONE; above = tasks[above].parent) {
		if (above == task)
			return TIE_CIRCLE;
		levels++;
	}
	if (levels + 1 + tasks[task].height > depth)
		return TIE_TOO_DEEP;
	tasks[task].parent = parent;
	for (int height = tasks[task].height + 1; parent != TIES_NONE; parent = tasks[parent].parent, height++)
		if (tasks[parent].height < height)
			tasks[parent].height = height;
	return TIE_MADE;
}

static void remember(struct ties *ties, size_t task, size_t *count)
{
	if (ties->tasks[task].visit == ties->visits)
		return;
	ties->tasks[task].visit = ties->visits;
	ties->open = with_room(ties->open, *count, &ties->open_capacity, sizeof(*ties->open));
	ties->open[(*count)++] = task;
}

/* Whether a task waits, over any number of steps, for another one. */
static bool waits_for(struct ties *ties, size_t task, size_t target)
{
	size_t count = 0;

	ties->visits++;
	remember(ties, task, &count);
	while (count) {
		size_t here = ties->open[--count];

		if (here == target)
			return true;
		for (size_t at = ties->tasks[here].last_blocker; at != TIES_NONE; at = ties->blockers[at].earlier)
			remember(ties, ties->blockers[at].task, &count);
	}
	return false;
}

static bool has_blocker(const struct ties *ties, size_t task, size_t blocker)
{
	for (size_t at = ties->tasks[task].last_blocker; at != TIES_NONE; at = ties->blockers[at].earlier)
		if (ties->blockers[at].task == blocker)
			return true;
	return false;
}

enum tie_outcome ties_add_blocker(struct ties *ties, size_t task, size_t blocker)
{
	if (has_blocker(ties, task, blocker))
		return TIE_MADE;
	/* Nothing leads back to a task that nobody waits for. */
	if (task == blocker || (ties->tasks[task].is_awaited && waits_for(ties, blocker, task)))
		return TIE_CIRCLE;
	ties->blockers = with_room(ties->blockers, ties->blocker_count, &ties->blocker_capacity, sizeof(*ties->blockers));
	ties->blockers[ties->blocker_count] =
		(struct tied_blocker){ .task = blocker, .earlier = ties->tasks[task].last_blocker };
	ties->tasks[task].last_blocker = ties->blocker_count++;
	ties->tasks[blocker].is_awaited = true;
	return TIE_MADE;
}

const char *ties_blocker_lines(const struct ties *ties, size_t task, struct arena *arena)
{
	const char *lines = NULL;

	for (size_t at = ties->tasks[task].last_blocker; at != TIES_NONE; at = ties->blockers[at].earlier) {
		int64_t id = ties->tasks[ties->blockers[at].task].id;

		if (id)
			lines = lines_with(arena, lines, arena_printf(arena, "%lld", (long long)id), LINES_AS_NUMBERS);
	}
	return lines;
}
