/* http/cookie: what a browser keeps for us. */
#include "fake_gateway.h"

#include "http/cookie.h"

struct get_case {
	const char *header;
	const char *plain;    /* the value of "s" over http */
	const char *secure;   /* the same over https */
};

static const struct get_case get_cases[] = {
	{ "HTTP_COOKIE=s=abc", "abc", NULL },
	{ "HTTP_COOKIE=a=1; s=abc; b=2", "abc", NULL },
	{ "HTTP_COOKIE=a=1;s=abc", "abc", NULL },
	{ "HTTP_COOKIE=a=1, s=abc", NULL, NULL },
	{ "HTTP_COOKIE=a=1,__Host-s=abc", NULL, NULL },
	{ "HTTP_COOKIE=s=abc ; b=2", "abc", NULL },
	{ "HTTP_COOKIE=__Host-s=xyz; s=abc", "abc", "xyz" },
	{ "HTTP_COOKIE=s=", NULL, NULL },
	{ "HTTP_COOKIE=s", NULL, NULL },
	{ "HTTP_COOKIE=ss=abc; as=abc", NULL, NULL },
	{ "HTTP_COOKIE=S=abc", NULL, NULL },
	{ "HTTP_COOKIE=s=abc; s=def", NULL, NULL },
	{ "HTTP_COOKIE=s=abc; s=abc", NULL, NULL },
	{ "HTTP_COOKIE=__Host-s=1; __Host-s=2; s=abc", "abc", NULL },
	{ "HTTP_COOKIE=a=s=abc", NULL, NULL },
	{ "HTTP_COOKIE=", NULL, NULL },
	{ "X=", NULL, NULL },
};

static void expect(const struct get_case *row, const char *got, const char *wanted)
{
	if (!got != !wanted || (got && strcmp(got, wanted) != 0))
		fail_msg("%s gave '%s'", row->header, got ? got : "nothing");
}

static void finds_the_one_cookie_of_the_name(void **state)
{
	for (size_t i = 0; i < COUNT(get_cases); i++) {
		struct http_request request = fake_request(*state, PARAMS(PARAM(get_cases[i].header)));

		expect(&get_cases[i], http_cookie_get(&request, COOKIE_OVER_HTTP, "s"), get_cases[i].plain);
		expect(&get_cases[i], http_cookie_get(&request, COOKIE_OVER_HTTPS, "s"), get_cases[i].secure);
	}
}

static void trusts_no_second_header(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("HTTP_COOKIE=s=a"), PARAM("HTTP_COOKIE=b=c")));

	assert_null(http_cookie_get(&request, COOKIE_OVER_HTTP, "s"));
}

static const char *set(struct arena *arena, enum cookie_transport transport, const char *value)
{
	struct http_response response;

	http_response_init(&response, arena);
	http_cookie_set(&response, transport, "s", value);
	return text_string(&response.headers);
}

static void sets_it_for_our_pages_alone(void **state)
{
	assert_string_equal(set(*state, COOKIE_OVER_HTTP, "abc"), "Set-Cookie: s=abc; Path=/; HttpOnly; SameSite=Lax\r\n");
	assert_string_equal(set(*state, COOKIE_OVER_HTTPS, "a-_.9"),
			    "Set-Cookie: __Host-s=a-_.9; Path=/; HttpOnly; SameSite=Lax; Secure\r\n");
}

static void keeps_it_for_days(void **state)
{
	struct http_response response;

	http_response_init(&response, *state);
	http_cookie_keep(&response, COOKIE_OVER_HTTPS, "s", "abc", 2);
	assert_string_equal(text_string(&response.headers),
			    "Set-Cookie: __Host-s=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=172800\r\n");
}

static void takes_it_away(void **state)
{
	assert_string_equal(set(*state, COOKIE_OVER_HTTPS, ""),
			    "Set-Cookie: __Host-s=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(finds_the_one_cookie_of_the_name),
		TEST(trusts_no_second_header),
		TEST(sets_it_for_our_pages_alone),
		TEST(keeps_it_for_days),
		TEST(takes_it_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
