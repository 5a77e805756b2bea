/* auth/scope: what a credential may do at all. */
#include "unit.h"

#include "auth/scope.h"

static void allows_what_was_granted(void **state)
{
	(void)state;
	assert_true(scope_allows(SCOPE_ALL, SCOPE_ADMIN));
	assert_true(scope_allows(SCOPE_READ | SCOPE_WRITE, SCOPE_READ | SCOPE_WRITE));
	assert_false(scope_allows(SCOPE_READ, SCOPE_WRITE));
	assert_false(scope_allows(SCOPE_READ, SCOPE_READ | SCOPE_WRITE));
	assert_false(scope_allows(0, SCOPE_READ));
}

static void allows_nothing_where_nothing_is_needed(void **state)
{
	(void)state;
	assert_false(scope_allows(SCOPE_ALL, 0));
	assert_false(scope_allows(0, 0));
}

static void does_not_read_admin_as_everything(void **state)
{
	(void)state;
	assert_false(scope_allows(SCOPE_ADMIN, SCOPE_READ));
}

static void names_scopes_in_one_order(void **state)
{
	assert_string_equal(scope_names(*state, SCOPE_ALL), "read, write, admin");
	assert_string_equal(scope_names(*state, SCOPE_ADMIN | SCOPE_READ), "read, admin");
	assert_string_equal(scope_names(*state, 0), "none");
}

static void reads_lists_of_scopes(void **state)
{
	struct error error = { 0 };
	unsigned scopes;

	assert_true(scope_parse(*state, "read,write", &scopes, &error));
	assert_int_equal(scopes, SCOPE_READ | SCOPE_WRITE);
	assert_true(scope_parse(*state, " admin  read read ", &scopes, &error));
	assert_int_equal(scopes, SCOPE_READ | SCOPE_ADMIN);
}

static void refuses_unknown_scopes_and_none_at_all(void **state)
{
	struct error error = { 0 };
	unsigned scopes;

	assert_false(scope_parse(*state, "read,rite", &scopes, &error));
	assert_int_equal(error.kind, ERROR_INVALID);
	assert_mentions(error.message, "'rite'");
	assert_mentions(error.message, "read, write, admin");
	assert_false(scope_parse(*state, "READ", &scopes, &error));
	assert_false(scope_parse(*state, "", &scopes, &error));
	assert_false(scope_parse(*state, " , ", &scopes, &error));
	assert_mentions(error.message, "at least one scope");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(allows_what_was_granted),
		TEST(allows_nothing_where_nothing_is_needed),
		TEST(does_not_read_admin_as_everything),
		TEST(names_scopes_in_one_order),
		TEST(reads_lists_of_scopes),
		TEST(refuses_unknown_scopes_and_none_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
