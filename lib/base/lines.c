#include "base/lines.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

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
	return text_name_order(line, length, value);
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

struct line_set line_set_of(struct arena *arena, const char *lines, enum lines_order order)
{
	size_t count = lines_count(lines);
	struct line_set set = { .arena = arena, .order = order, .capacity = count + 1 };
	const char *line;

	set.lines = arena_array(arena, set.capacity, sizeof(*set.lines));
	while ((line = lines_next(arena, &lines)))
		set.lines[set.count++] = line;
	return set;
}

/* Where the value stands, or would; is_there says which. A text that was sorted in another way is looked through as well. */
static size_t place_of(const struct line_set *set, const char *value, bool *is_there)
{
	size_t place = set->count;

	for (size_t i = 0; i < set->count; i++) {
		int order = compare(set->lines[i], strlen(set->lines[i]), value, set->order);

		*is_there = order == 0;
		if (*is_there)
			return i;
		if (order > 0 && place == set->count)
			place = i;
	}
	*is_there = false;
	return place;
}

static void make_room(struct line_set *set)
{
	const char **more;

	if (set->count < set->capacity)
		return;
	set->capacity *= 2;
	more = arena_array(set->arena, set->capacity, sizeof(*more));
	memcpy(more, set->lines, set->count * sizeof(*more));
	set->lines = more;
}

void line_set_add(struct line_set *set, const char *value)
{
	bool is_there;
	size_t at = place_of(set, value, &is_there);

	if (!is_there) {
		make_room(set);
		memmove(&set->lines[at + 1], &set->lines[at], (set->count - at) * sizeof(*set->lines));
		set->count++;
	}
	set->lines[at] = value;
}

void line_set_remove(struct line_set *set, const char *value)
{
	bool is_there;
	size_t at = place_of(set, value, &is_there);

	if (!is_there)
		return;
	set->count--;
	memmove(&set->lines[at], &set->lines[at + 1], (set->count - at) * sizeof(*set->lines));
}

const char *line_set_text(const struct line_set *set)
{
	struct text text = text_in(set->arena);

	for (size_t i = 0; i < set->count; i++) {
		if (i)
			text_add_char(&text, '\n');
		text_add(&text, set->lines[i]);
	}
	return set->count ? text_string(&text) : NULL;
}

const char *lines_with(struct arena *arena, const char *lines, const char *value, enum lines_order order)
{
	struct line_set set = line_set_of(arena, lines, order);

	line_set_add(&set, value);
	return line_set_text(&set);
}

const char *lines_without(struct arena *arena, const char *lines, const char *value, enum lines_order order)
{
	struct line_set set = line_set_of(arena, lines, order);

	line_set_remove(&set, value);
	return line_set_text(&set);
}
