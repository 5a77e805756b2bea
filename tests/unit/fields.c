/* fields: one table that prints a schema, reads arguments and writes results. */
#include "unit.h"

#include "base/text.h"
#include "fields/field.h"
#include "fields/json.h"

struct part {
	struct text_value name;
	struct integer_value amount;
};

static const struct field part_rows[] = {
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct part, name), .required = true, .minimum = 1, .maximum = 5 },
	{ .name = "amount", .type = FIELD_INTEGER, FIELD_AT(struct part, amount), .minimum = 0, .maximum = 10 },
	{ 0 },
};

static const struct field_set part_fields = { part_rows, sizeof(struct part) };

struct item {
	struct field_refusal refusal;
	struct text_value name;
};

static const struct field item_rows[] = {
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct item, name), .required = true },
	{ 0 },
};

static const struct field_set item_fields = { item_rows, sizeof(struct item) };

static const char *const colours[] = { "red", "green", "blue", NULL };

struct thing {
	struct text_value text;
	struct text_value reference;
	struct integer_value integer;
	struct integer_value any_integer;
	struct boolean_value boolean;
	struct integer_value choice;
	struct list_value texts;
	struct part *object;
	struct list_value list;
	struct list_value items;
};

static const struct field thing_rows[] = {
	{ .name = "text", .alias = "words", .type = FIELD_TEXT, FIELD_AT(struct thing, text), .minimum = 2, .maximum = 4,
	  .description = "Two to four characters.", .format = "email" },
	{ .name = "reference", .type = FIELD_REFERENCE, FIELD_AT(struct thing, reference), .minimum = 1, .maximum = 20 },
	{ .name = "integer", .type = FIELD_INTEGER, FIELD_AT(struct thing, integer), .minimum = -5, .maximum = 5,
	  .standard = "3" },
	{ .name = "any_integer", .type = FIELD_INTEGER, FIELD_AT(struct thing, any_integer) },
	{ .name = "boolean", .type = FIELD_BOOLEAN, FIELD_AT(struct thing, boolean) },
	{ .name = "choice", .type = FIELD_CHOICE, FIELD_AT(struct thing, choice), .choices = colours },
	{ .name = "texts", .type = FIELD_TEXT_LIST, FIELD_AT(struct thing, texts), .minimum = 1, .maximum = 3 },
	{ .name = "object", .type = FIELD_OBJECT, FIELD_AT(struct thing, object), .items = &part_fields },
	{ .name = "list", .type = FIELD_LIST, FIELD_AT(struct thing, list), .maximum = 3, .items = &part_fields },
	{ .name = "items", .type = FIELD_ITEMS, FIELD_AT(struct thing, items), .minimum = 1, .maximum = 3,
	  .items = &item_fields },
	{ 0 },
};

static const struct field_set thing_fields = { thing_rows, sizeof(struct thing) };

static struct json_object *parsed(struct arena *arena, const char *json)
{
	struct json_object *value;
	struct error error = { 0 };

	assert_true(json_read(arena, json, strlen(json), &value, &error));
	return value;
}

static const struct thing *read_thing(struct arena *arena, const char *json)
{
	struct thing *thing = arena_alloc(arena, sizeof(*thing));
	struct error error = { 0 };

	if (!field_read(arena, &thing_fields, parsed(arena, json), thing, &error))
		fail_msg("%s was refused: %s", json, error.message);
	return thing;
}

static const struct error *refused(struct arena *arena, const struct field_set *set, const char *json)
{
	struct error *error = arena_alloc(arena, sizeof(*error));

	if (field_read(arena, set, parsed(arena, json), arena_alloc(arena, set->size), error))
		fail_msg("%s was accepted", json);
	assert_int_equal(error->kind, ERROR_INVALID);
	return error;
}

static const char *refusal(struct arena *arena, const char *json)
{
	return refused(arena, &thing_fields, json)->message;
}

static void reads_every_type(void **state)
{
	const struct thing *thing = read_thing(*state,
		"{\"text\":\"abc\",\"reference\":\"Website\",\"integer\":-5,\"any_integer\":9223372036854775807,\"boolean\":false,"
		"\"choice\":\"Green\",\"texts\":[\"a\",\"b\"],\"object\":{\"name\":\"x\"},\"list\":[{\"name\":\"y\",\"amount\":0}],"
		"\"items\":[{\"name\":\"z\"}]}");
	const struct part *parts = thing->list.elements;
	const struct item *items = thing->items.elements;

	assert_string_equal(thing->text.value, "abc");
	assert_string_equal(thing->reference.value, "Website");
	assert_true(thing->integer.present && thing->integer.value == -5);
	assert_true(thing->any_integer.value == INT64_MAX);
	assert_true(thing->boolean.present && !thing->boolean.value);
	assert_true(thing->choice.present && thing->choice.value == 1);
	assert_int_equal(thing->texts.count, 2);
	assert_string_equal(((const char *const *)thing->texts.elements)[1], "b");
	assert_string_equal(thing->object->name.value, "x");
	assert_false(thing->object->amount.present);
	assert_int_equal(thing->list.count, 1);
	assert_true(parts[0].amount.present && parts[0].amount.value == 0);
	assert_null(items[0].refusal.error);
	assert_string_equal(items[0].name.value, "z");
}

