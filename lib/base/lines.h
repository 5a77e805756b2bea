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
	LINES_AS_NAMES,      /* the same name in another case counts as the same */
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

/* Lines to which much is added and taken out: the text is made once, when all is done. */
struct line_set {
	struct arena *arena;
	enum lines_order order;
	size_t count, capacity;
	const char **lines;
};

/* Of the lines of a text, which may be NULL. */
struct line_set line_set_of(struct arena *arena, const char *lines, enum lines_order order);

/* What is added has to live as long as the set. */
void line_set_add(struct line_set *set, const char *value);
void line_set_remove(struct line_set *set, const char *value);

/* As a text in the arena; NULL for no lines. */
const char *line_set_text(const struct line_set *set);

#endif
