#include "fields/field.h"

#include "base/text.h"
#include "fields/json.h"

#include <string.h>

/* Where in the arguments we are: "tasks[2]." and how to say it. */
struct place {
	struct arena *arena;
	struct error *error;
	const char *path;
};

static const char *at(const struct place *place, const struct field *field)
{
	return arena_printf(place->arena, "%s%s", place->path, field->name);
}

static const char *json_type_word(struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_null: return "null";
	case json_type_boolean: return "a boolean";
	case json_type_double:
	case json_type_int: return "a number";
	case json_type_object: return "an object";
	case json_type_array: return "an array";
	case json_type_string: return "a string";
	}
	return "something else";
}

static bool wrong_type(const struct place *place, const struct field *field, const char *wanted,
		       struct json_object *value)
{
	return fail(place->error, ERROR_INVALID, "'%s' must be %s, not %s", at(place, field), wanted,
		    json_type_word(value));
}

static bool read_characters(const struct place *place, const struct field *field, struct json_object *value,
			    const char **text)
{
	const char *string;
	int64_t characters;

	if (!json_object_is_type(value, json_type_string))
		return wrong_type(place, field, "a string", value);
	string = json_object_get_string(value);
	if (strlen(string) != (size_t)json_object_get_string_len(value))
		return fail(place->error, ERROR_INVALID, "'%s' holds a NUL character (\\u0000), which text may not",
			    at(place, field));
	characters = (int64_t)utf8_length(string);
	if (characters < field->minimum)
		return fail(place->error, ERROR_INVALID, characters ? "'%s' is too short: it needs at least %lld characters"
								    : "'%s' is empty: it needs at least %lld character(s)",
			    at(place, field), (long long)field->minimum);
	if (field->maximum && characters > field->maximum)
		return fail(place->error, ERROR_INVALID, "'%s' has %lld characters; at most %lld are kept",
			    at(place, field), (long long)characters, (long long)field->maximum);
	*text = arena_strdup(place->arena, string);
	return true;
}

static bool read_text(const struct place *place, const struct field *field, struct json_object *value, void *member)
{
	struct text_value *text = member;

	text->present = true;
	return read_characters(place, field, value, &text->value);
}

static bool read_reference(const struct place *place, const struct field *field, struct json_object *value,
			   void *member)
{
	struct text_value *text = member;

	if (!json_object_is_type(value, json_type_int))
		return read_text(place, field, value, member);
	text->present = true;
	text->value = arena_printf(place->arena, "%lld", (long long)json_object_get_int64(value));
	return true;
}

/* Beyond it a double does not hold every whole number. */
#define EXACT_DOUBLE 9007199254740992.0

/* JSON Schema calls 3.0 an integer; json-c calls it a double. Beyond 2^53 a double is not exact. */
static bool whole_number(struct json_object *value, int64_t *number)
{
	double real;

	if (json_object_is_type(value, json_type_int)) {
		*number = json_object_get_int64(value);
		return true;
	}
	if (!json_object_is_type(value, json_type_double))
		return false;
	real = json_object_get_double(value);
	if (!(real >= -EXACT_DOUBLE && real <= EXACT_DOUBLE))
		return false; /* infinite and not-a-number too */
	*number = (int64_t)real;
	return !((double)*number < real) && !((double)*number > real);
}

static bool read_integer(const struct place *place, const struct field *field, struct json_object *value, void *member)
{
	struct integer_value *integer = member;

	if (!whole_number(value, &integer->value))
		return wrong_type(place, field, "a whole number", value);
	integer->present = true;
	if (field->minimum == field->maximum)
		return true;
	if (integer->value < field->minimum || integer->value > field->maximum)
		return fail(place->error, ERROR_INVALID, "'%s' is %lld; it must be from %lld to %lld", at(place, field),
			    (long long)integer->value, (long long)field->minimum, (long long)field->maximum);
	return true;
}

static bool read_boolean(const struct place *place, const struct field *field, struct json_object *value, void *member)
{
	struct boolean_value *boolean = member;

	if (!json_object_is_type(value, json_type_boolean))
		return wrong_type(place, field, "true or false", value);
	boolean->present = true;
	boolean->value = json_object_get_boolean(value);
	return true;
}

