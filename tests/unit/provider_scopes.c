/* oauth/provider_scopes: what a provider's scopes mean here. */
#include "unit.h"

#include "oauth/provider_scopes.h"

static struct oauth oauth_with(struct arena *arena, const struct config *config)
{
	return (struct oauth){ .arena = arena, .config = config };
}

static void reads_our_own_words_without_a_map(void **state)
{
	const struct config config = { .scope_map = "", .required_scopes = "" };
	const struct oauth oauth = oauth_with(*state, &config);

	assert_int_equal(provider_scopes_read(&oauth, "openid tasks:read admin"), OAUTH_TASKS_READ | OAUTH_ADMIN);
	assert_int_equal(provider_scopes_read(&oauth, "openid"), 0);
	assert_int_equal(provider_scopes_read(&oauth, ""), 0);
	assert_string_equal(provider_scope_words(&oauth, OAUTH_SCOPES_USUAL), "tasks:read tasks:write");
}

static void reads_theirs_with_a_map_and_ours_no_more(void **state)
{
	const struct config config = { .scope_map = "api.read=tasks:read, api.all=tasks:read,api.all=tasks:write", .required_scopes = "" };
	const struct oauth oauth = oauth_with(*state, &config);

	assert_int_equal(provider_scopes_read(&oauth, "api.read"), OAUTH_TASKS_READ);
	assert_int_equal(provider_scopes_read(&oauth, "x api.all"), OAUTH_TASKS_READ | OAUTH_TASKS_WRITE);
	assert_int_equal(provider_scopes_read(&oauth, "tasks:read api.rea api.readx"), 0);
	assert_string_equal(provider_scope_words(&oauth, OAUTH_TASKS_WRITE), "api.all");
	assert_string_equal(provider_scope_words(&oauth, OAUTH_SCOPES_USUAL), "api.read api.all");
}

static void grants_to_every_token_what_stands_behind_the_star(void **state)
{
	const struct config config = { .scope_map = "*=tasks:read, write=tasks:write", .required_scopes = "basic" };
	const struct oauth oauth = oauth_with(*state, &config);

	assert_int_equal(provider_scopes_read(&oauth, ""), OAUTH_TASKS_READ);
	assert_int_equal(provider_scopes_read(&oauth, "write"), OAUTH_TASKS_READ | OAUTH_TASKS_WRITE);
	assert_string_equal(provider_scope_words(&oauth, OAUTH_TASKS_READ), "basic");
}

static void asks_for_all_that_is_required(void **state)
{
	const struct config config = { .scope_map = "", .required_scopes = "one, two" };
	const struct oauth oauth = oauth_with(*state, &config);

	assert_true(provider_scopes_suffice(&oauth, "two three one"));
	assert_false(provider_scopes_suffice(&oauth, "one"));
	assert_false(provider_scopes_suffice(&oauth, "onetwo"));
	assert_false(provider_scopes_suffice(&oauth, ""));
	assert_string_equal(provider_scope_words(&oauth, OAUTH_TASKS_READ), "tasks:read one two");
}

static void refuses_maps_that_grant_what_there_is_not(void **state)
{
	static const char *const wrong[] = { "api.read", "api.read=", "=tasks:read", "api.read=read", "api.read=tasks:read,api", "a=b" };
	struct error error = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_false(provider_scopes_check(wrong[i], &error));
		assert_mentions(error.message, "scope_map");
	}
	assert_true(provider_scopes_check("", &error));
	assert_true(provider_scopes_check("*=tasks:read,x=admin, y=offline_access", &error));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_our_own_words_without_a_map),
		TEST(reads_theirs_with_a_map_and_ours_no_more),
		TEST(grants_to_every_token_what_stands_behind_the_star),
		TEST(asks_for_all_that_is_required),
		TEST(refuses_maps_that_grant_what_there_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
