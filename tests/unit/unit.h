/*
 * What the unit tests share: cmocka with the headers it wants first, an arena for each test,
 * and short words for failures.
 */
#ifndef TASKDESK_TESTS_UNIT_H
#define TASKDESK_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

/* Behind base/error.h: it has a macro called fail as well, which gives way, and fail_msg with it. */
#include <cmocka.h>
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#define UNIT_ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline int unit_setup(void **state)
{
	struct arena *arena = malloc(sizeof(*arena));

	if (!arena)
		return -1;
	arena_init(arena, UNIT_ARENA_BYTES);
	*state = arena;
	return 0;
}

static inline int unit_teardown(void **state)
{
	struct arena *arena = *state;

	arena_free(arena);
	free(arena);
	return 0;
}

/* A row of the table of tests: the test gets its arena as *state. */
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, unit_setup, unit_teardown)

static inline void assert_mentions(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" does not mention \"%s\"", text, part);
}

static inline void assert_silent_about(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" mentions \"%s\"", text, part);
}

#endif