static const char *list_of(struct arena *arena, const char *const *names)
{
	struct text list = text_in(arena);

	for (size_t i = 0; names[i]; i++)
		text_printf(&list, "%s%s", i ? ", " : "", names[i]);
	return text_string(&list);
}

static bool read_choice(const struct place *place, const struct field *field, struct json_object *value, void *member)
{
	struct integer_value *choice = member;

	if (!json_object_is_type(value, json_type_string))
		return wrong_type(place, field, "a string", value);
	for (size_t i = 0; field->choices[i]; i++) {
		if ((size_t)json_object_get_string_len(value) == strlen(field->choices[i]) &&
		    text_equals_ignoring_case(field->choices[i], json_object_get_string(value))) {
			*choice = (struct integer_value){ .present = true, .value = (int64_t)i };
			return true;
		}
	}
	return fail(place->error, ERROR_INVALID, "'%s' is '%.60s'; it must be one of: %s", at(place, field),
		    json_object_get_string(value), list_of(place->arena, field->choices));
}

static bool check_count(const struct place *place, const struct field *field, struct json_object *value, size_t *count)
{
	if (!json_object_is_type(value, json_type_array))
		return wrong_type(place, field, "an array", value);
	*count = json_object_array_length(value);
	if ((int64_t)*count < field->minimum)
		return fail(place->error, ERROR_INVALID, "'%s' is empty: it needs at least %lld", at(place, field),
			    (long long)field->minimum);
	if (field->maximum && (int64_t)*count > field->maximum)
		return fail(place->error, ERROR_INVALID, "'%s' has %zu elements; at most %lld are taken in one call",
			    at(place, field), *count, (long long)field->maximum);
	return true;
}

static struct place inside(const struct place *place, const struct field *field, size_t index)
{
	return (struct place){ .arena = place->arena, .error = place->error,
			       .path = arena_printf(place->arena, "%s%s[%zu].", place->path, field->name, index) };
}

#define LONGEST_ELEMENT 2001     /* an address of the longest kind, and the sign before it */

static bool read_text_list(const struct place *place, const struct field *field, struct json_object *value,
			   void *member)
{
	struct list_value *list = member;
	const char **texts;

	if (!check_count(place, field, value, &list->count))
		return false;
	texts = arena_array(place->arena, list->count + 1, sizeof(*texts));
	for (size_t i = 0; i < list->count; i++) {
		const struct field element = { .name = arena_printf(place->arena, "%s[%zu]", field->name, i), .minimum = !field->takes_empty,
					       .maximum = LONGEST_ELEMENT };

		if (!read_characters(place, &element, json_object_array_get_idx(value, i), &texts[i]))
			return false;
	}
	list->present = true;
	list->elements = texts;
	return true;
}

static bool read_set(const struct place *place, const struct field_set *set, struct json_object *value, void *target);

static bool read_object(const struct place *place, const struct field *field, struct json_object *value, void *member)
{
	struct place here = { .arena = place->arena, .error = place->error,
			      .path = arena_printf(place->arena, "%s%s.", place->path, field->name) };
	void *object = arena_alloc(place->arena, field->items->size);

	if (!json_object_is_type(value, json_type_object))
		return wrong_type(place, field, "an object", value);
	*(void **)member = object;
	return read_set(&here, field->items, value, object);
}

static bool read_element(const struct place *place, const struct field *field, size_t index,
			 struct json_object *value, void *element)
{
	struct place here = inside(place, field, index);

	if (!json_object_is_type(value, json_type_object))
		return fail(place->error, ERROR_INVALID, "'%s%s[%zu]' must be an object, not %s", place->path,
			    field->name, index, json_type_word(value));
	return read_set(&here, field->items, value, element);
}

