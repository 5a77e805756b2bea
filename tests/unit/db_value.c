/* store/db: what is packed in one column comes out as the values that were put in. */
#include "unit.h"

#include "store/db.h"

/* Bytes of the arena, which are overwritten. */
static struct db_value column(struct arena *arena, const char *bytes)
{
	return db_text(arena_strdup(arena, bytes));
}

static void letters_of_columns_leave_out_what_is_packed(void **state)
{
	struct arena *arena = *state;

	assert_string_equal(db_packed_letters(arena, "itm"), "itm");
	assert_string_equal(db_packed_letters(arena, "i(tii)t"), "ibt");
	assert_string_equal(db_packed_letters(arena, "(ti)(t)"), "bb");
	assert_string_equal(db_packed_letters(arena, ""), "");
}

static void values_of_each_kind_come_out(void **state)
{
	struct arena *arena = *state;
	struct db_rows rows;

	rows = (struct db_rows){ 2, 3, (struct db_value[]){
		db_integer(7), column(arena, "a b\xFF-12\xFF" "2026-11-25 03:47:26.767\xFF" "2026-11-25"), column(arena, "end"),
		db_integer(8), column(arena, "\xC3\xA9\xFF" "9223372036854775807\xFF" "2027-01-01 00:00:00\xFF" "2027-01-01"), db_null(),
	} };
	rows = db_unpacked(arena, &rows, "i(timd)t");
	assert_int_equal(rows.count, 2);
	assert_int_equal(rows.columns, 6);
	assert_int_equal(db_row_integer(&rows, 0, 0), 7);
	assert_string_equal(db_row_text(&rows, 0, 1), "a b");
	assert_int_equal(db_row_integer(&rows, 0, 2), -12);
	assert_string_equal(db_row_text(&rows, 0, 3), "2026-11-25T03:47:26.767Z");
	assert_string_equal(db_row_text(&rows, 0, 4), "2026-11-25");
	assert_string_equal(db_row_text(&rows, 0, 5), "end");
	assert_int_equal(db_row_integer(&rows, 1, 0), 8);
	assert_string_equal(db_row_text(&rows, 1, 1), "\xC3\xA9");
	assert_int_equal(db_row_integer(&rows, 1, 2), INT64_MAX);
	assert_string_equal(db_row_text(&rows, 1, 3), "2027-01-01T00:00:00Z");
	assert_string_equal(db_row_text(&rows, 1, 4), "2027-01-01");
	assert_true(db_row_is_null(&rows, 1, 5));
}

static void what_is_empty_is_null(void **state)
{
	struct arena *arena = *state;
	struct db_rows rows;

	rows = (struct db_rows){ 2, 1, (struct db_value[]){ column(arena, "\xFF" "5\xFF\xFF"), db_null() } };
	rows = db_unpacked(arena, &rows, "(timd)");
	assert_true(db_row_is_null(&rows, 0, 0));
	assert_int_equal(db_row_integer(&rows, 0, 1), 5);
	assert_true(db_row_is_null(&rows, 0, 2));
	assert_true(db_row_is_null(&rows, 0, 3));
	for (size_t i = 0; i < 4; i++)
		assert_true(db_row_is_null(&rows, 1, i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(letters_of_columns_leave_out_what_is_packed),
		TEST(values_of_each_kind_come_out),
		TEST(what_is_empty_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
