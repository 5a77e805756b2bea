/* transfer/ties: how the tasks of a file hang together. */
#include "unit.h"

#include "transfer/ties.h"

#define DEPTH 5

static struct ties ties;

static int setup(void **state)
{
	int failed = unit_setup(state);

	if (!failed)
		ties_init(&ties, *state);
	return failed;
}

static int teardown(void **state)
{
	ties_free(&ties);
	return unit_teardown(state);
}

#define TIES_TEST(claim) cmocka_unit_test_setup_teardown(claim, setup, teardown)

static void finds_the_newest_of_a_name(void **state)
{
	size_t first = ties_add(&ties), second = ties_add(&ties), found;

	(void)state;
	ties_name(&ties, "Dig", first);
	assert_true(ties_find(&ties, "Dig", &found));
	assert_int_equal(found, first);
	ties_name(&ties, "Dig", second);
	assert_true(ties_find(&ties, "Dig", &found));
	assert_int_equal(found, second);
	assert_false(ties_find(&ties, "dig", &found));
}

static void keeps_many_names_apart(void **state)
{
	size_t found;

	for (size_t i = 0; i < 20000; i++)
		ties_name(&ties, arena_printf(*state, "task %zu", i), ties_add(&ties));
	for (size_t i = 0; i < 20000; i++) {
		assert_true(ties_find(&ties, arena_printf(*state, "task %zu", i), &found));
		assert_int_equal(found, i);
	}
}

static void lets_subtasks_go_as_deep_as_allowed(void **state)
{
	size_t tasks[DEPTH + 1];

	(void)state;
	for (int i = 0; i <= DEPTH; i++)
		tasks[i] = ties_add(&ties);
	for (int i = 1; i < DEPTH; i++)
		assert_int_equal(ties_set_parent(&ties, tasks[i], tasks[i - 1], DEPTH), TIE_MADE);
	assert_int_equal(ties_set_parent(&ties, tasks[DEPTH], tasks[DEPTH - 1], DEPTH), TIE_TOO_DEEP);
	assert_int_equal(ties_set_parent(&ties, tasks[DEPTH], tasks[0], DEPTH), TIE_MADE);
}

static void counts_what_hangs_under_a_task_that_gets_its_parent_late(void **state)
{
	size_t top = ties_add(&ties), middle = ties_add(&ties), low = ties_add(&ties), lowest = ties_add(&ties);

	(void)state;
	assert_int_equal(ties_set_parent(&ties, lowest, low, 3), TIE_MADE);
	assert_int_equal(ties_set_parent(&ties, low, middle, 3), TIE_MADE);
	assert_int_equal(ties_set_parent(&ties, middle, top, 3), TIE_TOO_DEEP);
	assert_int_equal(ties_set_parent(&ties, middle, top, 4), TIE_MADE);
}

static void refuses_a_task_under_itself(void **state)
{
	size_t one = ties_add(&ties), two = ties_add(&ties);

	(void)state;
	assert_int_equal(ties_set_parent(&ties, one, one, DEPTH), TIE_CIRCLE);
	assert_int_equal(ties_set_parent(&ties, two, one, DEPTH), TIE_MADE);
	assert_int_equal(ties_set_parent(&ties, one, two, DEPTH), TIE_CIRCLE);
}

static void refuses_tasks_that_wait_for_each_other(void **state)
{
	size_t one = ties_add(&ties), two = ties_add(&ties), three = ties_add(&ties);

	(void)state;
	assert_int_equal(ties_add_blocker(&ties, one, one), TIE_CIRCLE);
	assert_int_equal(ties_add_blocker(&ties, one, two), TIE_MADE);
	assert_int_equal(ties_add_blocker(&ties, two, three), TIE_MADE);
	assert_int_equal(ties_add_blocker(&ties, three, one), TIE_CIRCLE);
	assert_int_equal(ties_add_blocker(&ties, one, three), TIE_MADE);
	assert_int_equal(ties_add_blocker(&ties, one, two), TIE_MADE);
}

static void lists_saved_blockers_in_order_and_once(void **state)
{
	size_t task = ties_add(&ties), one = ties_add(&ties), two = ties_add(&ties), lost = ties_add(&ties);

	assert_null(ties_blocker_lines(&ties, task, *state));
	ties.tasks[one].id = 900;
	ties.tasks[two].id = 85;
	ties_add_blocker(&ties, task, one);
	ties_add_blocker(&ties, task, lost);
	ties_add_blocker(&ties, task, two);
	ties_add_blocker(&ties, task, one);
	assert_string_equal(ties_blocker_lines(&ties, task, *state), "85\n900");
}

static void walks_a_long_chain_of_blockers(void **state)
{
	size_t tasks[5000];

	(void)state;
	for (size_t i = 0; i < COUNT(tasks); i++) {
		tasks[i] = ties_add(&ties);
		if (i)
			assert_int_equal(ties_add_blocker(&ties, tasks[i], tasks[i - 1]), TIE_MADE);
	}
	assert_int_equal(ties_add_blocker(&ties, tasks[0], tasks[COUNT(tasks) - 1]), TIE_CIRCLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TIES_TEST(finds_the_newest_of_a_name),
		TIES_TEST(keeps_many_names_apart),
		TIES_TEST(lets_subtasks_go_as_deep_as_allowed),
		TIES_TEST(counts_what_hangs_under_a_task_that_gets_its_parent_late),
		TIES_TEST(refuses_a_task_under_itself),
		TIES_TEST(refuses_tasks_that_wait_for_each_other),
		TIES_TEST(lists_saved_blockers_in_order_and_once),
		TIES_TEST(walks_a_long_chain_of_blockers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
