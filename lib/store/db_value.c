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
