#include "tools/shared_fields.h"

static const struct field error_rows[] = {
	{ .name = "code", .type = FIELD_TEXT, FIELD_AT(struct item_error, code), .required = true },
	{ .name = "message", .type = FIELD_TEXT, FIELD_AT(struct item_error, message), .required = true },
	{ .name = "remedy", .type = FIELD_TEXT, FIELD_AT(struct item_error, remedy) },
	{ 0 },
};

const struct field_set item_error_fields = { error_rows, sizeof(struct item_error) };

struct item_error *item_error_from(struct arena *arena, const struct error *error)
{
	struct item_error *item = arena_alloc(arena, sizeof(*item));

	item->code = text_given(error_kind_name(error->kind));
	item->message = text_given(arena_strdup(arena, error->message));
	if (*error->remedy)
		item->remedy = text_given(arena_strdup(arena, error->remedy));
	return item;
}

struct text_value text_given(const char *value)
{
	return (struct text_value){ .present = value != NULL, .value = value };
}

struct integer_value integer_given(int64_t value)
{
	return (struct integer_value){ .present = true, .value = value };
}

struct boolean_value boolean_given(bool value)
{
	return (struct boolean_value){ .present = true, .value = value };
}
