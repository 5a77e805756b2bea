/* http/request: one request, whichever server it came through. */
#include "fake_gateway.h"

struct path_case {
	const char *path_info;
	const char *script_name;
	const char *path;
};

/* How Apache, lighttpd and a shell say where a request goes. */
static const struct path_case path_cases[] = {
	{ "PATH_INFO=/mcp", "SCRIPT_NAME=/mcp.fcgi", "/mcp" },
	{ "PATH_INFO=/mcp", "SCRIPT_NAME=", "/mcp" },
	{ "PATH_INFO=/mcp", "SCRIPT_NAME=/app/mcp.fcgi", "/mcp" },
	{ "PATH_INFO=/mcp", "SCRIPT_NAME=/cgi-bin/taskdesk.cgi", "/mcp" },
	{ "PATH_INFO=/health", "SCRIPT_NAME=/taskdesk.fcgi", "/health" },
	{ "PATH_INFO=/.well-known/oauth-protected-resource/app/mcp", "SCRIPT_NAME=/app/mcp.fcgi",
	  "/.well-known/oauth-protected-resource/app/mcp" },
	{ "PATH_INFO=", "SCRIPT_NAME=/mcp", "/mcp" },
	{ "PATH_INFO=", "SCRIPT_NAME=/app/mcp", "/mcp" },
	{ "PATH_INFO=", "SCRIPT_NAME=/health", "/health" },
	{ "PATH_INFO=", "SCRIPT_NAME=/mcp.fcgi", "/mcp" },
	{ "PATH_INFO=", "SCRIPT_NAME=/cgi-bin/taskdesk.cgi", "/mcp" },
	{ "PATH_INFO=", "SCRIPT_NAME=", "/mcp" },
	{ "PATH_INFO=", "SCRIPT_NAME=/", "/mcp" },
	{ "PATH_INFO=mcp", "SCRIPT_NAME=", "/mcp" },
	{ "PATH_INFO=/", "SCRIPT_NAME=/mcp.fcgi", "/" },
	{ "PATH_INFO=/mcpzz", "SCRIPT_NAME=", "/mcpzz" },
};

static void routes_on_what_each_server_sends(void **state)
{
	for (size_t i = 0; i < COUNT(path_cases); i++) {
		const struct path_case *row = &path_cases[i];
		struct http_request request = fake_request(*state, PARAMS(PARAM(row->path_info), PARAM(row->script_name)));

		if (strcmp(request.path, row->path) != 0)
			fail_msg("%s %s gave %s", row->path_info, row->script_name, request.path);
	}
}

static void is_the_endpoint_itself_without_any_path(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("REQUEST_METHOD=POST")));

	assert_string_equal(request.path, "/mcp");
	assert_string_equal(request.method, "POST");
	assert_string_equal(request.body, "");
}

static void reads_get_where_no_method_is_named(void **state)
{
	assert_string_equal(fake_request(*state, PARAMS(PARAM("REQUEST_METHOD="))).method, "GET");
	assert_string_equal(fake_request(*state, PARAMS(PARAM("A=b"))).method, "GET");
}

static void finds_headers_by_name_in_any_case(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("HTTP_X_API_KEY=k"), PARAM("CONTENT_TYPE=a/b"),
								  PARAM("HTTP_CONTENT_TYPE=c/d"), PARAM("HTTP_EMPTY=")));

	assert_string_equal(http_request_header(&request, "X-API-Key"), "k");
	assert_string_equal(http_request_header(&request, "x-api-key"), "k");
	assert_string_equal(http_request_header(&request, "content-type"), "a/b");
	assert_string_equal(http_request_header(&request, "Empty"), "");
	assert_null(http_request_header(&request, "X-API-Ke"));
	assert_null(http_request_header(&request, "X-API-Key2"));
}

static void trims_white_space_around_headers(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("HTTP_A= \t x y \t "), PARAM("HTTP_B= "),
								  PARAM("HTTP_AUTHORIZATION=  Bearer k  ")));

	assert_string_equal(http_request_header(&request, "A"), "x y");
	assert_string_equal(http_request_header(&request, "B"), "");
	assert_string_equal(http_request_authorization(&request), "Bearer k");
}

static void notices_a_header_that_came_twice(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("HTTP_X_MCP_USER=a"), PARAM("HTTP_X_API_KEY=k"),
								  PARAM("HTTP_X_MCP_USER=b")));

	assert_true(http_request_header_repeated(&request, "X-Mcp-User"));
	assert_false(http_request_header_repeated(&request, "X-API-Key"));
	assert_false(http_request_header_repeated(&request, "X-Other"));
	assert_string_equal(http_request_header(&request, "X-Mcp-User"), "a");
}

