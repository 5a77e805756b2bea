/* base/arena: the memory of one request. */
#include "unit.h"

#include <signal.h>
#include <stdalign.h>
#include <sys/wait.h>
#include <unistd.h>

#define SMALL_LIMIT 4096

/* Tells whether work ran into the limit. */
static bool exhausts(struct arena *arena, void (*work)(struct arena *arena))
{
	jmp_buf place;
	volatile bool jumped = true;

	arena_on_exhausted(arena, &place);
	if (setjmp(place) == 0) {
		work(arena);
		jumped = false;
	}
	arena_on_exhausted(arena, NULL);
	return jumped;
}

static void take_limit(struct arena *arena)
{
	arena_alloc(arena, SMALL_LIMIT);
}

static void take_more_than_limit(struct arena *arena)
{
	arena_alloc(arena, SMALL_LIMIT + 1);
}

static void take_in_small_steps(struct arena *arena)
{
	for (int i = 0; i < SMALL_LIMIT; i++)
		arena_alloc(arena, 16);
}

static void take_overflowing_product(struct arena *arena)
{
	arena_array(arena, SIZE_MAX / 8 + 2, 8);
}

static void take_everything_there_is(struct arena *arena)
{
	arena_alloc(arena, SIZE_MAX);
}

static void gives_zeroed_memory_aligned_for_any_type(void **state)
{
	for (size_t bytes = 0; bytes < 70; bytes++) {
		unsigned char *place = arena_alloc(*state, bytes);

		assert_non_null(place);
		assert_int_equal((uintptr_t)place % alignof(max_align_t), 0);
		for (size_t i = 0; i < bytes; i++)
			assert_int_equal(place[i], 0);
		memset(place, 0xFF, bytes);
	}
}

static void keeps_what_is_taken_apart_across_chunks(void **state)
{
	unsigned char *places[40];

	for (size_t i = 0; i < COUNT(places); i++) {
		places[i] = arena_alloc(*state, 5000 * (i + 1));
		memset(places[i], (int)i, 5000 * (i + 1));
	}
	for (size_t i = 0; i < COUNT(places); i++) {
		assert_int_equal(places[i][0], i);
		assert_int_equal(places[i][5000 * (i + 1) - 1], i);
	}
}

static void copies_with_a_nul_behind(void **state)
{
	const char bytes[] = { 'a', '\0', 'b' };
	char *copy = arena_copy(*state, bytes, sizeof(bytes));

	assert_memory_equal(copy, "a\0b\0", 4);
	assert_string_equal(arena_copy(*state, "", 0), "");
	assert_string_equal(arena_strdup(*state, "whole"), "whole");
}

static void copies_null_as_null(void **state)
{
	assert_null(arena_copy(*state, NULL, 0));
	assert_null(arena_strdup(*state, NULL));
}

static void prints_texts_longer_than_a_chunk(void **state)
{
	const char *text = arena_printf(*state, "%0200000d|%s", 7, "end");

	assert_int_equal(strlen(text), 200004);
	assert_string_equal(text + 199999, "7|end");
}

static void hands_out_exactly_its_limit(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, SMALL_LIMIT);
	assert_false(exhausts(&arena, take_limit));
	arena_free(&arena);
}

static void jumps_away_beyond_its_limit(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, SMALL_LIMIT);
	assert_true(exhausts(&arena, take_more_than_limit));
	assert_true(exhausts(&arena, take_in_small_steps));
	arena_free(&arena);
}

static void takes_an_overflow_for_exhaustion(void **state)
{
	assert_true(exhausts(*state, take_overflowing_product));
	assert_true(exhausts(*state, take_everything_there_is));
}

static void hands_out_the_limit_anew_after_a_reset(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, SMALL_LIMIT);
	assert_true(exhausts(&arena, take_in_small_steps));
	arena_reset(&arena);
	assert_false(exhausts(&arena, take_limit));
	arena_free(&arena);
}

static void hands_out_anew_what_was_taken_since_a_mark(void **state)
{
	struct arena_mark empty, mark;
	struct arena arena;
	const char *kept;

	(void)state;
	arena_init(&arena, SMALL_LIMIT);
	empty = arena_mark(&arena);
	kept = arena_strdup(&arena, "kept");
	mark = arena_mark(&arena);
	assert_true(exhausts(&arena, take_in_small_steps));
	arena_back_to(&arena, &mark);
	assert_string_equal(kept, "kept");
	assert_true(exhausts(&arena, take_limit));
	arena_back_to(&arena, &empty);
	assert_false(exhausts(&arena, take_limit));
	arena_free(&arena);
}

