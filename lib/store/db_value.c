/*
 * Values on their way into statements and out of rows.
 */
#include "store/db.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

struct db_value db_integer(int64_t integer)
{
	return (struct db_value){ .type = DB_INTEGER, .integer = integer };
}

struct db_value db_id(int64_t id)
{
	return id ? db_integer(id) : db_null();
}

struct db_value db_bytes(const void *bytes, size_t length)
{
	return (struct db_value){ .type = DB_TEXT, .text = bytes, .length = length };
}

struct db_value db_text(const char *text)
{
	return text ? db_bytes(text, strlen(text)) : db_null();
}

struct db_value db_null(void)
{
	return (struct db_value){ .type = DB_NULL };
}

struct db_value db_moment(struct arena *arena, const char *rfc3339)
{
	char *text = arena_strdup(arena, rfc3339);

	if (text && strlen(text) > 10) {
		text[10] = ' ';
		text[strcspn(text, "Z")] = '\0';
	}
	return db_text(text);
}

const char *db_rows_sql(struct arena *arena, const char *head, const char *row, size_t count, const char *tail)
{
	struct text sql = text_in(arena);

	text_add(&sql, head);
	for (size_t i = 0; i < count; i++) {
		if (i)
			text_add(&sql, ", ");
		text_add(&sql, row);
	}
	text_add(&sql, tail);
	return text_string(&sql);
}

#define PACKED_SEPARATOR '\xFF'

const char *db_packed_letters(struct arena *arena, const char *letters)
{
	char *plain = arena_strdup(arena, letters), *end = plain;

	for (const char *at = letters; *at; at++) {
		*end++ = *at == '(' ? 'b' : *at;
		if (*at == '(')
			at = strchr(at, ')');
	}
	*end = '\0';
	return plain;
}

/* The database's own digits. */
static int64_t packed_integer(const char *text)
{
	bool is_negative = *text == '-';
	uint64_t number = 0;

	for (text += is_negative; *text; text++)
		number = number * 10 + (uint64_t)(*text - '0');
	return (int64_t)(is_negative ? 0 - number : number);
}

/* "2026-11-25 03:47:26.767" as RFC 3339 has it. */
static struct db_value packed_moment(struct arena *arena, const char *text, size_t length)
{
	char *moment = arena_room(arena, length + 2);

	memcpy(moment, text, length);
	moment[strlen("2026-11-25")] = 'T';
	memcpy(moment + length, "Z", 2);
	return db_bytes(moment, length + 1);
}

static struct db_value packed_value(struct arena *arena, char letter, const char *text, size_t length)
{
	if (!length)
		return db_null();
	if (letter == 'i')
		return db_integer(packed_integer(text));
	return letter == 'm' ? packed_moment(arena, text, length) : db_bytes(text, length);
}

/* Puts a NUL behind the value that starts here, and gives what is behind that. NULL: it is the last. */
static char *cut(char *at, char *end, size_t *length)
{
	char *next = *at == PACKED_SEPARATOR ? at : memchr(at, PACKED_SEPARATOR, (size_t)(end - at));

	*length = (size_t)((next ? next : end) - at);
	at[*length] = '\0';
	return next ? next + 1 : NULL;
}

/* Takes a column apart by the letters up to the ')'; returns where that stands. */
static const char *unpack(struct arena *arena, const struct db_value *whole, const char *letters, struct db_value **to)
{
	char *at = (char *)(uintptr_t)whole->text;
	char *end = at ? at + whole->length : NULL;

	for (; *letters != ')'; letters++) {
		size_t length = 0;
		char *next = at ? cut(at, end, &length) : NULL;

		/* As many values as letters, or none at all: only the last has nothing behind it. */
		assert(!whole->text || !next == (letters[1] == ')'));
		*(*to)++ = packed_value(arena, *letters, at, length);
		at = next;
	}
	return letters;
}

struct db_rows db_unpacked(struct arena *arena, const struct db_rows *packed, const char *letters)
{
	const struct db_value *from = packed->values;
	struct db_value *values, *to;
	size_t columns = 0;

	for (const char *at = letters; *at; at++)
		columns += *at != '(' && *at != ')';
	values = to = arena_room(arena, packed->count * columns * sizeof(*values));
	for (size_t row = 0; row < packed->count; row++) {
		for (const char *at = letters; *at; at++, from++) {
			if (*at != '(')
				*to++ = *from;
			else
				at = unpack(arena, from, at + 1, &to);
		}
	}
	return (struct db_rows){ .count = packed->count, .columns = columns, .values = values };
}

static const struct db_value *cell(const struct db_rows *rows, size_t row, size_t column)
{
	assert(row < rows->count && column < rows->columns);
	return &rows->values[row * rows->columns + column];
}

int64_t db_row_integer(const struct db_rows *rows, size_t row, size_t column)
{
	return cell(rows, row, column)->integer;
}

const char *db_row_text(const struct db_rows *rows, size_t row, size_t column)
{
	return cell(rows, row, column)->text;
}

bool db_row_is_null(const struct db_rows *rows, size_t row, size_t column)
{
	return cell(rows, row, column)->type == DB_NULL;
}
