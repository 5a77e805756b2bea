#include "transfer/text_index.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

/* FNV-1a. */
static size_t hash(const char *key)
{
	uint64_t hash = 14695981039346656037U;

	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 1099511628211U;
	return (size_t)(hash ^ hash >> 32);
}

void text_index_init(struct text_index *index, struct arena *arena)
{
	*index = (struct text_index){ .arena = arena };
}

void text_index_free(struct text_index *index)
{
	free(index->slots);
	index->slots = NULL;
	index->capacity = index->count = 0;
}

/* The key's slot, or the free one where it belongs. */
static struct text_index_slot *slot_of(const struct text_index *index, const char *key)
{
	size_t at = hash(key) & (index->capacity - 1);

	while (index->slots[at].key && strcmp(index->slots[at].key, key) != 0)
		at = (at + 1) & (index->capacity - 1);
	return &index->slots[at];
}

bool text_index_find(const struct text_index *index, const char *key, size_t *value)
{
	const struct text_index_slot *slot = index->capacity ? slot_of(index, key) : NULL;

	if (!slot || !slot->key)
		return false;
	*value = slot->value;
	return true;
}

/* Makes room so that at least half of the slots stay free. */
static void grow(struct text_index *index)
{
	struct text_index old = *index;

	if (index->count * 2 < index->capacity)
		return;
	index->capacity = old.capacity ? old.capacity * 2 : FIRST_CAPACITY;
	index->slots = calloc(index->capacity, sizeof(*index->slots));
	if (!index->slots)
		abort();
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i].key)
			*slot_of(index, old.slots[i].key) = old.slots[i];
	free(old.slots);
}

void text_index_set(struct text_index *index, const char *key, size_t value)
{
	struct text_index_slot *slot;

	grow(index);
	slot = slot_of(index, key);
	if (!slot->key) {
		slot->key = arena_strdup(index->arena, key);
		index->count++;
	}
	slot->value = value;
}
