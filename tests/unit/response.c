/* http/response and http/origin: what goes back, and to whose pages. */
#include "fake_gateway.h"

#include "http/origin.h"
#include "http/response.h"
#include "http/unavailable.h"

static const char *written(struct arena *arena, const struct http_response *response, bool without_body)
{
	struct fake_gateway *fake = fake_gateway_new(arena, PARAMS(PARAM("A=b")), "");

	assert_true(http_response_write(response, &fake->gateway, without_body));
	return text_string(&fake->written);
}

static struct http_response answer(struct arena *arena, int status, const char *json)
{
	struct http_response response;

	http_response_init(&response, arena);
	http_response_json(&response, status, json);
	return response;
}

static void writes_status_type_and_length_before_the_body(void **state)
{
	struct http_response response = answer(*state, 200, "{\"a\":\"\xc3\xa4\"}");

	assert_string_equal(written(*state, &response, false),
			    "Status: 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n"
			    "X-Content-Type-Options: nosniff\r\nContent-Length: 10\r\n\r\n{\"a\":\"\xc3\xa4\"}");
}

static void keeps_the_length_and_leaves_the_body_out_for_head(void **state)
{
	struct http_response response = answer(*state, 200, "{\"a\":1}");
	const char *text = written(*state, &response, true);

	assert_mentions(text, "Content-Length: 7\r\n\r\n");
	assert_silent_about(text, "{");
}

static void says_a_length_also_without_a_body(void **state)
{
	struct http_response response;
	const char *text;

	http_response_init(&response, *state);
	http_response_empty(&response, 202);
	text = written(*state, &response, false);
	assert_mentions(text, "Status: 202 Accepted\r\n");
	assert_mentions(text, "Content-Length: 0\r\n\r\n");
	assert_silent_about(text, "Content-Type:");
}

static void adds_headers(void **state)
{
	struct http_response response = answer(*state, 405, "{}");

	http_response_header(&response, "Allow", "POST");
	http_response_header(&response, "Vary", "Origin");
	assert_mentions(written(*state, &response, false), "Allow: POST\r\nVary: Origin\r\n");
}

static void drops_a_header_that_would_inject_another(void **state)
{
	static const char *const values[] = { "a\r\nSet-Cookie: x=y", "a\nb", "a\rb", "\n", "a\x01", "a\x7f", "a\tb" };

	for (size_t i = 0; i < COUNT(values); i++) {
		struct http_response response = answer(*state, 200, "{}");

		http_response_header(&response, "X-Test", values[i]);
		assert_silent_about(written(*state, &response, false), "X-Test");
		assert_silent_about(written(*state, &response, false), "Set-Cookie");
	}
}

static void writes_refusals_as_code_and_sentence(void **state)
{
	struct http_response response;

	http_response_init(&response, *state);
	http_response_problem(&response, 404, "not_found", "There is no \"such\" path.");
	assert_int_equal(response.status, 404);
	assert_string_equal(response.body, "{\"error\":\"not_found\",\"message\":\"There is no \\\"such\\\" path.\"}");
}

static void has_a_phrase_for_every_status_it_sends(void **state)
{
	static const int statuses[] = { 200, 201, 202, 204, 302, 303, 400, 401, 403, 404, 405, 406, 409, 413, 415, 429, 500, 503 };

	for (size_t i = 0; i < COUNT(statuses); i++) {
		struct http_response response = answer(*state, statuses[i], "{}");

		assert_silent_about(written(*state, &response, false), "Status\r\n");
	}
}

static void notices_that_the_client_is_gone(void **state)
{
	struct fake_gateway *fake = fake_gateway_new(*state, PARAMS(PARAM("A=b")), "");
	struct http_response response = answer(*state, 200, "{}");

	fake->client_gone = true;
	assert_false(http_response_write(&response, &fake->gateway, false));
	assert_false(http_response_part(&response, &fake->gateway, "text/event-stream", "data: x\n\n", 9));
	assert_true(response.client_gone);
}

static void opens_an_answer_in_parts_once(void **state)
{
	struct fake_gateway *fake = fake_gateway_new(*state, PARAMS(PARAM("A=b")), "");
	struct http_response response;

	http_response_init(&response, *state);
	assert_true(http_response_part(&response, &fake->gateway, "text/event-stream", "data: 1\n\n", 9));
	assert_int_equal(fake->flushes, 1);
	assert_true(http_response_part(&response, &fake->gateway, "text/event-stream", "data: 2\n\n", 9));
	assert_true(http_response_write(&response, &fake->gateway, false));
	assert_mentions(text_string(&fake->written), "Status: 200 OK\r\nContent-Type: text/event-stream\r\n");
	assert_mentions(text_string(&fake->written), "\r\n\r\ndata: 1\n\ndata: 2\n\n");
	assert_silent_about(text_string(&fake->written), "Content-Length");
}

static void says_when_to_come_back_only_where_that_helps(void **state)
{
	struct http_response response;
	struct error error = { 0 };

	fail(&error, ERROR_UNAVAILABLE, "busy");
	error.retry_after_seconds = 7;
	http_response_init(&response, *state);
	http_response_unavailable(&response, &error);
	assert_int_equal(response.status, 503);
	assert_mentions(written(*state, &response, false), "Retry-After: 7\r\n");
	fail(&error, ERROR_INTERNAL, "broken");
	http_response_init(&response, *state);
	http_response_unavailable(&response, &error);
	assert_int_equal(response.status, 500);
	assert_silent_about(written(*state, &response, false), "Retry-After");
}

