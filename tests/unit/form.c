/* http/form: query strings and form bodies. */
#include "fake_gateway.h"

#include "http/form.h"

static bool reads(struct http_form *form, struct arena *arena, const char *text, struct error *error)
{
	*error = (struct error){ 0 };
	return http_form_read(form, arena, text, strlen(text), error);
}

struct read_case {
	const char *text;
	const char *name;
	const char *value;   /* NULL: absent or empty */
};

static const struct read_case read_cases[] = {
	{ "a=b", "a", "b" },
	{ "a=b&c=d", "c", "d" },
	{ "a=b&&c=d&", "c", "d" },
	{ "", "a", NULL },
	{ "&", "a", NULL },
	{ "a", "a", NULL },
	{ "a=", "a", NULL },
	{ "a=b", "A", NULL },
	{ "a=b", "b", NULL },
	{ "a=b=c", "a", "b=c" },
	{ "a=x+y%20z", "a", "x y z" },
	{ "a=%2b%2B", "a", "++" },
	{ "a%5Bb%5d=1", "a[b]", "1" },
	{ "a=%C3%A4", "a", "\xc3\xa4" },
	{ "a=\xc3\xa4", "a", "\xc3\xa4" },
	{ "a=1;b=2", "a", "1;b=2" },
	{ "a=%26c=d", "a", "&c=d" },
	{ "a=%0d%0a", "a", "\r\n" },
	{ "=b", "", "b" },
};

static void takes_names_and_values_apart(void **state)
{
	for (size_t i = 0; i < COUNT(read_cases); i++) {
		const struct read_case *row = &read_cases[i];
		struct http_form form;
		struct error error;
		const char *value;

		if (!reads(&form, *state, row->text, &error))
			fail_msg("'%s' was refused: %s", row->text, error.message);
		value = http_form_value(&form, row->name);
		if (!value != !row->value || (value && strcmp(value, row->value) != 0))
			fail_msg("'%s' gave '%s'", row->text, value ? value : "nothing");
	}
}

static const char *const broken[] = {
	"a=%", "a=%4", "a=%zz", "a=%4z", "a=%-1", "%=b", "a=b&c=%f", "a=%2", "a=%ff", "a=%c3", "%c0%80=b", "a=%ed%a0%80",
	"a=%00", "%00=b", "a=b%00c", "a=\xff",
};

static void refuses_what_is_no_text(void **state)
{
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct http_form form;
		struct error error;

		if (reads(&form, *state, broken[i], &error))
			fail_msg("'%s' was taken", broken[i]);
		assert_int_equal(error.kind, ERROR_INVALID);
		assert_int_equal(form.count, 0);
		assert_null(form.repeated);
	}
}

static void refuses_a_name_that_comes_twice_but_tells_the_first(void **state)
{
	struct http_form form;
	struct error error;

	assert_false(reads(&form, *state, "client_id=1&scope=a&state=s&scope=b&scope=c", &error));
	assert_mentions(error.message, "'scope'");
	assert_string_equal(form.repeated, "scope");
	assert_string_equal(http_form_value(&form, "scope"), "a");
	assert_string_equal(http_form_value(&form, "state"), "s");
}

static void sees_through_a_repetition_in_disguise(void **state)
{
	struct http_form form;
	struct error error;

	assert_false(reads(&form, *state, "scope=a&%73cope=b", &error));
	assert_false(reads(&form, *state, "scope&scope=b", &error));
	assert_string_equal(form.repeated, "scope");
}

static const char *numbered(struct arena *arena, size_t count)
{
	struct text text = text_in(arena);

	for (size_t i = 0; i < count; i++)
		text_printf(&text, "&n%zu=v", i);
	return text_string(&text);
}

static void bounds_how_many_there_are(void **state)
{
	struct http_form form;
	struct error error;

	assert_true(reads(&form, *state, numbered(*state, HTTP_FORM_FIELDS), &error));
	assert_int_equal(form.count, HTTP_FORM_FIELDS);
	assert_false(reads(&form, *state, numbered(*state, HTTP_FORM_FIELDS + 1), &error));
	assert_int_equal(form.count, 0);
}

