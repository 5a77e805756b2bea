/* mcp/revision: the protocol revisions this server speaks. */
#include "unit.h"

#include "mcp/revision.h"

static void speaks_five_revisions_newest_first(void **state)
{
	static const char *const names[] = { "2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		assert_string_equal(revisions[i].name, names[i]);
	assert_null(revisions[COUNT(names)].name);
}

static void finds_revisions_by_their_exact_name(void **state)
{
	(void)state;
	for (const struct revision *revision = revisions; revision->name; revision++)
		assert_ptr_equal(revision_find(revision->name), revision);
	assert_null(revision_find(""));
	assert_null(revision_find("2025-11-26"));
	assert_null(revision_find("2025-11-2"));
	assert_null(revision_find("2025-11-255"));
	assert_null(revision_find("DRAFT-2026-v1"));
}

static void knows_only_the_newest_as_modern(void **state)
{
	(void)state;
	for (const struct revision *revision = revisions; revision->name; revision++)
		assert_int_equal(revision->era, revision == revisions ? ERA_MODERN : ERA_LEGACY);
}

static void offers_the_newest_that_initialize_opens(void **state)
{
	(void)state;
	assert_string_equal(revision_newest_legacy()->name, "2025-11-25");
}

static void takes_a_request_without_a_revision_for_2025_03_26(void **state)
{
	(void)state;
	assert_string_equal(revision_unnamed()->name, "2025-03-26");
}

static void has_batches_in_2025_03_26_alone(void **state)
{
	(void)state;
	for (const struct revision *revision = revisions; revision->name; revision++)
		assert_int_equal(revision->batches, strcmp(revision->name, "2025-03-26") == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(speaks_five_revisions_newest_first),
		TEST(finds_revisions_by_their_exact_name),
		TEST(knows_only_the_newest_as_modern),
		TEST(offers_the_newest_that_initialize_opens),
		TEST(takes_a_request_without_a_revision_for_2025_03_26),
		TEST(has_batches_in_2025_03_26_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