static void tells_absent_from_zero_and_empty(void **state)
{
	const struct thing *absent = read_thing(*state, "{}");
	const struct thing *zero = read_thing(*state, "{\"integer\":0,\"boolean\":false,\"choice\":\"red\",\"list\":[]}");

	assert_false(absent->text.present || absent->integer.present || absent->boolean.present ||
		     absent->choice.present || absent->texts.present || absent->list.present || absent->items.present);
	assert_null(absent->object);
	assert_true(zero->integer.present && zero->boolean.present && zero->choice.present && zero->list.present);
	assert_true(zero->integer.value == 0 && zero->choice.value == 0 && zero->list.count == 0);
}

static void takes_null_for_absent(void **state)
{
	const struct thing *thing = read_thing(*state, "{\"text\":null,\"integer\":null,\"object\":null,\"items\":null}");

	assert_false(thing->text.present || thing->integer.present || thing->items.present);
	assert_null(thing->object);
	assert_mentions(refused(*state, &part_fields, "{\"name\":null}")->message, "'name' is missing");
}

static void takes_no_arguments_for_an_empty_object(void **state)
{
	struct thing thing = { 0 };
	struct part part = { 0 };
	struct error error = { 0 };

	assert_true(field_read(*state, &thing_fields, NULL, &thing, &error));
	assert_false(field_read(*state, &part_fields, NULL, &part, &error));
	assert_mentions(error.message, "'name' is missing");
}

static void refuses_arguments_that_are_no_object(void **state)
{
	assert_mentions(refusal(*state, "[1]"), "must be an object, not an array");
	assert_mentions(refusal(*state, "\"x\""), "must be an object, not a string");
}

static void takes_a_whole_double_for_an_integer(void **state)
{
	assert_true(read_thing(*state, "{\"integer\":3.0}")->integer.value == 3);
	assert_true(read_thing(*state, "{\"integer\":-2e0}")->integer.value == -2);
	assert_true(read_thing(*state, "{\"any_integer\":9007199254740992.0}")->any_integer.value == 9007199254740992);
	assert_mentions(refusal(*state, "{\"integer\":3.5}"), "'integer' must be a whole number");
	assert_mentions(refusal(*state, "{\"any_integer\":1e300}"), "must be a whole number");
	assert_mentions(refusal(*state, "{\"any_integer\":1e400}"), "must be a whole number");
	assert_mentions(refusal(*state, "{\"any_integer\":9007199254740994.0}"), "must be a whole number");
}

static void takes_an_integer_for_a_reference(void **state)
{
	assert_string_equal(read_thing(*state, "{\"reference\":12}")->reference.value, "12");
	assert_mentions(refusal(*state, "{\"reference\":1.5}"), "'reference' must be a string");
	assert_mentions(refusal(*state, "{\"reference\":\"\"}"), "'reference' is empty");
}

static void bounds_integers(void **state)
{
	assert_mentions(refusal(*state, "{\"integer\":6}"), "'integer' is 6; it must be from -5 to 5");
	assert_mentions(refusal(*state, "{\"integer\":-6}"), "from -5 to 5");
	assert_mentions(refusal(*state, "{\"integer\":99999999999999999999}"), "from -5 to 5");
}

static void bounds_texts_in_characters_and_not_bytes(void **state)
{
	assert_string_equal(read_thing(*state, "{\"text\":\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\"}")->text.value,
			    "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80");
	assert_mentions(refusal(*state, "{\"text\":\"\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\"}"), "has 5 characters; at most 4");
	assert_mentions(refusal(*state, "{\"text\":\"\xc3\xa4\"}"), "too short: it needs at least 2");
	assert_mentions(refusal(*state, "{\"text\":\"\"}"), "'text' is empty");
}

static void bounds_lists(void **state)
{
	assert_mentions(refusal(*state, "{\"texts\":[]}"), "'texts' is empty: it needs at least 1");
	assert_mentions(refusal(*state, "{\"texts\":[\"a\",\"b\",\"c\",\"d\"]}"), "'texts' has 4 elements; at most 3");
	assert_mentions(refusal(*state, "{\"items\":[]}"), "'items' is empty");
}

