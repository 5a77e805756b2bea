#include "fields/field.h"

#include <string.h>

/* Adds the value of a member that is there. */
typedef void field_writer(struct text *text, const struct field *field, const void *member);

static void add_text(struct text *text, const char *value)
{
	text_add_json(text, value, strlen(value));
}

static void write_text(struct text *text, const struct field *field, const void *member)
{
	const struct text_value *value = member;

	(void)field;
	add_text(text, value->value);
}

static void write_integer(struct text *text, const struct field *field, const void *member)
{
	const struct integer_value *integer = member;

	(void)field;
	text_add_integer(text, integer->value);
}

static void write_boolean(struct text *text, const struct field *field, const void *member)
{
	const struct boolean_value *boolean = member;

	(void)field;
	text_add(text, boolean->value ? "true" : "false");
}

static void write_choice(struct text *text, const struct field *field, const void *member)
{
	const struct integer_value *choice = member;

	add_text(text, field->choices[choice->value]);
}

static void write_text_list(struct text *text, const struct field *field, const void *member)
{
	const struct list_value *list = member;
	const char *const *texts = list->elements;

	(void)field;
	text_add_char(text, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			text_add_char(text, ',');
		add_text(text, texts[i]);
	}
	text_add_char(text, ']');
}

static void write_object(struct text *text, const struct field *field, const void *member)
{
	const void *const *object = member;

	field_write(text, field->items, *object);
}

static void write_list(struct text *text, const struct field *field, const void *member)
{
	const struct list_value *list = member;

	text_add_char(text, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			text_add_char(text, ',');
		field_write(text, field->items, (const char *)list->elements + i * field->items->size);
	}
	text_add_char(text, ']');
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

/* Each kind of value begins with whether it is there; a pointer says it by itself, also that of a text. */
static bool is_present(const struct field *field, const void *member)
{
	const void *const *object = member;
	const struct text_value *text = member;
	const bool *present = member;

	switch (field->type) {
	case FIELD_OBJECT:
		return *object != NULL;
	case FIELD_TEXT:
	case FIELD_REFERENCE:
		return text->present && text->value;
	default:
		return *present;
	}
}

void field_write(struct text *text, const struct field_set *set, const void *source)
{
	char before = '{';

	for (const struct field *field = set->fields; field->name; field++) {
		const void *member = (const char *)source + field->offset;

		if (!is_present(field, member))
			continue;
		/* Names are constants of the program, without anything to escape. */
		text_add_member(text, before, field->name);
		writers[field->type](text, field, member);
		before = ',';
	}
	text_add(text, before == '{' ? "{}" : "}");
}
