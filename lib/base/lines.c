#include "base/lines.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *lines_next(struct arena *arena, const char **rest)
{
	const char *line;
	size_t length;

	if (!*rest || !**rest)
		return NULL;
	length = strcspn(*rest, "\n");
	line = arena_copy(arena, *rest, length);
	*rest += length + ((*rest)[length] == '\n');
	return line;
}

size_t lines_count(const char *lines)
{
	size_t count = lines && *lines;

	for (; lines && *lines; lines++)
		count += *lines == '\n';
	return count;
}

static int compare_keys(const char *line, size_t length, const char *value)
{
	const char *tab = memchr(line, '\t', length);
	size_t value_length = strcspn(value, "\t");
	int order;

	if (tab)
		length = (size_t)(tab - line);
	order = memcmp(line, value, length < value_length ? length : value_length);
	return order ? order : (length > value_length) - (length < value_length);
}

/* Compares a line of this length with a value. */
static int compare(const char *line, size_t length, const char *value, enum lines_order order)
{
	if (order == LINES_AS_NUMBERS) {
		long long one = strtoll(line, NULL, 10), other = strtoll(value, NULL, 10);

		return (one > other) - (one < other);
	}
	if (order == LINES_BY_KEY)
		return compare_keys(line, length, value);
	if (strncasecmp(line, value, length) == 0)
		return strlen(value) == length ? 0 : -1;
	return strncasecmp(line, value, length);
}

bool lines_have(const char *lines, const char *value, enum lines_order order)
{
	while (lines && *lines) {
		size_t length = strcspn(lines, "\n");

		if (compare(lines, length, value, order) == 0)
			return true;
		lines += length + (lines[length] == '\n');
	}
	return false;
}

static void add(struct text *text, const char *line, size_t length)
{
	if (text->length)
		text_add_char(text, '\n');
	text_add_bytes(text, line, length);
}

/* The lines without value; with it in its place when it is to be kept. */
static const char *rewrite(struct arena *arena, const char *lines, const char *value, enum lines_order order, bool keep)
{
	struct text text = text_in(arena);
	bool placed = !keep;

	while (lines && *lines) {
		size_t length = strcspn(lines, "\n");
		int order_of_line = compare(lines, length, value, order);

		if (!placed && order_of_line >= 0) {
			add(&text, value, strlen(value));
			placed = true;
		}
		if (order_of_line != 0)
			add(&text, lines, length);
		lines += length + (lines[length] == '\n');
	}
	if (!placed)
		add(&text, value, strlen(value));
	return text.length ? text_string(&text) : NULL;
}

const char *lines_with(struct arena *arena, const char *lines, const char *value, enum lines_order order)
{
	return rewrite(arena, lines, value, order, true);
}

const char *lines_without(struct arena *arena, const char *lines, const char *value, enum lines_order order)
{
	return rewrite(arena, lines, value, order, false);
}
