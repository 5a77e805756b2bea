#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)64 * 1024)
#define SHORT_BYTES 256

struct arena_chunk {
	struct arena_chunk *older;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena_cleanup {
	struct arena_cleanup *next;
	void (*run)(void *thing);
	void *thing;
};

void arena_init(struct arena *arena, size_t limit_bytes)
{
	*arena = (struct arena){ .limit_bytes = limit_bytes };
}

void arena_on_exhausted(struct arena *arena, jmp_buf *place)
{
	arena->exhausted = place;
}

static _Noreturn void exhausted(struct arena *arena)
{
	if (!arena->exhausted)
		abort();
	longjmp(*arena->exhausted, 1);
}

static struct arena_chunk *chunk_new(struct arena *arena, size_t bytes)
{
	size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
	struct arena_chunk *chunk = malloc(sizeof(*chunk) + size);

	if (!chunk)
		exhausted(arena);
	*chunk = (struct arena_chunk){ .older = arena->chunk, .size = size };
	arena->chunk = chunk;
	return chunk;
}

void *arena_room(struct arena *arena, size_t bytes)
{
	const size_t step = alignof(max_align_t);
	struct arena_chunk *chunk = arena->chunk;
	unsigned char *place;

	if (bytes > arena->limit_bytes || arena->used_bytes > arena->limit_bytes - bytes)
		exhausted(arena);
	bytes = (bytes + step - 1) / step * step;
	if (!chunk || chunk->size - chunk->used < bytes)
		chunk = chunk_new(arena, bytes);
	place = chunk->bytes + chunk->used;
	chunk->used += bytes;
	arena->used_bytes += bytes;
	return place;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	return memset(arena_room(arena, bytes), 0, bytes);
}

void *arena_array(struct arena *arena, size_t count, size_t element_bytes)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, element_bytes, &bytes))
		exhausted(arena);
	return arena_alloc(arena, bytes);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
	char *copy;

	if (!bytes)
		return NULL;
	copy = arena_room(arena, length + 1);
	memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
	return string ? arena_copy(arena, string, strlen(string)) : NULL;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list values)
{
	char short_one[SHORT_BYTES];
	va_list again;
	int length;
	char *string;

	va_copy(again, values);
	length = vsnprintf(short_one, sizeof(short_one), format, again);
	va_end(again);
	if (length < 0)
		exhausted(arena);
	if ((size_t)length < sizeof(short_one))
		return arena_copy(arena, short_one, (size_t)length);
	string = arena_room(arena, (size_t)length + 1);
	vsnprintf(string, (size_t)length + 1, format, values);
	return string;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list values;
	char *string;

	va_start(values, format);
	string = arena_vprintf(arena, format, values);
	va_end(values);
	return string;
}

void arena_defer(struct arena *arena, void (*cleanup)(void *thing), void *thing)
{
	struct arena_cleanup *entry = arena_alloc(arena, sizeof(*entry));

	*entry = (struct arena_cleanup){ .next = arena->cleanups, .run = cleanup, .thing = thing };
	arena->cleanups = entry;
}

/* Newest first, down to this one. */
static void run_cleanups(struct arena *arena, const struct arena_cleanup *last)
{
	while (arena->cleanups != last) {
		struct arena_cleanup *entry = arena->cleanups;

		arena->cleanups = entry->next;
		entry->run(entry->thing);
	}
}

/* A test build overwrites what a request leaves, so that a pointer kept too long shows at once. */
static void poison(struct arena_chunk *chunk, size_t from)
{
#ifdef TASKDESK_TEST_BUILD
	memset(chunk->bytes + from, 0xA5, chunk->size - from);
	/* Keeps the compiler from leaving it out where the chunk is freed next. */
	__asm__ volatile("" : : "r"(chunk->bytes) : "memory");
#else
	(void)chunk;
	(void)from;
#endif
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){ arena->chunk, arena->chunk ? arena->chunk->used : 0, arena->used_bytes, arena->cleanups };
}

void arena_back_to(struct arena *arena, const struct arena_mark *mark)
{
	run_cleanups(arena, mark->cleanups);
	while (arena->chunk != mark->chunk) {
		struct arena_chunk *chunk = arena->chunk;

		arena->chunk = chunk->older;
		poison(chunk, 0);
		free(chunk);
	}
	if (arena->chunk) {
		poison(arena->chunk, mark->chunk_used);
		arena->chunk->used = mark->chunk_used;
	}
	arena->used_bytes = mark->used_bytes;
}

void arena_reset(struct arena *arena)
{
	struct arena_chunk *kept = NULL;

	run_cleanups(arena, NULL);
	while (arena->chunk) {
		struct arena_chunk *chunk = arena->chunk;

		arena->chunk = chunk->older;
		poison(chunk, 0);
		if (!kept && chunk->size == CHUNK_BYTES) {
			kept = chunk;
			continue;
		}
		free(chunk);
	}
	if (kept) {
		kept->older = NULL;
		kept->used = 0;
	}
	arena->chunk = kept;
	arena->used_bytes = 0;
}

void arena_free(struct arena *arena)
{
	arena_reset(arena);
	free(arena->chunk);
	arena->chunk = NULL;
}
