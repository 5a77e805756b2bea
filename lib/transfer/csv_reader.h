/*
 * CSV (RFC 4180), a record at a time: fields in quotes may hold commas and line breaks, a quote
 * in them is written twice. The only file that knows csv.h is csv_reader.c.
 */
#ifndef TASKDESK_TRANSFER_CSV_READER_H
#define TASKDESK_TRANSFER_CSV_READER_H

#include "base/arena.h"
#include "base/error.h"
#include "transfer/line_file.h"

#include <stdbool.h>
#include <stddef.h>

struct csv_record {
	size_t line;                 /* on which it begins */
	size_t last_line;            /* on which it ends */
	size_t count;
	const char **fields;         /* UTF-8 without NUL, in the arena */
};

enum csv_outcome {
	CSV_READ_RECORD,
	CSV_READ_BAD,                /* the error says why; the next call goes on behind it */
	CSV_READ_END,                /* or the lines' failure */
};

struct csv_reader;

/* NULL without memory. The lines stay the caller's. */
struct csv_reader *csv_reader_new(struct line_file *lines);
void csv_reader_free(struct csv_reader *reader);

/* The next record that is not an empty line. A bad one tells its lines as well. */
enum csv_outcome csv_reader_next(struct csv_reader *reader, struct arena *arena, struct csv_record *record,
				 struct error *error);

#endif
