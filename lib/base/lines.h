/*
 * Texts that hold several values, one a line: sorted, each once.
 */
#ifndef TASKDESK_BASE_LINES_H
#define TASKDESK_BASE_LINES_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lines_order {
	LINES_AS_TEXT,       /* the same in another case counts as the same */
	LINES_AS_NUMBERS,    /* by the number each line begins with; the same number counts as the same */
	LINES_BY_KEY,        /* by what stands before a tab; the same there counts as the same */
};

/* The next line, in the arena, or NULL at the end. rest may be NULL. */
const char *lines_next(struct arena *arena, const char **rest);

size_t lines_count(const char *lines);
bool lines_have(const char *lines, const char *value, enum lines_order order);

/* With the value added (in the place of the one that counts as the same), or taken out. NULL for no lines. */
const char *lines_with(struct arena *arena, const char *lines, const char *value, enum lines_order order);
const char *lines_without(struct arena *arena, const char *lines, const char *value, enum lines_order order);

#endif