static void refuses_a_nul_in_text(void **state)
{
	assert_mentions(refusal(*state, "{\"text\":\"a\\u0000b\"}"), "'text' holds a NUL");
	assert_mentions(refusal(*state, "{\"texts\":[\"a\\u0000\"]}"), "NUL");
	assert_mentions(refusal(*state, "{\"reference\":\"\\u0000\"}"), "NUL");
	assert_mentions(refusal(*state, "{\"choice\":\"red\\u0000\"}"), "'choice'");
}

static void names_the_type_it_wants_and_the_one_it_got(void **state)
{
	assert_mentions(refusal(*state, "{\"text\":5}"), "'text' must be a string, not a number");
	assert_mentions(refusal(*state, "{\"text\":[]}"), "'text' must be a string, not an array");
	assert_mentions(refusal(*state, "{\"integer\":\"5\"}"), "'integer' must be a whole number, not a string");
	assert_mentions(refusal(*state, "{\"boolean\":\"true\"}"), "'boolean' must be true or false, not a string");
	assert_mentions(refusal(*state, "{\"boolean\":1}"), "'boolean' must be true or false, not a number");
	assert_mentions(refusal(*state, "{\"choice\":1}"), "'choice' must be a string, not a number");
	assert_mentions(refusal(*state, "{\"texts\":\"a\"}"), "'texts' must be an array, not a string");
	assert_mentions(refusal(*state, "{\"texts\":[1]}"), "must be a string, not a number");
	assert_mentions(refusal(*state, "{\"object\":[]}"), "'object' must be an object, not an array");
	assert_mentions(refusal(*state, "{\"list\":{}}"), "'list' must be an array, not an object");
	assert_mentions(refusal(*state, "{\"list\":[true]}"), "'list[0]' must be an object, not a boolean");
	assert_mentions(refusal(*state, "{\"list\":[null]}"), "'list[0]' must be an object, not null");
}

static void lists_the_choices(void **state)
{
	assert_mentions(refusal(*state, "{\"choice\":\"pink\"}"), "'choice' is 'pink'; it must be one of: red, green, blue");
}

static void names_the_place_of_a_nested_fault(void **state)
{
	assert_mentions(refusal(*state, "{\"list\":[{\"name\":\"a\"},{\"name\":\"toolong\"}]}"), "'list[1].name'");
	assert_mentions(refusal(*state, "{\"object\":{\"name\":\"a\",\"amount\":11}}"), "'object.amount'");
	assert_mentions(refusal(*state, "{\"object\":{}}"), "'object.name' is missing");
	assert_mentions(refusal(*state, "{\"texts\":[\"a\",2]}"), "'texts[1]");
}

static void refuses_unknown_names_with_the_nearest(void **state)
{
	const struct error *error = refused(*state, &thing_fields, "{\"bolean\":true}");

	assert_mentions(error->message, "no argument 'bolean'; did you mean 'boolean'?");
	assert_mentions(error->remedy, "text, reference, integer");
	assert_mentions(refusal(*state, "{\"object\":{\"name\":\"a\",\"amont\":1}}"), "'object.amont'; did you mean 'amount'?");
	assert_silent_about(refusal(*state, "{\"zzzzzzzz\":1}"), "did you mean");
	assert_mentions(refusal(*state, "{\"bolean\":null}"), "no argument 'bolean'");
}

static void accepts_an_alias_without_advertising_it(void **state)
{
	assert_string_equal(read_thing(*state, "{\"words\":\"abc\"}")->text.value, "abc");
	assert_mentions(refusal(*state, "{\"words\":\"a\"}"), "'text' is too short");
	assert_silent_about(refused(*state, &thing_fields, "{\"nothing_like_it\":1}")->remedy, "words");
	assert_silent_about(json_text(json_keep(*state, field_schema(&thing_fields, FIELD_INPUT))), "words");
}

static void judges_items_alone(void **state)
{
	const struct thing *thing = read_thing(*state, "{\"items\":[{\"name\":5},{\"name\":\"good\"},{\"nam\":\"x\"}]}");
	const struct item *items = thing->items.elements;

	assert_int_equal(thing->items.count, 3);
	assert_mentions(items[0].refusal.error->message, "'items[0].name' must be a string");
	assert_null(items[1].refusal.error);
	assert_string_equal(items[1].name.value, "good");
	assert_mentions(items[2].refusal.error->message, "'items[2].nam'; did you mean 'name'?");
	items = read_thing(*state, "{\"items\":[7,{}]}")->items.elements;
	assert_mentions(items[0].refusal.error->message, "'items[0]' must be an object");
	assert_mentions(items[1].refusal.error->message, "'items[1].name' is missing");
}