/* The elements one by one, until reader says stop. */
static bool read_elements(const struct place *place, const struct field *field, struct json_object *value, void *member,
			  bool (*reader)(const struct place *, const struct field *, size_t, struct json_object *,
					 void *))
{
	struct list_value *list = member;

	if (!check_count(place, field, value, &list->count))
		return false;
	list->present = true;
	list->elements = arena_array(place->arena, list->count + 1, field->items->size);
	for (size_t i = 0; i < list->count; i++)
		if (!reader(place, field, i, json_object_array_get_idx(value, i),
			    (char *)list->elements + i * field->items->size))
			return false;
	return true;
}

static bool read_list(const struct place *place, const struct field *field, struct json_object *value, void *member)
{
	return read_elements(place, field, value, member, read_element);
}

static bool read_item(const struct place *place, const struct field *field, size_t index, struct json_object *value,
		      void *element)
{
	struct field_refusal *refusal = element;
	struct error error = { 0 };
	struct place here = { .arena = place->arena, .error = &error, .path = place->path };

	if (read_element(&here, field, index, value, element))
		return true;
	refusal->error = arena_alloc(place->arena, sizeof(error));
	*refusal->error = error;
	return true;
}

static bool read_items(const struct place *place, const struct field *field, struct json_object *value, void *member)
{
	return read_elements(place, field, value, member, read_item);
}

typedef bool field_reader(const struct place *place, const struct field *field, struct json_object *value,
			  void *member);

static field_reader *const readers[] = {
	[FIELD_TEXT] = read_text,
	[FIELD_REFERENCE] = read_reference,
	[FIELD_INTEGER] = read_integer,
	[FIELD_BOOLEAN] = read_boolean,
	[FIELD_CHOICE] = read_choice,
	[FIELD_TEXT_LIST] = read_text_list,
	[FIELD_OBJECT] = read_object,
	[FIELD_LIST] = read_list,
	[FIELD_ITEMS] = read_items,
};

const struct field *field_find(const struct field_set *set, const char *name)
{
	for (const struct field *field = set->fields; field->name; field++)
		if (strcmp(field->name, name) == 0 || (field->alias && strcmp(field->alias, name) == 0))
			return field;
	return NULL;
}

static const char *const *names_of(struct arena *arena, const struct field_set *set)
{
	size_t count = 0;
	const char **names;

	while (set->fields[count].name)
		count++;
	names = arena_array(arena, count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = set->fields[i].name;
	return names;
}

static bool unknown_member(const struct place *place, const struct field_set *set, const char *name)
{
	const char *const *names = names_of(place->arena, set);
	const char *nearest = text_nearest(name, names);

	fail(place->error, ERROR_INVALID, "there is no argument '%s%.60s'%s%s%s", place->path, name,
	     nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return fail_remedy(place->error, "The arguments here are: %s.", *names ? list_of(place->arena, names) : "none");
}

static bool read_members(const struct place *place, const struct field_set *set, struct json_object *value,
			 void *target)
{
	json_object_object_foreach(value, name, member)
	{
		const struct field *field = field_find(set, name);

		if (!field)
			return unknown_member(place, set, name);
		if (member && !readers[field->type](place, field, member, (char *)target + field->offset))
			return false;
	}
	return true;
}

static bool check_required(const struct place *place, const struct field_set *set, struct json_object *value)
{
	for (const struct field *field = set->fields; field->name; field++) {
		if (!field->required || json_member(value, field->name) ||
		    (field->alias && json_member(value, field->alias)))
			continue;
		fail(place->error, ERROR_INVALID, "'%s' is missing", at(place, field));
		return fail_remedy(place->error, "Send '%s': %s", field->name,
				   field->description ? field->description : "it is required.");
	}
	return true;
}

static bool read_set(const struct place *place, const struct field_set *set, struct json_object *value, void *target)
{
	if (value && !read_members(place, set, value, target))
		return false;
	return check_required(place, set, value);
}

bool field_read(struct arena *arena, const struct field_set *set, struct json_object *value, void *target,
		struct error *error)
{
	struct place place = { .arena = arena, .error = error, .path = "" };

	if (value && !json_object_is_type(value, json_type_object))
		return fail(error, ERROR_INVALID, "the arguments must be an object, not %s", json_type_word(value));
	return read_set(&place, set, value, target);
}
