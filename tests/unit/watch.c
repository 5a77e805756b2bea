/* base/watch: noticing that a file is no longer what it was. */
#include "unit.h"

#include "base/watch.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct place {
	char folder[40], file[60], other[60];
	struct watch watch;
};

static void write_file(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("text", file);
	fclose(file);
}

static int make_place(void **state)
{
	/* The clock of files moves in steps of a few milliseconds. */
	static const struct timespec moment = { .tv_nsec = 20000000 };
	struct place *place = calloc(1, sizeof(*place));

	strcpy(place->folder, "/tmp/taskdesk-watch-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->file, sizeof(place->file), "%s/file", place->folder);
	snprintf(place->other, sizeof(place->other), "%s/other", place->folder);
	write_file(place->file);
	nanosleep(&moment, NULL);
	watch_begin(&place->watch, place->file);
	*state = place;
	return 0;
}

static int remove_place(void **state)
{
	struct place *place = *state;

	watch_end(&place->watch);
	unlink(place->file);
	unlink(place->other);
	rmdir(place->folder);
	free(place);
	return 0;
}

static void leaves_alone_what_nobody_touched(void **state)
{
	struct place *place = *state;

	assert_false(watch_is_touched(&place->watch));
	assert_false(watch_is_touched(&place->watch));
}

static void notices_that_a_file_was_written(void **state)
{
	struct place *place = *state;

	write_file(place->file);
	assert_true(watch_is_touched(&place->watch));
}

static void notices_another_file_under_the_name(void **state)
{
	struct place *place = *state;

	write_file(place->other);
	assert_int_equal(rename(place->other, place->file), 0);
	assert_true(watch_is_touched(&place->watch));
}

static void notices_another_file_under_the_name_of_one_with_two(void **state)
{
	struct place *place = *state;

	watch_end(&place->watch);
	assert_int_equal(link(place->file, place->other), 0);
	watch_begin(&place->watch, place->file);
	assert_false(watch_is_touched(&place->watch));
	nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
	assert_int_equal(unlink(place->file), 0);
	assert_true(watch_is_touched(&place->watch));
}

static void notices_that_a_file_is_gone(void **state)
{
	struct place *place = *state;

	assert_int_equal(unlink(place->file), 0);
	assert_true(watch_is_touched(&place->watch));
}

static void counts_a_file_that_never_was_as_touched(void **state)
{
	struct place *place = *state;
	struct watch watch;

	watch_begin(&watch, place->other);
	assert_true(watch_is_touched(&watch));
	watch_end(&watch);
}

#define TEST_IN_PLACE(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_IN_PLACE(leaves_alone_what_nobody_touched),
		TEST_IN_PLACE(notices_that_a_file_was_written),
		TEST_IN_PLACE(notices_another_file_under_the_name),
		TEST_IN_PLACE(notices_another_file_under_the_name_of_one_with_two),
		TEST_IN_PLACE(notices_that_a_file_is_gone),
		TEST_IN_PLACE(counts_a_file_that_never_was_as_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
