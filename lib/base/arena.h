/*
 * The memory of one request: everything is taken from here, nothing is freed one by one,
 * and all of it goes at once when the answer is out.
 */
#ifndef TASKDESK_BASE_ARENA_H
#define TASKDESK_BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;
struct arena_cleanup;

struct arena {
	struct arena_chunk *chunk;      /* the newest; older ones hang behind it */
	struct arena_cleanup *cleanups; /* newest first */
	size_t used_bytes;
	size_t limit_bytes;
	jmp_buf *exhausted;
};

/* Prepares an arena that hands out at most limit_bytes between two resets. */
void arena_init(struct arena *arena, size_t limit_bytes);

/*
 * Where to go when the limit is reached or the machine has no memory left. This is the
 * program's only non-local jump: it lands where the request began, which answers 503 and
 * resets the arena, so that allocation never fails for anyone else. Without a place to
 * go, exhaustion aborts the process.
 */
void arena_on_exhausted(struct arena *arena, jmp_buf *place);

/* Zeroed, aligned for any type, owned by the arena. Never NULL. */
void *arena_alloc(struct arena *arena, size_t bytes);

/* As arena_alloc, for bytes that are written over at once: whatever was there before is still in them. */
void *arena_room(struct arena *arena, size_t bytes);

/* As arena_alloc for count elements; a product that overflows counts as exhaustion. */
void *arena_array(struct arena *arena, size_t count, size_t element_bytes);

/* A NUL-terminated copy of length bytes, or of a whole string. NULL in, NULL out. */
char *arena_copy(struct arena *arena, const void *bytes, size_t length);
char *arena_strdup(struct arena *arena, const char *string);

char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list values) __attribute__((format(printf, 2, 0)));

/* Runs cleanup(thing) at the next reset, newest first. */
void arena_defer(struct arena *arena, void (*cleanup)(void *thing), void *thing);

/*
 * A place to go back to: what was taken since is given back, and its cleanups run. For one step of many, where nothing
 * outlives it.
 */
struct arena_mark {
	struct arena_chunk *chunk;
	size_t chunk_used;
	size_t used_bytes;
	struct arena_cleanup *cleanups;
};

struct arena_mark arena_mark(const struct arena *arena);
void arena_back_to(struct arena *arena, const struct arena_mark *mark);

/* Runs the cleanups and empties the arena; one chunk is kept for the next request. */
void arena_reset(struct arena *arena);

/* Runs the cleanups and gives everything back. */
void arena_free(struct arena *arena);

#endif
