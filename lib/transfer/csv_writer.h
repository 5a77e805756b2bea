/*
 * CSV (RFC 4180) to write, and cells that no spreadsheet takes for a formula.
 */
#ifndef TASKDESK_TRANSFER_CSV_WRITER_H
#define TASKDESK_TRANSFER_CSV_WRITER_H

#include "base/arena.h"
#include "base/text.h"

/* The row being written. */
struct csv_row {
	struct text text;
	size_t count;      /* of its fields */
};

/* Adds a field, in quotes where it needs them. NULL is an empty field. */
void csv_add_field(struct csv_row *row, const char *value);

/* Ends the row; the next field begins another one in the same text. */
void csv_end_row(struct csv_row *row);

/*
 * A text with which a spreadsheet would begin to reckon ("=", "+", "-", "@", …) with an
 * apostrophe before it; numbers stay. csv_unguarded takes exactly that back.
 */
const char *csv_guarded(struct arena *arena, const char *value);
const char *csv_unguarded(const char *value);

/*
 * Several values in one cell, one a line. A single value with a comma has a line break behind
 * it, since a cell of one line is read as values between commas.
 */
const char *csv_cell_of_lines(struct arena *arena, const char *lines);

/* The values as lines, or NULL for none. */
const char *csv_lines_of_cell(struct arena *arena, const char *cell);

#endif
