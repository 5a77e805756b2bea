#include "fields/field.h"

#include "fields/json.h"

static struct json_object *typed(const char *type)
{
	struct json_object *schema = json_object_new_object();

	json_set_text(schema, "type", type);
	return schema;
}

/*
 * A catalogue is read by models and paid by the character, so bounds that nothing sensible
 * meets are left to the refusal, which names them.
 */
#define LENGTH_WORTH_SAYING 1000
#define TEXTS_NOT_WORTH_SAYING 30
#define ITEMS_NOT_WORTH_SAYING 100
#define NUMBER_NOT_WORTH_SAYING 1000000
#define LEAST_NOT_WORTH_SAYING 1

static void add_bounds(struct json_object *schema, const struct field *field, const char *least, const char *most)
{
	bool is_unusual = field->type != FIELD_INTEGER || field->minimum < 0 || field->minimum > LEAST_NOT_WORTH_SAYING;

	if (is_unusual && field->minimum && field->minimum != field->maximum)
		json_set_integer(schema, least, field->minimum);
	if (field->maximum)
		json_set_integer(schema, most, field->maximum);
}

static struct json_object *text_schema(const struct field *field)
{
	struct json_object *schema = typed("string");

	if (field->type == FIELD_TEXT && field->maximum > LENGTH_WORTH_SAYING)
		json_set_integer(schema, "maxLength", field->maximum);
	json_set_text(schema, "format", field->format);
	return schema;
}

static struct json_object *choice_schema(const struct field *field)
{
	struct json_object *schema = typed("string");
	struct json_object *values = json_object_new_array();

	for (size_t i = 0; field->choices[i]; i++)
		json_object_array_add(values, json_object_new_string(field->choices[i]));
	json_set(schema, "enum", values);
	return schema;
}

static struct json_object *list_schema(const struct field *field, struct json_object *items)
{
	struct json_object *schema = typed("array");
	int64_t not_worth_saying = field->type == FIELD_TEXT_LIST ? TEXTS_NOT_WORTH_SAYING : ITEMS_NOT_WORTH_SAYING;

	json_set(schema, "items", items);
	if (field->maximum < not_worth_saying)
		add_bounds(schema, field, "minItems", "maxItems");
	return schema;
}

static struct json_object *integer_schema(const struct field *field)
{
	struct json_object *schema = typed("integer");

	if (field->maximum < NUMBER_NOT_WORTH_SAYING)
		add_bounds(schema, field, "minimum", "maximum");
	return schema;
}

static struct json_object *items_schema(const struct field *field, enum field_direction direction)
{
	return field->is_brief ? typed("object") : field_schema(field->items, direction);
}

static struct json_object *type_schema(const struct field *field, enum field_direction direction)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_REFERENCE:
		return text_schema(field);
	case FIELD_INTEGER:
		return integer_schema(field);
	case FIELD_BOOLEAN:
		return typed("boolean");
	case FIELD_CHOICE:
		return choice_schema(field);
	case FIELD_TEXT_LIST:
		return list_schema(field, typed("string"));
	case FIELD_OBJECT:
		return items_schema(field, direction);
	case FIELD_LIST:
	case FIELD_ITEMS:
		return list_schema(field, items_schema(field, direction));
	}
	return NULL;
}

struct json_object *field_schema(const struct field_set *set, enum field_direction direction)
{
	struct json_object *schema = typed("object");
	struct json_object *properties = json_object_new_object();
	struct json_object *required = json_object_new_array();

	for (const struct field *field = set->fields; field->name; field++) {
		struct json_object *property = type_schema(field, direction);

		json_set_text(property, "description", field->description);
		if (field->standard)
			json_set(property, "default", json_constant(field->standard));
		json_set(properties, field->name, property);
		if (field->required)
			json_object_array_add(required, json_object_new_string(field->name));
	}
	json_set(schema, "properties", properties);
	if (json_object_array_length(required))
		json_set(schema, "required", required);
	else
		json_object_put(required);
	if (direction == FIELD_INPUT)
		json_set_boolean(schema, "additionalProperties", false);
	return schema;
}
