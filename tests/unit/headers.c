/* mcp/headers: the request headers of 2026-07-28 that mirror the body. */
#include "fake_gateway.h"

#include "fields/json.h"
#include "mcp/headers.h"

#define VERSION "2026-07-28"
#define GOOD_VERSION PARAM("HTTP_MCP_PROTOCOL_VERSION=" VERSION)
#define GOOD_METHOD PARAM("HTTP_MCP_METHOD=tools/call")

static struct mcp_call *call_with(struct arena *arena, char *const *params)
{
	struct mcp_call *call = arena_alloc(arena, sizeof(*call));
	struct http_request *request = arena_alloc(arena, sizeof(*request));

	*request = fake_request(arena, params);
	call->arena = arena;
	call->request = request;
	call->revision = revision_find(VERSION);
	call->method = "tools/call";
	return call;
}

static const char *refusal(struct mcp_call *call, const char *name)
{
	if (headers_check(call, VERSION, name))
		fail_msg("the headers were accepted");
	assert_int_equal(call->failure.code, MCP_HEADER_MISMATCH);
	assert_int_equal(call->failure.http_status, 400);
	assert_true(utf8_is_valid(call->failure.message, strlen(call->failure.message)));
	return call->failure.message;
}

static void accepts_headers_equal_to_the_body(void **state)
{
	assert_true(headers_check(call_with(*state, PARAMS(GOOD_VERSION, GOOD_METHOD)), VERSION, NULL));
	assert_true(headers_check(call_with(*state, PARAMS(GOOD_VERSION, GOOD_METHOD, PARAM("HTTP_MCP_NAME=whoami"))), VERSION,
				  "whoami"));
	assert_true(headers_check(call_with(*state, PARAMS(PARAM("HTTP_MCP_PROTOCOL_VERSION=  " VERSION " "),
							   PARAM("HTTP_MCP_METHOD=\ttools/call "), PARAM("HTTP_MCP_NAME= whoami "))),
				  VERSION, "whoami"));
}

static void refuses_each_header_that_is_missing(void **state)
{
	assert_mentions(refusal(call_with(*state, PARAMS(GOOD_METHOD)), NULL), "MCP-Protocol-Version is missing");
	assert_mentions(refusal(call_with(*state, PARAMS(GOOD_VERSION)), NULL), "Mcp-Method is missing");
	assert_mentions(refusal(call_with(*state, PARAMS(GOOD_VERSION, GOOD_METHOD)), "whoami"), "Mcp-Name is missing");
	assert_mentions(refusal(call_with(*state, PARAMS(PARAM("HTTP_MCP_PROTOCOL_VERSION="), GOOD_METHOD)), NULL),
			"MCP-Protocol-Version is missing");
}

static void refuses_each_header_that_says_something_else(void **state)
{
	assert_mentions(refusal(call_with(*state, PARAMS(PARAM("HTTP_MCP_PROTOCOL_VERSION=2025-11-25"), GOOD_METHOD)), NULL),
			"MCP-Protocol-Version is '2025-11-25' and the body says '2026-07-28'");
	assert_mentions(refusal(call_with(*state, PARAMS(GOOD_VERSION, PARAM("HTTP_MCP_METHOD=tools/list"))), NULL),
			"Mcp-Method is 'tools/list'");
	assert_mentions(refusal(call_with(*state, PARAMS(GOOD_VERSION, GOOD_METHOD, PARAM("HTTP_MCP_NAME=register"))), "whoami"),
			"Mcp-Name is 'register'");
}

static void compares_values_by_case(void **state)
{
	refusal(call_with(*state, PARAMS(GOOD_VERSION, PARAM("HTTP_MCP_METHOD=Tools/Call"))), NULL);
	refusal(call_with(*state, PARAMS(GOOD_VERSION, GOOD_METHOD, PARAM("HTTP_MCP_NAME=Whoami"))), "whoami");
}

static void refuses_a_header_that_came_twice(void **state)
{
	assert_mentions(refusal(call_with(*state, PARAMS(GOOD_VERSION, GOOD_METHOD, GOOD_METHOD)), NULL), "Mcp-Method");
	assert_mentions(refusal(call_with(*state, PARAMS(GOOD_VERSION, GOOD_VERSION, GOOD_METHOD)), NULL), "MCP-Protocol-Version");
}

static bool name_matches(struct arena *arena, const char *header, const char *name)
{
	struct mcp_call *call = call_with(arena, PARAMS(GOOD_VERSION, GOOD_METHOD,
							PARAM(arena_printf(arena, "HTTP_MCP_NAME=%s", header))));

	return headers_check(call, VERSION, name) || (refusal(call, name), false);
}

