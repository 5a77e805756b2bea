#include "fields/field.h"

#include <string.h>

/*
 * Adds the member's value as JSON. What is absent adds nothing, not even its name: that stands in the text already, and
 * is taken back by the one who called.
 */
typedef bool field_writer(struct text *text, const struct field *field, const void *member);

static void add_text(struct text *text, const char *value)
{
	text_add_json(text, value, strlen(value));
}

static bool write_text(struct text *text, const struct field *field, const void *member)
{
	const struct text_value *value = member;

	(void)field;
	if (!value->present || !value->value)
		return false;
	add_text(text, value->value);
	return true;
}

static bool write_integer(struct text *text, const struct field *field, const void *member)
{
	const struct integer_value *integer = member;

	(void)field;
	if (integer->present)
		text_add_integer(text, integer->value);
	return integer->present;
}

static bool write_boolean(struct text *text, const struct field *field, const void *member)
{
	const struct boolean_value *boolean = member;

	(void)field;
	if (boolean->present)
		text_add(text, boolean->value ? "true" : "false");
	return boolean->present;
}

static bool write_choice(struct text *text, const struct field *field, const void *member)
{
	const struct integer_value *choice = member;

	if (choice->present)
		add_text(text, field->choices[choice->value]);
	return choice->present;
}

static bool write_text_list(struct text *text, const struct field *field, const void *member)
{
	const struct list_value *list = member;
	const char *const *texts = list->elements;

	(void)field;
	if (!list->present)
		return false;
	text_add_char(text, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			text_add_char(text, ',');
		add_text(text, texts[i]);
	}
	text_add_char(text, ']');
	return true;
}

static bool write_object(struct text *text, const struct field *field, const void *member)
{
	const void *const *object = member;

	if (*object)
		field_write(text, field->items, *object);
	return *object != NULL;
}

static bool write_list(struct text *text, const struct field *field, const void *member)
{
	const struct list_value *list = member;

	if (!list->present)
		return false;
	text_add_char(text, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			text_add_char(text, ',');
		field_write(text, field->items, (const char *)list->elements + i * field->items->size);
	}
	text_add_char(text, ']');
	return true;
}

static field_writer *const writers[] = {
	[FIELD_TEXT] = write_text,
	[FIELD_REFERENCE] = write_text,
	[FIELD_INTEGER] = write_integer,
	[FIELD_BOOLEAN] = write_boolean,
	[FIELD_CHOICE] = write_choice,
	[FIELD_TEXT_LIST] = write_text_list,
	[FIELD_OBJECT] = write_object,
	[FIELD_LIST] = write_list,
};

void field_write(struct text *text, const struct field_set *set, const void *source)
{
	const char *separator = "{\"";

	for (const struct field *field = set->fields; field->name; field++) {
		size_t length = text->length;

		/* Names are constants of the program, without anything to escape. */
		text_add(text, separator);
		text_add(text, field->name);
		text_add(text, "\":");
		if (writers[field->type](text, field, (const char *)source + field->offset))
			separator = ",\"";
		else
			text_cut(text, length);
	}
	text_add(text, *separator == '{' ? "{}" : "}");
}
