/*
 * A change: one transaction with everything it did written down as activity, and with its
 * result kept for callers that send it again.
 */
#ifndef TASKDESK_DESK_CHANGE_H
#define TASKDESK_DESK_CHANGE_H

#include "base/secret.h"
#include "desk/desk.h"

#include <stdbool.h>

#define IDEMPOTENCY_HOURS 48
#define CHANGE_MOST_THINGS 2000    /* what one change deletes, moves or repeats with its subtasks; undo takes back as many */

struct change {
	const char *idempotency_key;                /* NULL: none */
	unsigned char call_hash[SHA256_BYTES];      /* of tool and arguments; only looked at with a key */
	bool is_dry_run;                            /* everything is tried and nothing kept */
	/*
	 * Does the work; runs again, whole, when the transaction has to. On success *result is
	 * the text to keep with the key, or NULL where nothing was done: then the key stays unused.
	 */
	bool (*work)(void *context, const char **result);
	void *context;
	/* Set by change_run: the result of the earlier call under the same key and arguments. */
	const char *earlier_result;
};

/*
 * Runs the change. True when it was committed, tried (dry run), found nothing to keep, or was
 * made before under this key: then earlier_result is set. Another call under the same key is ERROR_CONFLICT.
 */
bool change_run(struct desk *desk, struct change *change);

/* Notes what was done to something, to be written with the change. Copies nothing: all of it lives in the arena. */
void change_note(struct desk *desk, const struct activity *activity);

/* Whether the present change has done that already. */
bool change_has_done(const struct desk *desk, enum activity_entity entity, int64_t id, enum activity_action action);

/* Adds a changed field to a list of them, unless before and after are the same. */
void change_field(struct field_change *changes, size_t *count, const char *field, const char *before,
		  const char *after);

#endif
