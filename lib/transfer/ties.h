/*
 * How the tasks of a file hang together: parents and blockers, by the names the file has for
 * them, without circles and no deeper than subtasks go.
 */
#ifndef TASKDESK_TRANSFER_TIES_H
#define TASKDESK_TRANSFER_TIES_H

#include "base/arena.h"
#include "transfer/text_index.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIES_NONE SIZE_MAX

struct tied_task {
	int64_t id;              /* in the database; 0: not saved */
	size_t parent;           /* TIES_NONE: none */
	size_t last_blocker;     /* the last of its blockers in ties.blockers; TIES_NONE: none */
	size_t visit;            /* of the search for circles that came here last */
	int height;              /* levels of subtasks under it */
	bool is_awaited;         /* blocks another one */
};

struct tied_blocker {
	size_t task;
	size_t earlier;          /* the blocker before this one */
};

struct ties {
	struct tied_task *tasks;
	size_t task_count, task_capacity;
	struct tied_blocker *blockers;
	size_t blocker_count, blocker_capacity;
	size_t *open;            /* to be visited by a search */
	size_t open_capacity;
	struct text_index keys;
	size_t visits;
};

enum tie_outcome {
	TIE_MADE,
	TIE_CIRCLE,              /* a task would be under itself, or wait for itself */
	TIE_TOO_DEEP,
};

void ties_init(struct ties *ties, struct arena *arena);
void ties_free(struct ties *ties);

/* One more task; it has no name yet. */
size_t ties_add(struct ties *ties);

/* Gives it a name; the newest task with a name is the one that is found under it. */
void ties_name(struct ties *ties, const char *key, size_t task);
bool ties_find(const struct ties *ties, const char *key, size_t *task);

/* depth: levels of subtasks at most, the top one included. */
enum tie_outcome ties_set_parent(struct ties *ties, size_t task, size_t parent, int depth);
enum tie_outcome ties_add_blocker(struct ties *ties, size_t task, size_t blocker);

/* The saved blockers of a task as lines of their ids, ascending; NULL for none. */
const char *ties_blocker_lines(const struct ties *ties, size_t task, struct arena *arena);

#endif
