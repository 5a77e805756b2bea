/* transfer/csv_reader and csv_writer: RFC 4180 both ways, with cells that are no formulas. */
#include "unit.h"

#include "transfer/csv_reader.h"
#include "transfer/csv_writer.h"

#include <stdio.h>

static FILE *file_of(const char *text, size_t length)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	rewind(file);
	return file;
}

static struct csv_reader *reader_of(struct line_file *lines, const char *text, size_t length)
{
	line_file_init(lines, file_of(text, length));
	return csv_reader_new(lines);
}

static void close_reader(struct csv_reader *reader, struct line_file *lines)
{
	csv_reader_free(reader);
	fclose(lines->file);
	line_file_free(lines);
}

/* All records as one text: fields between '|', each record behind its line number, "!" for a bad one. */
static const char *read_bytes(struct arena *arena, const char *bytes, size_t length)
{
	struct line_file lines;
	struct csv_reader *reader = reader_of(&lines, bytes, length);
	struct text seen = text_in(arena);
	struct csv_record record;
	enum csv_outcome outcome;
	struct error error;

	while ((outcome = csv_reader_next(reader, arena, &record, &error)) != CSV_READ_END) {
		text_printf(&seen, "%zu", record.line);
		if (outcome == CSV_READ_BAD)
			text_add(&seen, "!");
		for (size_t i = 0; i < record.count; i++)
			text_printf(&seen, "|%s", record.fields[i]);
		text_add(&seen, ";");
	}
	close_reader(reader, &lines);
	return text_string(&seen);
}

static void assert_reads(void **state, const char *text, const char *expected)
{
	assert_string_equal(read_bytes(*state, text, strlen(text)), expected);
}

static void reads_records_and_numbers_their_lines(void **state)
{
	assert_reads(state, "a,b\r\nc,d\r\n", "1|a|b;2|c|d;");
	assert_reads(state, "a,b\nc,d", "1|a|b;2|c|d;");
	assert_reads(state, "a,b\rc,d\r", "1|a|b;2|c|d;");
	assert_reads(state, "a,,\n,,\n", "1|a||;2|||;");
	assert_reads(state, "", "");
	assert_reads(state, "\n\r\n\na\n", "4|a;");
}

static void takes_breaks_commas_and_quotes_within_quotes(void **state)
{
	assert_reads(state, "\"a\nb\",\"c,d\",\"e\"\"f\"\nnext\n", "1|a\nb|c,d|e\"f;3|next;");
	assert_reads(state, "\"a\r\nb\"\r\nnext\r\n", "1|a\r\nb;3|next;");
	assert_reads(state, "\"\"\n", "1|;");
}

static void keeps_blanks_around_a_field(void **state)
{
	assert_reads(state, " a , b\t\n", "1| a | b\t;");
}

static void passes_over_a_byte_order_mark(void **state)
{
	assert_reads(state, "\xEF\xBB\xBF" "a,b\n\xEF\xBB\xBF" "c\n", "1|a|b;2|\xEF\xBB\xBF" "c;");
	assert_reads(state, "\xEF\xBB\xBF\"a\"\n", "1|a;");
}

static void reports_a_bad_record_and_goes_on(void **state)
{
	assert_reads(state, "a\nb\"c\nd\n", "1|a;2!;3|d;");
	assert_reads(state, "a\n\"b\"c\nd\n", "1|a;2!;3|d;");
	assert_reads(state, "a\n\"b\nc\nd\n", "1|a;2!;");
	assert_string_equal(read_bytes(*state, "a\nb\xff\nc\n", 7), "1|a;2!;3|c;");
	assert_string_equal(read_bytes(*state, "a\nb\0b\nc\n", 8), "1|a;2!;3|c;");
}

static void reads_a_record_with_many_fields_only_up_to_a_bound(void **state)
{
	struct text text = text_in(*state);

	for (int i = 0; i < 1001; i++)
		text_add(&text, ",");
	text_add(&text, "\nnext\n");
	assert_reads(state, text_string(&text), "1!;2|next;");
}

