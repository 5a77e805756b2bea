#include "transfer/csv_reader.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include <csv.h>

#define MOST_FIELDS 1000
#define RECORD_LIMIT LINE_FILE_LONGEST
#define GROWS_BY_BYTES ((size_t)64 * 1024)     /* the parser's own step is so small that a long field is copied ten thousand times */

struct csv_reader {
	struct line_file *lines;
	struct csv_parser parser;
	bool is_finished;
	/* What the parser's callbacks gather for the record in hand. */
	struct arena *arena;
	const char **fields;
	size_t count;
	size_t bytes;
	bool is_complete;
	const char *problem;         /* NULL: none */
};

/* Blanks around a field belong to it (RFC 4180 section 2.4). */
static int is_never(unsigned char character)
{
	(void)character;
	return 0;
}

static bool start_parser(struct csv_reader *reader)
{
	if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return false;
	csv_set_space_func(&reader->parser, is_never);
	csv_set_blk_size(&reader->parser, GROWS_BY_BYTES);
	return true;
}

struct csv_reader *csv_reader_new(struct line_file *lines)
{
	struct csv_reader *reader = calloc(1, sizeof(*reader));

	if (!reader || !start_parser(reader)) {
		free(reader);
		return NULL;
	}
	reader->lines = lines;
	return reader;
}

void csv_reader_free(struct csv_reader *reader)
{
	if (!reader)
		return;
	csv_free(&reader->parser);
	free(reader);
}

static void take_field(void *bytes, size_t length, void *context)
{
	struct csv_reader *reader = context;

	if (reader->count == MOST_FIELDS)
		reader->problem = "it has more than 1000 fields";
	else if (length && memchr(bytes, '\0', length))
		reader->problem = "it holds a NUL character, which text may not";
	else if (length && !utf8_is_valid(bytes, length))
		reader->problem = "it is not UTF-8; save the file as UTF-8";
	else
		reader->fields[reader->count++] = arena_copy(reader->arena, length ? bytes : "", length);
	reader->bytes += length;
}

static void end_record(int terminator, void *context)
{
	struct csv_reader *reader = context;

	(void)terminator;
	reader->is_complete = true;
}

static void begin_record(struct csv_reader *reader, struct arena *arena)
{
	reader->arena = arena;
	reader->fields = arena_array(arena, MOST_FIELDS, sizeof(*reader->fields));
	reader->count = reader->bytes = 0;
	reader->is_complete = false;
	reader->problem = NULL;
}

/* Forgets the record in hand, so that the next line begins another one. */
static void start_anew(struct csv_reader *reader)
{
	csv_free(&reader->parser);
	if (!start_parser(reader))
		reader->is_finished = true;
}

/*
 * Where a record of many lines is too long, as it is with a quotation mark that is never closed, the lines behind it may
 * be of it as well: none of them is a record of its own for certain.
 */
static void give_up(struct csv_reader *reader)
{
	reader->is_finished = true;
	reader->problem = "it is longer than 16 MiB, so nothing tells where the next one begins; what is behind was not read";
}

static void feed_line(struct csv_reader *reader)
{
	const struct line_file *lines = reader->lines;
	size_t gathered = reader->bytes + csv_get_buffer_size(&reader->parser);

	if (gathered + lines->length > RECORD_LIMIT && gathered)
		give_up(reader);
	else if (lines->is_too_long)
		reader->problem = "it is longer than 16 MiB";
	else if (csv_parse(&reader->parser, lines->bytes, lines->length, take_field, end_record, reader) != lines->length)
		reader->problem = "its quotation marks do not fit: a field with quotes stands in quotes, and each of its own is written twice";
}

static void feed_end(struct csv_reader *reader)
{
	reader->is_finished = true;
	/* Of a record that could not be read to its end, nothing is known. */
	if (!reader->lines->failure && csv_fini(&reader->parser, take_field, end_record, reader) != 0)
		reader->problem = "a quotation mark that opens there is never closed";
}

enum csv_outcome csv_reader_next(struct csv_reader *reader, struct arena *arena, struct csv_record *record,
				 struct error *error)
{
	*record = (struct csv_record){ 0 };
	begin_record(reader, arena);
	while (!reader->is_complete && !reader->problem) {
		if (reader->is_finished)
			return CSV_READ_END;
		if (line_file_next(reader->lines))
			feed_line(reader);
		else
			feed_end(reader);
		record->last_line = reader->lines->number;
		/* A line that holds nothing begins no record. */
		if (!record->line && !reader->is_finished && reader->lines->bytes[0] != '\n' && reader->lines->bytes[0] != '\r')
			record->line = reader->lines->number;
	}
	if (!record->line)
		record->line = record->last_line;
	if (reader->problem) {
		start_anew(reader);
		fail(error, ERROR_INVALID, "this record cannot be read: %s", reader->problem);
		return CSV_READ_BAD;
	}
	record->count = reader->count;
	record->fields = reader->fields;
	return CSV_READ_RECORD;
}