static void survives_a_header_name_of_any_length(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("HTTP_A=b")));
	char name[400];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_null(http_request_header(&request, name));
}

static const char *authorization(struct arena *arena, char *const *params)
{
	struct http_request request = fake_request(arena, params);

	return http_request_authorization(&request);
}

static void reads_authorization_also_behind_a_rewrite(void **state)
{
	assert_string_equal(authorization(*state, PARAMS(PARAM("HTTP_AUTHORIZATION=Bearer a"))), "Bearer a");
	assert_string_equal(authorization(*state, PARAMS(PARAM("REDIRECT_HTTP_AUTHORIZATION=Bearer b"))), "Bearer b");
	assert_string_equal(authorization(*state, PARAMS(PARAM("REDIRECT_HTTP_AUTHORIZATION=Bearer b"),
							 PARAM("HTTP_AUTHORIZATION=Bearer a"))), "Bearer a");
	assert_string_equal(authorization(*state, PARAMS(PARAM("HTTP_AUTHORIZATION="),
							 PARAM("REDIRECT_HTTP_AUTHORIZATION=Bearer b"))), "Bearer b");
	assert_null(authorization(*state, PARAMS(PARAM("HTTP_AUTHORIZATION="))));
	assert_null(authorization(*state, PARAMS(PARAM("A=b"))));
}

struct accept_case {
	const char *header;
	bool json;
};

static const struct accept_case accept_cases[] = {
	{ "HTTP_ACCEPT=", true },
	{ "HTTP_ACCEPT=application/json, text/event-stream", true },
	{ "HTTP_ACCEPT=text/event-stream,application/json", true },
	{ "HTTP_ACCEPT=*/*", true },
	{ "HTTP_ACCEPT=application/*", true },
	{ "HTTP_ACCEPT=Application/JSON", true },
	{ "HTTP_ACCEPT=application/json;q=0.9", true },
	{ "HTTP_ACCEPT=application/json;q=0.001", true },
	{ "HTTP_ACCEPT=text/html, */*;q=0.1", true },
	{ "HTTP_ACCEPT=application/json; charset=utf-8", true },
	{ "HTTP_ACCEPT=text/html;q=0, application/json", true },
	{ "HTTP_ACCEPT=text/html", false },
	{ "HTTP_ACCEPT=text/*", false },
	{ "HTTP_ACCEPT=text/event-stream", false },
	{ "HTTP_ACCEPT=application/json;q=0", false },
	{ "HTTP_ACCEPT=application/json; q=0.000, text/html", false },
	{ "HTTP_ACCEPT=*/*;q=0", false },
	{ "HTTP_ACCEPT=application/jsonx", false },
	{ "HTTP_ACCEPT=application/jso", false },
	{ "HTTP_ACCEPT=nonsense", false },
	{ "HTTP_ACCEPT=,", false },
};

static void weighs_what_the_client_accepts(void **state)
{
	for (size_t i = 0; i < COUNT(accept_cases); i++) {
		struct http_request request = fake_request(*state, PARAMS(PARAM(accept_cases[i].header)));

		if (http_request_accepts(&request, "application/json") != accept_cases[i].json)
			fail_msg("misjudged %s", accept_cases[i].header);
	}
}

static void accepts_everything_where_nothing_is_said(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("A=b")));

	assert_true(http_request_accepts(&request, "application/json"));
}

static void compares_media_types_without_their_parameters(void **state)
{
	(void)state;
	assert_true(http_media_type_is("application/json", "application/json"));
	assert_true(http_media_type_is("Application/Json; charset=utf-8", "application/json"));
	assert_true(http_media_type_is("application/json;charset=utf-8", "application/json"));
	assert_false(http_media_type_is("application/json-patch+json", "application/json"));
	assert_false(http_media_type_is("text/plain", "application/json"));
	assert_false(http_media_type_is("", "application/json"));
}

/* A body through a gateway: what is announced, what comes, and what becomes of it. */
struct body_case {
	const char *announced;   /* the variable */
	const char *body;
	bool ends_at_length;
	bool breaks_off;
	int status;              /* of the refusal; 0: read */
	const char *read;
};

#define BODY_LIMIT 10