static void gives_back_chunks_that_came_after_a_mark(void **state)
{
	const char *kept = arena_strdup(*state, "kept");
	const struct arena_mark mark = arena_mark(*state);
	unsigned char *place;

	for (size_t i = 0; i < 8; i++)
		arena_alloc(*state, 50000);
	arena_back_to(*state, &mark);
	place = arena_alloc(*state, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(place[i], 0);
	assert_string_equal(kept, "kept");
}

static void gives_zeroed_memory_again_after_a_reset(void **state)
{
	unsigned char *place = arena_alloc(*state, 1000);

	memset(place, 0xFF, 1000);
	arena_reset(*state);
	place = arena_alloc(*state, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(place[i], 0);
}

#ifdef TASKDESK_TEST_BUILD
static void leaves_nothing_of_what_was_taken_after_a_reset(void **state)
{
	const unsigned char *place = (unsigned char *)arena_strdup(*state, "a secret of this request");

	arena_reset(*state);
	for (size_t i = 0; i < sizeof("a secret of this request"); i++)
		assert_int_equal(place[i], 0xA5);
}
#endif

static void aborts_when_there_is_nowhere_to_jump(void **state)
{
	struct arena arena;
	pid_t child;
	int status;

	(void)state;
	arena_init(&arena, SMALL_LIMIT);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		/* cmocka catches the signal in its own process only. */
		signal(SIGABRT, SIG_DFL);
		take_more_than_limit(&arena);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	arena_free(&arena);
}

struct diary {
	char names[8];
	size_t count;
};

struct entry {
	struct diary *diary;
	char name;
};

static void write_down(void *thing)
{
	const struct entry *entry = thing;

	entry->diary->names[entry->diary->count++] = entry->name;
}

static void runs_cleanups_newest_first_and_once(void **state)
{
	struct diary diary = { 0 };
	struct entry entries[] = { { &diary, 'a' }, { &diary, 'b' }, { &diary, 'c' } };

	for (size_t i = 0; i < COUNT(entries); i++)
		arena_defer(*state, write_down, &entries[i]);
	assert_int_equal(diary.count, 0);
	arena_reset(*state);
	assert_string_equal(diary.names, "cba");
	arena_reset(*state);
	assert_int_equal(diary.count, 3);
}

static void runs_cleanups_of_what_was_taken_since_a_mark(void **state)
{
	struct diary diary = { 0 };
	struct entry entries[] = { { &diary, 'a' }, { &diary, 'b' }, { &diary, 'c' } };
	struct arena_mark mark;

	arena_defer(*state, write_down, &entries[0]);
	mark = arena_mark(*state);
	arena_defer(*state, write_down, &entries[1]);
	arena_defer(*state, write_down, &entries[2]);
	arena_back_to(*state, &mark);
	assert_string_equal(diary.names, "cb");
	arena_reset(*state);
	assert_string_equal(diary.names, "cba");
}

static void runs_cleanups_of_what_was_taken_before_exhaustion(void **state)
{
	struct diary diary = { 0 };
	struct entry entry = { &diary, 'x' };
	struct arena arena;

	(void)state;
	arena_init(&arena, SMALL_LIMIT);
	arena_defer(&arena, write_down, &entry);
	assert_true(exhausts(&arena, take_in_small_steps));
	arena_reset(&arena);
	assert_string_equal(diary.names, "x");
	arena_free(&arena);
}

static void runs_cleanups_when_it_ends(void **state)
{
	struct diary diary = { 0 };
	struct entry entry = { &diary, 'x' };
	struct arena arena;

	(void)state;
	arena_init(&arena, SMALL_LIMIT);
	arena_defer(&arena, write_down, &entry);
	arena_free(&arena);
	assert_string_equal(diary.names, "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(gives_zeroed_memory_aligned_for_any_type),
		TEST(keeps_what_is_taken_apart_across_chunks),
		TEST(copies_with_a_nul_behind),
		TEST(copies_null_as_null),
		TEST(prints_texts_longer_than_a_chunk),
		TEST(hands_out_exactly_its_limit),
		TEST(jumps_away_beyond_its_limit),
		TEST(takes_an_overflow_for_exhaustion),
		TEST(hands_out_the_limit_anew_after_a_reset),
		TEST(hands_out_anew_what_was_taken_since_a_mark),
		TEST(gives_back_chunks_that_came_after_a_mark),
		TEST(gives_zeroed_memory_again_after_a_reset),
#ifdef TASKDESK_TEST_BUILD
		TEST(leaves_nothing_of_what_was_taken_after_a_reset),
#endif
		TEST(aborts_when_there_is_nowhere_to_jump),
		TEST(runs_cleanups_newest_first_and_once),
		TEST(runs_cleanups_of_what_was_taken_since_a_mark),
		TEST(runs_cleanups_of_what_was_taken_before_exhaustion),
		TEST(runs_cleanups_when_it_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
