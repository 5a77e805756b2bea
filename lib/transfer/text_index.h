/*
 * From texts to numbers: for what is looked up again and again while a file is read.
 */
#ifndef TASKDESK_TRANSFER_TEXT_INDEX_H
#define TASKDESK_TRANSFER_TEXT_INDEX_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct text_index_slot {
	const char *key;
	size_t value;
};

struct text_index {
	struct arena *arena;           /* keeps the keys; the slots are in ordinary memory */
	struct text_index_slot *slots;
	size_t capacity;               /* a power of two, or 0 */
	size_t count;
};

void text_index_init(struct text_index *index, struct arena *arena);
void text_index_free(struct text_index *index);

bool text_index_find(const struct text_index *index, const char *key, size_t *value);

/* Adds the key, or gives it another value. */
void text_index_set(struct text_index *index, const char *key, size_t value);

#endif