static void copies_texts_away_from_the_json(void **state)
{
	struct json_object *value = json_tokener_parse("{\"text\":\"abc\",\"texts\":[\"d\"]}");
	struct thing thing = { 0 };
	struct error error = { 0 };

	assert_true(field_read(*state, &thing_fields, value, &thing, &error));
	json_object_put(value);
	assert_string_equal(thing.text.value, "abc");
	assert_string_equal(*(const char *const *)thing.texts.elements, "d");
}

static const char *written(struct arena *arena, const struct field_set *set, const struct thing *thing)
{
	struct text text = text_in(arena);

	field_write(&text, set, thing);
	return text_string(&text);
}

static void writes_back_what_it_read(void **state)
{
	const char *json = "{\"text\":\"abc\",\"reference\":\"7\",\"integer\":0,\"any_integer\":-1,\"boolean\":false,"
			   "\"choice\":\"blue\",\"texts\":[\"a\"],\"object\":{\"name\":\"x\",\"amount\":0},"
			   "\"list\":[{\"name\":\"y\"},{\"name\":\"z\",\"amount\":3}]}";

	/* FIELD_ITEMS is for input only, so the results' sets have none. */
	struct field rows[COUNT(thing_rows) - 1];
	const struct field_set without_items = { rows, sizeof(struct thing) };

	memcpy(rows, thing_rows, sizeof(rows));
	rows[COUNT(rows) - 1] = (struct field){ 0 };
	assert_string_equal(written(*state, &without_items, read_thing(*state, json)), json);
	assert_string_equal(written(*state, &without_items, read_thing(*state, "{}")), "{}");
}

static void prints_the_schema_of_a_set(void **state)
{
	assert_string_equal(json_text(json_keep(*state, field_schema(&thing_fields, FIELD_INPUT))),
		"{\"type\":\"object\",\"properties\":{"
		"\"text\":{\"type\":\"string\",\"format\":\"email\",\"description\":\"Two to four characters.\"},"
		"\"reference\":{\"type\":\"string\"},"
		"\"integer\":{\"type\":\"integer\",\"minimum\":-5,\"maximum\":5,\"default\":3},"
		"\"any_integer\":{\"type\":\"integer\"},"
		"\"boolean\":{\"type\":\"boolean\"},"
		"\"choice\":{\"type\":\"string\",\"enum\":[\"red\",\"green\",\"blue\"]},"
		"\"texts\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":1,\"maxItems\":3},"
		"\"object\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
		"\"amount\":{\"type\":\"integer\",\"maximum\":10}},\"required\":[\"name\"],\"additionalProperties\":false},"
		"\"list\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
		"\"amount\":{\"type\":\"integer\",\"maximum\":10}},\"required\":[\"name\"],"
		"\"additionalProperties\":false},\"maxItems\":3},"
		"\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},"
		"\"required\":[\"name\"],\"additionalProperties\":false},\"minItems\":1,\"maxItems\":3}},"
		"\"additionalProperties\":false}");
}

static void lets_results_grow_in_their_schema(void **state)
{
	assert_string_equal(json_text(json_keep(*state, field_schema(&part_fields, FIELD_OUTPUT))),
			    "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
			    "\"amount\":{\"type\":\"integer\",\"maximum\":10}},\"required\":[\"name\"]}");
}

static void finds_rows_by_name_and_alias(void **state)
{
	(void)state;
	assert_ptr_equal(field_find(&thing_fields, "text"), &thing_rows[0]);
	assert_ptr_equal(field_find(&thing_fields, "words"), &thing_rows[0]);
	assert_null(field_find(&thing_fields, "Text"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_every_type),
		TEST(tells_absent_from_zero_and_empty),
		TEST(takes_null_for_absent),
		TEST(takes_no_arguments_for_an_empty_object),
		TEST(refuses_arguments_that_are_no_object),
		TEST(takes_a_whole_double_for_an_integer),
		TEST(takes_an_integer_for_a_reference),
		TEST(bounds_integers),
		TEST(bounds_texts_in_characters_and_not_bytes),
		TEST(bounds_lists),
		TEST(refuses_a_nul_in_text),
		TEST(names_the_type_it_wants_and_the_one_it_got),
		TEST(lists_the_choices),
		TEST(names_the_place_of_a_nested_fault),
		TEST(refuses_unknown_names_with_the_nearest),
		TEST(accepts_an_alias_without_advertising_it),
		TEST(judges_items_alone),
		TEST(copies_texts_away_from_the_json),
		TEST(writes_back_what_it_read),
		TEST(prints_the_schema_of_a_set),
		TEST(lets_results_grow_in_their_schema),
		TEST(finds_rows_by_name_and_alias),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
