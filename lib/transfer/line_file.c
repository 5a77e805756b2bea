#include "transfer/line_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY ((size_t)4096)

void line_file_init(struct line_file *lines, FILE *file)
{
	*lines = (struct line_file){ .file = file };
}

void line_file_free(struct line_file *lines)
{
	free(lines->bytes);
	lines->bytes = NULL;
}

/* One byte more, as long as the line is of a sensible length. */
static void add(struct line_file *lines, int byte)
{
	if (lines->length + 2 > lines->capacity) {
		size_t capacity = lines->capacity ? lines->capacity * 2 : FIRST_CAPACITY;
		char *more = capacity > 2 * LINE_FILE_LONGEST ? NULL : realloc(lines->bytes, capacity);

		if (!more) {
			lines->is_too_long = true;
			return;
		}
		lines->bytes = more;
		lines->capacity = capacity;
	}
	if (lines->length == LINE_FILE_LONGEST)
		lines->is_too_long = true;
	else
		lines->bytes[lines->length++] = (char)byte;
}

static void skip_byte_order_mark(struct line_file *lines)
{
	if (lines->number != 1 || lines->length < 3 || memcmp(lines->bytes, "\xEF\xBB\xBF", 3) != 0)
		return;
	lines->length -= 3;
	memmove(lines->bytes, lines->bytes + 3, lines->length);
}

static void read_line(struct line_file *lines)
{
	int byte;

	lines->length = 0;
	lines->is_too_long = false;
	while ((byte = getc_unlocked(lines->file)) != EOF) {
		add(lines, byte);
		if (byte == '\r') {
			byte = getc_unlocked(lines->file);
			if (byte == '\n')
				add(lines, byte);
			else
				ungetc(byte, lines->file);
			break;
		}
		if (byte == '\n')
			break;
	}
	if (ferror(lines->file))
		lines->failure = errno;
}

bool line_file_next(struct line_file *lines)
{
	if (lines->comes_again) {
		lines->comes_again = false;
		return true;
	}
	if (lines->interrupted && *lines->interrupted)
		lines->failure = EINTR;
	if (!lines->failure)
		read_line(lines);
	if (lines->failure || (!lines->length && !lines->is_too_long))
		return false;
	lines->number++;
	skip_byte_order_mark(lines);
	if (lines->bytes)
		lines->bytes[lines->length] = '\0';
	return true;
}

void line_file_again(struct line_file *lines)
{
	lines->comes_again = true;
}
