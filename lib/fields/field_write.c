#include "fields/field.h"

#include "fields/json.h"

static struct json_object *write_text(const struct field *field, const void *member)
{
	const struct text_value *text = member;

	(void)field;
	return text->present && text->value ? json_object_new_string(text->value) : NULL;
}

static struct json_object *write_integer(const struct field *field, const void *member)
{
	const struct integer_value *integer = member;

	(void)field;
	return integer->present ? json_object_new_int64(integer->value) : NULL;
}

static struct json_object *write_boolean(const struct field *field, const void *member)
{
	const struct boolean_value *boolean = member;

	(void)field;
	return boolean->present ? json_object_new_boolean(boolean->value) : NULL;
}

static struct json_object *write_choice(const struct field *field, const void *member)
{
	const struct integer_value *choice = member;

	return choice->present ? json_object_new_string(field->choices[choice->value]) : NULL;
}

static struct json_object *write_text_list(const struct field *field, const void *member)
{
	const struct list_value *list = member;
	const char *const *texts = list->elements;
	struct json_object *array;

	(void)field;
	if (!list->present)
		return NULL;
	array = json_object_new_array_ext((int)list->count);
	for (size_t i = 0; i < list->count; i++)
		json_object_array_add(array, json_object_new_string(texts[i]));
	return array;
}

static struct json_object *write_object(const struct field *field, const void *member)
{
	const void *const *object = member;

	return *object ? field_write(field->items, *object) : NULL;
}

static struct json_object *write_list(const struct field *field, const void *member)
{
	const struct list_value *list = member;
	struct json_object *array;

	if (!list->present)
		return NULL;
	array = json_object_new_array_ext((int)list->count);
	for (size_t i = 0; i < list->count; i++)
		json_object_array_add(array, field_write(field->items,
							 (const char *)list->elements + i * field->items->size));
	return array;
}

typedef struct json_object *field_writer(const struct field *field, const void *member);

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

struct json_object *field_write(const struct field_set *set, const void *source)
{
	struct json_object *object = json_object_new_object();

	for (const struct field *field = set->fields; field->name; field++) {
		struct json_object *value = writers[field->type](field, (const char *)source + field->offset);

		/* The names are constants of the program, each once in its table. */
		if (value)
			json_object_object_add_ex(object, field->name, value,
						  JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_ADD_CONSTANT_KEY);
	}
	return object;
}
