#include "store/built.h"

#include <string.h>

#define FIRST_VALUES 32

struct built built_in(struct arena *arena)
{
	return (struct built){ .sql = text_in(arena) };
}

void built_also(struct built *built, const char *condition)
{
	if (!condition)
		return;
	text_add(&built->sql, "\n  AND ");
	text_add(&built->sql, condition);
}

void built_bind(struct built *built, struct db_value value)
{
	if (built->count == built->capacity) {
		size_t capacity = built->capacity ? built->capacity * 2 : FIRST_VALUES;
		struct db_value *more = arena_array(built->sql.arena, capacity, sizeof(*more));

		if (built->count)
			memcpy(more, built->values, built->count * sizeof(*more));
		built->values = more;
		built->capacity = capacity;
	}
	built->values[built->count++] = value;
}

void built_also_bound(struct built *built, const char *condition, struct db_value value)
{
	built_also(built, condition);
	built_bind(built, value);
}

void built_append(struct built *built, const struct built *other)
{
	if (other->sql.length)
		text_add_bytes(&built->sql, other->sql.bytes, other->sql.length);
	for (size_t i = 0; i < other->count; i++)
		built_bind(built, other->values[i]);
}

void built_also_integer(struct built *built, const char *condition, int64_t integer)
{
	if (integer)
		built_also_bound(built, condition, db_integer(integer));
}

void built_also_text(struct built *built, const char *condition, const char *text)
{
	if (text)
		built_also_bound(built, condition, db_text(text));
}

static size_t places_for(size_t count)
{
	size_t places = 1;

	while (places < count)
		places *= 2;
	return places;
}

static void bind_place(struct built *built, bool is_first, struct db_value value)
{
	text_add(&built->sql, is_first ? " IN (?" : ", ?");
	built_bind(built, value);
}

void built_in_ids(struct built *built, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < places_for(count); i++)
		bind_place(built, i == 0, db_integer(ids[i < count ? i : count - 1]));
	text_add_char(&built->sql, ')');
}

void built_in_texts(struct built *built, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < places_for(count); i++)
		bind_place(built, i == 0, db_text(texts[i < count ? i : count - 1]));
	text_add_char(&built->sql, ')');
}
