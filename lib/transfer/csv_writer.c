#include "transfer/csv_writer.h"

#include <stdlib.h>
#include <string.h>

void csv_add_field(struct csv_row *row, const char *value)
{
	if (row->count++)
		text_add_char(&row->text, ',');
	if (!value || !strpbrk(value, ",\"\r\n")) {
		text_add(&row->text, value ? value : "");
		return;
	}
	text_add_char(&row->text, '"');
	for (; *value; value++) {
		if (*value == '"')
			text_add_char(&row->text, '"');
		text_add_char(&row->text, *value);
	}
	text_add_char(&row->text, '"');
}

void csv_end_row(struct csv_row *row)
{
	text_add(&row->text, "\r\n");
	row->count = 0;
}

/* What spreadsheets begin a formula with; the last four are the full-width forms of the first. */
static const char *const formula_starts[] = {
	"=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0",
};

static bool is_number(const char *value)
{
	char *end;

	strtod(value, &end);
	return end != value && !*end && strspn(value, "0123456789+-.") == strlen(value);
}

/* Apostrophes, or none, before the start of a formula. */
static bool looks_like_formula(const char *value)
{
	value += strspn(value, "'");
	for (size_t i = 0; i < sizeof(formula_starts) / sizeof(formula_starts[0]); i++)
		if (text_starts_with(value, formula_starts[i]))
			return true;
	return false;
}

const char *csv_guarded(struct arena *arena, const char *value)
{
	if (!value || !looks_like_formula(value) || is_number(value))
		return value;
	return arena_printf(arena, "'%s", value);
}

const char *csv_unguarded(const char *value)
{
	return *value == '\'' && looks_like_formula(value) ? value + 1 : value;
}

const char *csv_cell_of_lines(struct arena *arena, const char *lines)
{
	return lines && strchr(lines, ',') && !strchr(lines, '\n') ? arena_printf(arena, "%s\n", lines) : lines;
}

static void add_value(struct text *lines, const char *value, size_t length)
{
	if (!length)
		return;
	if (lines->length)
		text_add_char(lines, '\n');
	text_add_bytes(lines, value, length);
}

/* As people write them: "one, two". */
static void add_words(struct text *lines, const char *cell)
{
	while (*cell) {
		size_t begin = strspn(cell, " \t\r,");
		size_t length = strcspn(cell + begin, ",");
		size_t end = length;

		while (end && strchr(" \t\r", cell[begin + end - 1]))
			end--;
		add_value(lines, cell + begin, end);
		cell += begin + length;
	}
}

const char *csv_lines_of_cell(struct arena *arena, const char *cell)
{
	struct text lines = text_in(arena);

	if (!strchr(cell, '\n'))
		add_words(&lines, cell);
	else
		while (*cell) {
			size_t length = strcspn(cell, "\n");

			add_value(&lines, cell, length - (length && cell[length - 1] == '\r'));
			cell += length + (cell[length] != '\0');
		}
	return lines.length ? text_string(&lines) : NULL;
}