static void reads_a_long_field(void **state)
{
	struct text text = text_in(*state);

	text_add(&text, "\"");
	for (int i = 0; i < 100000; i++)
		text_add(&text, "0123456789\n");
	text_add(&text, "\"\nnext\n");
	assert_mentions(read_bytes(*state, text_string(&text), text.length) + 1000000, ";100002|next;");
}

static const char *written(struct arena *arena, const char *const *fields, size_t count)
{
	struct csv_row row = { .text = text_in(arena) };

	for (size_t i = 0; i < count; i++)
		csv_add_field(&row, fields[i]);
	csv_end_row(&row);
	return text_string(&row.text);
}

static void quotes_what_needs_it(void **state)
{
	const char *const fields[] = { "plain", "a,b", "say \"hi\"", "two\nlines", NULL, "", " blank ", "\xc3\xa4" };

	assert_string_equal(written(*state, fields, COUNT(fields)),
			    "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",,, blank ,\xc3\xa4\r\n");
}

static const char *const odd_texts[] = {
	"=1+1", "+1 234", "-", "-5", "+5", "@SUM(A1)", "\tx", "\rx", "\nx", "'=x", "''=x", "'quoted'", "'", "''", "-1.5", "=",
	"\xEF\xBC\x9D\x31", "-2+3", "plain", "", "-5a", "1-2", " =1", "'-5", "'+5", "- a list\n- of two",
};

static void guards_formulas_and_takes_the_guard_back(void **state)
{
	for (size_t i = 0; i < COUNT(odd_texts); i++)
		assert_string_equal(csv_unguarded(csv_guarded(*state, odd_texts[i])), odd_texts[i]);
	assert_string_equal(csv_guarded(*state, "=1+1"), "'=1+1");
	assert_string_equal(csv_guarded(*state, "@x"), "'@x");
	assert_string_equal(csv_guarded(*state, "-5"), "-5");
	assert_string_equal(csv_guarded(*state, "-5+cmd|x"), "'-5+cmd|x");
	assert_string_equal(csv_guarded(*state, "'quoted'"), "'quoted'");
}

static void brings_back_every_field_it_writes(void **state)
{
	struct arena *arena = *state;
	const char *text = written(arena, odd_texts, COUNT(odd_texts));
	struct line_file lines;
	struct csv_reader *reader = reader_of(&lines, text, strlen(text));
	struct csv_record record;
	struct error error;

	assert_int_equal(csv_reader_next(reader, arena, &record, &error), CSV_READ_RECORD);
	assert_int_equal(record.count, COUNT(odd_texts));
	for (size_t i = 0; i < record.count; i++)
		assert_string_equal(record.fields[i], odd_texts[i]);
	close_reader(reader, &lines);
}

static void puts_several_values_into_a_cell(void **state)
{
	static const char *const values[] = { "one", "one\ntwo", "a,b", "a,b\nc", "one\ntwo, three\nfour" };

	for (size_t i = 0; i < COUNT(values); i++)
		assert_string_equal(csv_lines_of_cell(*state, csv_cell_of_lines(*state, values[i])), values[i]);
	assert_null(csv_cell_of_lines(*state, NULL));
	assert_null(csv_lines_of_cell(*state, ""));
	assert_null(csv_lines_of_cell(*state, " , ,"));
	assert_string_equal(csv_lines_of_cell(*state, "one, two ,three"), "one\ntwo\nthree");
	assert_string_equal(csv_lines_of_cell(*state, "one\r\ntwo\r\n"), "one\ntwo");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_records_and_numbers_their_lines),
		TEST(takes_breaks_commas_and_quotes_within_quotes),
		TEST(keeps_blanks_around_a_field),
		TEST(passes_over_a_byte_order_mark),
		TEST(reports_a_bad_record_and_goes_on),
		TEST(reads_a_record_with_many_fields_only_up_to_a_bound),
		TEST(reads_a_long_field),
		TEST(quotes_what_needs_it),
		TEST(guards_formulas_and_takes_the_guard_back),
		TEST(brings_back_every_field_it_writes),
		TEST(puts_several_values_into_a_cell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