static void refuses_instead_of_an_answer_that_was_begun(void **state)
{
	struct http_response response;
	struct error error = { 0 };
	const char *answer;

	fail(&error, ERROR_UNAVAILABLE, "no memory");
	http_response_init(&response, *state);
	http_response_header(&response, "X-Begun", "yes");
	http_response_json(&response, 200, "{\"result\":1}");
	http_response_abandon(&response, &error);
	answer = written(*state, &response, false);
	assert_mentions(answer, "Status: 503 ");
	assert_mentions(answer, "no memory");
	assert_silent_about(answer, "X-Begun");
	assert_silent_about(answer, "result");
}

static void sends_no_second_head_when_an_answer_in_parts_breaks_off(void **state)
{
	struct fake_gateway *fake = fake_gateway_new(*state, PARAMS(PARAM("A=b")), "");
	struct http_response response;
	struct error error = { 0 };
	size_t sent;

	fail(&error, ERROR_UNAVAILABLE, "no memory");
	http_response_init(&response, *state);
	assert_true(http_response_part(&response, &fake->gateway, "text/event-stream", "data: 1\n\n", 9));
	sent = fake->written.length;
	http_response_abandon(&response, &error);
	http_response_write(&response, &fake->gateway, false);
	assert_int_equal(fake->written.length, sent);
	assert_int_equal(response.status, 503);
}

struct origin_case {
	const char *header;
	const char *allowed;
	bool admitted;
};

static const struct origin_case origin_cases[] = {
	{ "X=", "", true },
	{ "HTTP_ORIGIN=", "", true },
	{ "HTTP_ORIGIN=http://localhost", "", true },
	{ "HTTP_ORIGIN=http://localhost:3000", "", true },
	{ "HTTP_ORIGIN=https://localhost:8443", "", true },
	{ "HTTP_ORIGIN=http://127.0.0.1:6274", "", true },
	{ "HTTP_ORIGIN=http://[::1]:6274", "", true },
	{ "HTTP_ORIGIN=https://app.example.com", "https://other.example.com, https://app.example.com", true },
	{ "HTTP_ORIGIN=https://app.example.com", "https://other.example.com https://app.example.com", true },
	{ "HTTP_ORIGIN=https://evil.example", "", false },
	{ "HTTP_ORIGIN=https://evil.example", "https://app.example.com", false },
	{ "HTTP_ORIGIN=http://localhost.evil.example", "", false },
	{ "HTTP_ORIGIN=http://127.0.0.1.evil.example", "", false },
	{ "HTTP_ORIGIN=http://evil.example/localhost", "", false },
	{ "HTTP_ORIGIN=http://localhost@evil.example", "", false },
	{ "HTTP_ORIGIN=ftp://localhost", "", false },
	{ "HTTP_ORIGIN=null", "", false },
	{ "HTTP_ORIGIN=http://app.example.com", "https://app.example.com", false },
	{ "HTTP_ORIGIN=https://app.example.com:444", "https://app.example.com", false },
	{ "HTTP_ORIGIN=https://app.example.com.evil.example", "https://app.example.com", false },
	{ "HTTP_ORIGIN=http://localhost, https://evil.example", "", false },
};

static void admits_pages_of_this_machine_and_of_the_list(void **state)
{
	for (size_t i = 0; i < COUNT(origin_cases); i++) {
		const struct origin_case *row = &origin_cases[i];
		struct http_request request = fake_request(*state, PARAMS(PARAM(row->header)));
		struct http_response response;
		bool admitted;

		http_response_init(&response, *state);
		admitted = http_origin_admits(&request, row->allowed, &response);
		if (admitted != row->admitted)
			fail_msg("%s with '%s' was %s", row->header, row->allowed, admitted ? "admitted" : "refused");
		if (!admitted)
			assert_int_equal(response.status, 403);
	}
}

static void lets_an_admitted_page_read_the_answer(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("HTTP_ORIGIN=https://app.example.com")));
	struct http_response response;
	const char *text;

	http_response_init(&response, *state);
	assert_true(http_origin_admits(&request, "https://app.example.com", &response));
	text = written(*state, &response, false);
	assert_mentions(text, "Access-Control-Allow-Origin: https://app.example.com\r\n");
	assert_mentions(text, "Vary: Origin\r\n");
}

static void gives_a_refused_page_no_leave_to_read(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("HTTP_ORIGIN=https://evil.example")));
	struct http_response response;

	http_response_init(&response, *state);
	assert_false(http_origin_admits(&request, "", &response));
	assert_silent_about(written(*state, &response, false), "Access-Control");
}

static void answers_a_preflight_with_methods_and_headers(void **state)
{
	struct http_response response;
	const char *text;

	http_response_init(&response, *state);
	http_origin_preflight(&response, "POST");
	text = written(*state, &response, false);
	assert_mentions(text, "Status: 204 No Content\r\n");
	assert_mentions(text, "Access-Control-Allow-Methods: POST\r\n");
	assert_mentions(text, "X-API-Key, X-Mcp-User, MCP-Protocol-Version, Mcp-Method, Mcp-Name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(writes_status_type_and_length_before_the_body),
		TEST(keeps_the_length_and_leaves_the_body_out_for_head),
		TEST(says_a_length_also_without_a_body),
		TEST(adds_headers),
		TEST(drops_a_header_that_would_inject_another),
		TEST(writes_refusals_as_code_and_sentence),
		TEST(has_a_phrase_for_every_status_it_sends),
		TEST(notices_that_the_client_is_gone),
		TEST(opens_an_answer_in_parts_once),
		TEST(says_when_to_come_back_only_where_that_helps),
		TEST(refuses_instead_of_an_answer_that_was_begun),
		TEST(sends_no_second_head_when_an_answer_in_parts_breaks_off),
		TEST(admits_pages_of_this_machine_and_of_the_list),
		TEST(lets_an_admitted_page_read_the_answer),
		TEST(gives_a_refused_page_no_leave_to_read),
		TEST(answers_a_preflight_with_methods_and_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
