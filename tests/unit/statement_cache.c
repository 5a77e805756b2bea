/* store/statement_cache: what is used seldom gives way, and every handle comes out once to be closed. */
#include "unit.h"

#include "store/statement_cache.h"

#include <stdio.h>

static char handles[STATEMENT_CACHE_SIZE + 1];

static const char *sql(size_t number)
{
	static char text[40];

	snprintf(text, sizeof(text), "SELECT %zu", number);
	return text;
}

static void fill(struct statement_cache *cache)
{
	for (size_t i = 0; i < STATEMENT_CACHE_SIZE; i++)
		assert_null(statement_cache_add(cache, sql(i), &handles[i]));
}

static size_t empty(struct statement_cache *cache)
{
	size_t count = 0;

	while (statement_cache_take(cache))
		count++;
	return count;
}

static void finds_what_was_added(void **state)
{
	struct statement_cache cache = { 0 };

	(void)state;
	assert_null(statement_cache_find(&cache, "SELECT 1"));
	fill(&cache);
	for (size_t i = 0; i < STATEMENT_CACHE_SIZE; i++)
		assert_ptr_equal(statement_cache_find(&cache, sql(i)), &handles[i]);
	assert_null(statement_cache_find(&cache, "SELECT"));
	assert_null(statement_cache_find(&cache, "SELECT 1 "));
	assert_int_equal(empty(&cache), STATEMENT_CACHE_SIZE);
	assert_null(statement_cache_find(&cache, "SELECT 1"));
}

static void the_least_recently_used_gives_way(void **state)
{
	struct statement_cache cache = { 0 };

	(void)state;
	fill(&cache);
	assert_non_null(statement_cache_find(&cache, sql(0)));
	assert_ptr_equal(statement_cache_add(&cache, "SELECT 'new'", &handles[STATEMENT_CACHE_SIZE]), &handles[1]);
	assert_null(statement_cache_find(&cache, sql(1)));
	assert_ptr_equal(statement_cache_find(&cache, sql(0)), &handles[0]);
	assert_ptr_equal(statement_cache_find(&cache, "SELECT 'new'"), &handles[STATEMENT_CACHE_SIZE]);
	assert_int_equal(empty(&cache), STATEMENT_CACHE_SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(finds_what_was_added),
		TEST(the_least_recently_used_gives_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