static const struct body_case body_cases[] = {
	{ "CONTENT_LENGTH=5", "hello", false, false, 0, "hello" },
	{ "CONTENT_LENGTH=", "hello", false, false, 0, "hello" },
	{ "X=", "hello", false, false, 0, "hello" },
	{ "CONTENT_LENGTH=0", "", false, false, 0, "" },
	{ "X=", "", false, false, 0, "" },
	{ "CONTENT_LENGTH=10", "0123456789", false, false, 0, "0123456789" },
	{ "X=", "0123456789", false, false, 0, "0123456789" },
	{ "CONTENT_LENGTH=5", "hello and more", true, false, 0, "hello" },
	{ "CONTENT_LENGTH=0", "more", true, false, 0, "" },
	{ "CONTENT_LENGTH=11", "0123456789a", false, false, 413, NULL },
	{ "CONTENT_LENGTH=99999999999", "", false, false, 413, NULL },
	{ "X=", "0123456789a", false, false, 413, NULL },
	{ "CONTENT_LENGTH=6", "hello", false, false, 400, NULL },
	{ "CONTENT_LENGTH=6", "hello", true, false, 400, NULL },
	{ "CONTENT_LENGTH=6", "hello", false, true, 400, NULL },
	{ "X=", "hello", false, true, 400, NULL },
	{ "CONTENT_LENGTH=-1", "hello", false, false, 400, NULL },
	{ "CONTENT_LENGTH=5x", "hello", false, false, 400, NULL },
	{ "CONTENT_LENGTH=five", "hello", false, false, 400, NULL },
	{ "CONTENT_LENGTH=99999999999999999999", "hello", false, false, 400, NULL },
};

static void read_case(struct arena *arena, const struct body_case *row, size_t most_at_once)
{
	struct fake_gateway *fake = fake_gateway_new(arena, PARAMS(PARAM(row->announced)), row->body);
	struct http_response response;
	struct http_request request;
	bool read;

	fake->gateway.body_ends_at_content_length = row->ends_at_length;
	fake->breaks_off = row->breaks_off;
	fake->most_at_once = most_at_once;
	http_response_init(&response, arena);
	http_request_init(&request, arena, &fake->gateway);
	read = http_request_read_body(&request, BODY_LIMIT, &response);
	if (read != !row->status || (!read && response.status != row->status))
		fail_msg("%s with '%s' gave %d", row->announced, row->body, read ? 0 : response.status);
	if (read) {
		assert_int_equal(request.body_bytes, strlen(row->read));
		assert_string_equal(request.body, row->read);
	}
}

static void judges_the_body_by_what_was_announced(void **state)
{
	for (size_t i = 0; i < COUNT(body_cases); i++)
		read_case(*state, &body_cases[i], 0);
}

static void gathers_a_body_that_comes_byte_by_byte(void **state)
{
	for (size_t i = 0; i < COUNT(body_cases); i++)
		read_case(*state, &body_cases[i], 1);
}

static void does_not_read_a_body_that_announces_too_much(void **state)
{
	struct fake_gateway *fake = fake_gateway_new(*state, PARAMS(PARAM("CONTENT_LENGTH=11")), "0123456789a");
	struct http_response response;
	struct http_request request;

	http_response_init(&response, *state);
	http_request_init(&request, *state, &fake->gateway);
	assert_false(http_request_read_body(&request, BODY_LIMIT, &response));
	assert_int_equal(fake->reads, 0);
}

static void stops_soon_after_the_limit(void **state)
{
	char *endless = arena_alloc(*state, 1000001);
	struct http_response response;
	struct http_request request;
	struct fake_gateway *fake;

	memset(endless, 'x', 1000000);
	fake = fake_gateway_new(*state, PARAMS(PARAM("X=")), endless);
	http_response_init(&response, *state);
	http_request_init(&request, *state, &fake->gateway);
	assert_false(http_request_read_body(&request, BODY_LIMIT, &response));
	assert_int_equal(response.status, 413);
	assert_true(fake->left > 900000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(routes_on_what_each_server_sends),
		TEST(is_the_endpoint_itself_without_any_path),
		TEST(reads_get_where_no_method_is_named),
		TEST(finds_headers_by_name_in_any_case),
		TEST(trims_white_space_around_headers),
		TEST(notices_a_header_that_came_twice),
		TEST(survives_a_header_name_of_any_length),
		TEST(reads_authorization_also_behind_a_rewrite),
		TEST(weighs_what_the_client_accepts),
		TEST(accepts_everything_where_nothing_is_said),
		TEST(compares_media_types_without_their_parameters),
		TEST(judges_the_body_by_what_was_announced),
		TEST(gathers_a_body_that_comes_byte_by_byte),
		TEST(does_not_read_a_body_that_announces_too_much),
		TEST(stops_soon_after_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