static void reads_the_query_string(void **state)
{
	struct http_request with = fake_request(*state, PARAMS(PARAM("QUERY_STRING=a=1&b=2")));
	struct http_request without = fake_request(*state, PARAMS(PARAM("X=")));
	struct error error = { 0 };
	struct http_form form;

	assert_true(http_form_read_query(&form, &with, &error));
	assert_string_equal(http_form_value(&form, "b"), "2");
	assert_true(http_form_read_query(&form, &without, &error));
	assert_int_equal(form.count, 0);
}

struct body_case {
	const char *type;
	const char *body;
	int status;        /* 0: read */
};

static const struct body_case body_cases[] = {
	{ "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1", 0 },
	{ "CONTENT_TYPE=Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a=1", 0 },
	{ "CONTENT_TYPE=application/json", "{}", 415 },
	{ "CONTENT_TYPE=multipart/form-data; boundary=x", "a=1", 415 },
	{ "CONTENT_TYPE=", "a=1", 415 },
	{ "X=", "a=1", 415 },
	{ "CONTENT_TYPE=application/x-www-form-urlencoded", "a=123456789", 413 },
	{ "CONTENT_TYPE=application/x-www-form-urlencoded", "a=1&a=2", 400 },
	{ "CONTENT_TYPE=application/x-www-form-urlencoded", "a=%", 400 },
};

static void judges_bodies_by_type_length_and_content(void **state)
{
	for (size_t i = 0; i < COUNT(body_cases); i++) {
		const struct body_case *row = &body_cases[i];
		struct fake_gateway *fake = fake_gateway_new(*state, PARAMS(PARAM(row->type)), row->body);
		struct http_response response;
		struct http_request request;
		struct http_form form;
		bool read;

		http_response_init(&response, *state);
		http_request_init(&request, *state, &fake->gateway);
		read = http_form_read_body(&form, &request, 10, &response);
		if (read != !row->status || (!read && response.status != row->status))
			fail_msg("%s with '%s' gave %d", row->type, row->body, read ? 0 : response.status);
		if (read)
			assert_string_equal(http_form_value(&form, "a"), "1");
	}
}

static void writes_what_it_reads(void **state)
{
	static const char awkward[] = "a b&c=d%/?#\"<>'+\r\n\xc3\xa4~-._";
	struct text text = text_in(*state);
	struct http_form form;
	struct error error;

	text_add(&text, "https://client.example/cb?");
	http_form_add(&text, awkward, "1");
	http_form_add(&text, "b", awkward);
	assert_int_equal(strcspn(text_string(&text), " \r\n\"<>'+#"), text.length);
	assert_true(reads(&form, *state, strchr(text_string(&text), '?') + 1, &error));
	assert_string_equal(http_form_value(&form, awkward), "1");
	assert_string_equal(http_form_value(&form, "b"), awkward);
}

static void joins_with_ampersands_where_one_is_missing(void **state)
{
	struct text text = text_in(*state);

	http_form_add(&text, "a", "1");
	http_form_add(&text, "b", "2");
	assert_string_equal(text_string(&text), "a=1&b=2");
	text = text_in(*state);
	text_add(&text, "/x?");
	http_form_add(&text, "a", "");
	assert_string_equal(text_string(&text), "/x?a=");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(takes_names_and_values_apart),
		TEST(refuses_what_is_no_text),
		TEST(refuses_a_name_that_comes_twice_but_tells_the_first),
		TEST(sees_through_a_repetition_in_disguise),
		TEST(bounds_how_many_there_are),
		TEST(reads_the_query_string),
		TEST(judges_bodies_by_type_length_and_content),
		TEST(writes_what_it_reads),
		TEST(joins_with_ampersands_where_one_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
