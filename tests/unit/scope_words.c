/* oauth/scope_words: scopes as OAuth says them, and what tools may do by them. */
#include "unit.h"

#include "auth/scope.h"
#include "oauth/scope_words.h"

static unsigned read(const char *words)
{
	unsigned scopes;

	assert_true(oauth_scopes_read(words, &scopes));
	return scopes;
}

static void reads_words(void **state)
{
	(void)state;
	assert_int_equal(read("tasks:read"), OAUTH_TASKS_READ);
	assert_int_equal(read("tasks:write tasks:read"), OAUTH_TASKS_READ | OAUTH_TASKS_WRITE);
	assert_int_equal(read("tasks:read  offline_access admin"), OAUTH_TASKS_READ | OAUTH_OFFLINE_ACCESS | OAUTH_ADMIN);
}

static void reads_nothing_as_the_usual(void **state)
{
	(void)state;
	assert_int_equal(read(NULL), OAUTH_SCOPES_USUAL);
	assert_int_equal(read(""), OAUTH_SCOPES_USUAL);
}

static void leaves_out_unknown_words(void **state)
{
	unsigned scopes;

	(void)state;
	assert_int_equal(read("openid tasks:read profile"), OAUTH_TASKS_READ);
	assert_false(oauth_scopes_read("openid", &scopes));
	assert_false(oauth_scopes_read(" ", &scopes));
	assert_false(oauth_scopes_read("tasks:rea", &scopes));
	assert_false(oauth_scopes_read("tasks:readx", &scopes));
}

static void refuses_characters_that_no_scope_has(void **state)
{
	unsigned scopes;

	(void)state;
	assert_false(oauth_scopes_read("tasks:read \"", &scopes));
	assert_false(oauth_scopes_read("tasks:read\ttasks:write", &scopes));
	assert_false(oauth_scopes_read("tasks:read\xC3\xA4", &scopes));
	assert_false(oauth_scopes_read("tasks:read \\", &scopes));
}

static void makes_no_mistakes_for_the_administrator(void **state)
{
	unsigned scopes;

	(void)state;
	assert_true(oauth_scopes_read_all("tasks:read admin", &scopes));
	assert_int_equal(scopes, OAUTH_TASKS_READ | OAUTH_ADMIN);
	assert_false(oauth_scopes_read_all("tasks:read all", &scopes));
	assert_false(oauth_scopes_read_all("", &scopes));
}

static void writes_words_in_one_order(void **state)
{
	assert_string_equal(oauth_scope_words(*state, OAUTH_OFFLINE_ACCESS | OAUTH_TASKS_READ), "tasks:read offline_access");
	assert_string_equal(oauth_scope_words(*state, OAUTH_SCOPES_ALL), "tasks:read tasks:write admin offline_access");
	assert_string_equal(oauth_scope_words(*state, 0), "");
}

static void lets_the_broader_do_what_the_narrower_may(void **state)
{
	(void)state;
	assert_int_equal(oauth_scopes_allow(OAUTH_TASKS_READ), SCOPE_READ);
	assert_int_equal(oauth_scopes_allow(OAUTH_TASKS_WRITE), SCOPE_READ | SCOPE_WRITE);
	assert_int_equal(oauth_scopes_allow(OAUTH_ADMIN), SCOPE_ALL);
	assert_int_equal(oauth_scopes_allow(OAUTH_OFFLINE_ACCESS), 0);
	assert_int_equal(oauth_scopes_allow(0), 0);
}

static void names_the_least_that_is_needed(void **state)
{
	(void)state;
	assert_int_equal(oauth_scopes_for(SCOPE_READ), OAUTH_TASKS_READ);
	assert_int_equal(oauth_scopes_for(SCOPE_WRITE), OAUTH_TASKS_WRITE);
	assert_int_equal(oauth_scopes_for(SCOPE_READ | SCOPE_WRITE), OAUTH_TASKS_WRITE);
	assert_int_equal(oauth_scopes_for(SCOPE_ADMIN), OAUTH_ADMIN);
	assert_int_equal(oauth_scopes_for(0), 0);
}

static void hands_on_no_more_than_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(oauth_scopes_within(SCOPE_READ), OAUTH_TASKS_READ);
	assert_int_equal(oauth_scopes_within(SCOPE_WRITE), 0);
	assert_int_equal(oauth_scopes_within(SCOPE_READ | SCOPE_WRITE), OAUTH_SCOPES_USUAL);
	assert_int_equal(oauth_scopes_within(SCOPE_ALL), OAUTH_SCOPES_USUAL | OAUTH_ADMIN);
	assert_int_equal(oauth_scopes_within(0), 0);
}

static void withholds_what_includes_the_withheld(void **state)
{
	(void)state;
	assert_int_equal(oauth_scopes_including(OAUTH_TASKS_READ), OAUTH_SCOPES_USUAL | OAUTH_ADMIN);
	assert_int_equal(oauth_scopes_including(OAUTH_TASKS_WRITE), OAUTH_TASKS_WRITE | OAUTH_ADMIN);
	assert_int_equal(oauth_scopes_including(OAUTH_ADMIN), OAUTH_ADMIN);
	assert_int_equal(oauth_scopes_including(OAUTH_OFFLINE_ACCESS), OAUTH_OFFLINE_ACCESS);
	assert_int_equal(oauth_scopes_including(0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_words),
		TEST(reads_nothing_as_the_usual),
		TEST(leaves_out_unknown_words),
		TEST(refuses_characters_that_no_scope_has),
		TEST(makes_no_mistakes_for_the_administrator),
		TEST(writes_words_in_one_order),
		TEST(lets_the_broader_do_what_the_narrower_may),
		TEST(names_the_least_that_is_needed),
		TEST(withholds_what_includes_the_withheld),
		TEST(hands_on_no_more_than_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