static void decodes_names_that_are_not_ascii(void **state)
{
	assert_true(name_matches(*state, "=?base64?w6Tigqzwn5iA?=", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"));
	assert_true(name_matches(*state, "=?base64?d2hvYW1p?=", "whoami"));
	assert_true(name_matches(*state, "=?base64?" "?=", ""));
	assert_false(name_matches(*state, "=?base64?d2hvYW1p?=", "whoam"));
}

static void refuses_names_encoded_badly(void **state)
{
	static const char *const headers[] = {
		"=?base64?d2hvYW1?=",   /* no whole group */
		"=?base64?d2hvYW1p===?=",
		"=?base64?d2hv YW1p?=",
		"=?base64?_-_-?=",      /* the URL alphabet */
		"=?base64?/w==?=",      /* not UTF-8 */
		"=?base64?AA==?=",      /* a NUL */
		"=?base64?d2hvYW1q?=",  /* another name */
		"\xc3\xa4",             /* raw */
		"who\x01\x61mi",
	};

	for (size_t i = 0; i < COUNT(headers); i++)
		if (name_matches(*state, headers[i], "whoami"))
			fail_msg("'%s' was accepted", headers[i]);
}

static void takes_half_a_marker_for_plain_text(void **state)
{
	assert_true(name_matches(*state, "=?base64?d2hvYW1p", "=?base64?d2hvYW1p"));
	assert_true(name_matches(*state, "=?utf-8?x?=", "=?utf-8?x?="));
	assert_false(name_matches(*state, "=?base64?=", "whoami"));
}

static const char schema_text[] =
	"{\"type\":\"object\",\"properties\":{"
	"\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
	"\"count\":{\"type\":\"integer\",\"x-mcp-header\":\"Count\"},"
	"\"dry\":{\"type\":\"boolean\",\"x-mcp-header\":\"Dry\"},"
	"\"free\":{\"type\":\"string\"},"
	"\"inner\":{\"type\":\"object\",\"properties\":{\"deep\":{\"type\":\"string\",\"x-mcp-header\":\"Deep\"}}}}}";

static struct json_object *parsed(struct arena *arena, const char *json)
{
	struct json_object *value;
	struct error error = { 0 };

	assert_true(json_read(arena, json, strlen(json), &value, &error));
	return value;
}

static bool parameters_match(struct arena *arena, const char *arguments, char *const *params)
{
	struct mcp_call *call = call_with(arena, params);

	call->arguments = parsed(arena, arguments);
	if (headers_check_parameters(call, parsed(arena, schema_text)))
		return true;
	assert_int_equal(call->failure.code, MCP_HEADER_MISMATCH);
	return false;
}

static void compares_mirrored_texts_and_booleans(void **state)
{
	assert_true(parameters_match(*state, "{\"region\":\"eu\",\"free\":\"x\"}", PARAMS(PARAM("HTTP_MCP_PARAM_REGION=eu"))));
	assert_true(parameters_match(*state, "{\"region\":\"\xc3\xa4\"}", PARAMS(PARAM("HTTP_MCP_PARAM_REGION==?base64?w6Q=?="))));
	assert_true(parameters_match(*state, "{\"dry\":true}", PARAMS(PARAM("HTTP_MCP_PARAM_DRY=true"))));
	assert_true(parameters_match(*state, "{\"inner\":{\"deep\":\"d\"}}", PARAMS(PARAM("HTTP_MCP_PARAM_DEEP=d"))));
	assert_false(parameters_match(*state, "{\"region\":\"eu\"}", PARAMS(PARAM("HTTP_MCP_PARAM_REGION=us"))));
	assert_false(parameters_match(*state, "{\"region\":\"eu\"}", PARAMS(PARAM("A=b"))));
	assert_false(parameters_match(*state, "{\"dry\":true}", PARAMS(PARAM("HTTP_MCP_PARAM_DRY=false"))));
	assert_false(parameters_match(*state, "{\"inner\":{\"deep\":\"d\"}}", PARAMS(PARAM("A=b"))));
}

static void needs_no_header_for_an_argument_that_is_absent(void **state)
{
	assert_true(parameters_match(*state, "{\"free\":\"x\"}", PARAMS(PARAM("A=b"))));
	assert_true(parameters_match(*state, "{\"region\":null}", PARAMS(PARAM("A=b"))));
}

static void compares_numbers_as_numbers(void **state)
{
	static const char *const same[] = { "42", "42.0", "4.2e1", "+42", "042" };
	static const char *const other[] = { "43", "42x", "", "forty-two", "0x2a", "nan", "42 43" };

	for (size_t i = 0; i < COUNT(same); i++)
		assert_true(parameters_match(*state, "{\"count\":42}",
					     PARAMS(PARAM(arena_printf(*state, "HTTP_MCP_PARAM_COUNT=%s", same[i])))));
	for (size_t i = 0; i < COUNT(other); i++)
		if (parameters_match(*state, "{\"count\":42}",
				     PARAMS(PARAM(arena_printf(*state, "HTTP_MCP_PARAM_COUNT=%s", other[i])))))
			fail_msg("'%s' was taken for 42", other[i]);
}

static void refuses_to_mirror_what_is_no_plain_value(void **state)
{
	assert_false(parameters_match(*state, "{\"region\":[\"eu\"]}", PARAMS(PARAM("HTTP_MCP_PARAM_REGION=eu"))));
	assert_false(parameters_match(*state, "{\"region\":{}}", PARAMS(PARAM("HTTP_MCP_PARAM_REGION={}"))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(accepts_headers_equal_to_the_body),
		TEST(refuses_each_header_that_is_missing),
		TEST(refuses_each_header_that_says_something_else),
		TEST(compares_values_by_case),
		TEST(refuses_a_header_that_came_twice),
		TEST(decodes_names_that_are_not_ascii),
		TEST(refuses_names_encoded_badly),
		TEST(takes_half_a_marker_for_plain_text),
		TEST(compares_mirrored_texts_and_booleans),
		TEST(needs_no_header_for_an_argument_that_is_absent),
		TEST(compares_numbers_as_numbers),
		TEST(refuses_to_mirror_what_is_no_plain_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
