/*
 * Cursors of the tools' lists: where a page ended, as opaque text. They hold the last row's
 * place in the order and not its number, so they stay right while rows come and go.
 */
#ifndef TASKDESK_TOOLS_CURSOR_H
#define TASKDESK_TOOLS_CURSOR_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct cursor {
	const char *order;      /* the name of the order it belongs to */
	const char *value;      /* the last row's sort value */
	int64_t id;             /* the last row's id; 0: before the first */
};

/* The cursor as text, in the arena. */
const char *cursor_write(struct arena *arena, const struct cursor *cursor);

/* Fails with ERROR_INVALID: this is no cursor of the list. */
bool cursor_refuse(struct error *error);

/* Reads one; ERROR_INVALID when it is none, or belongs to another order than this. */
bool cursor_read(struct arena *arena, const char *text, const char *order, struct cursor *cursor, struct error *error);

#endif
