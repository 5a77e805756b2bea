/* oauth/redirect: addresses that may be registered, and those that match. */
#include "unit.h"

#include "oauth/redirect.h"

static const struct config strict = { .redirect_schemes = "" };
static const struct config with_schemes = { .redirect_schemes = "cursor, com.example.app" };

static bool is_allowed(const struct config *config, const char *uri)
{
	struct error error = { 0 };
	bool allowed = oauth_redirect_is_allowed(config, uri, &error);

	assert_int_equal(error.kind, allowed ? ERROR_NONE : ERROR_INVALID);
	return allowed;
}

static void allows_https_and_the_own_machine(void **state)
{
	static const char *const good[] = {
		"https://client.example/cb", "https://client.example", "https://client.example:8443/cb?x=1", "http://localhost/cb",
		"http://localhost:1234/cb", "http://127.0.0.1:1/", "http://[::1]:65535/cb", "http://[::1]/", "https://[2001:db8::1]/cb",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(is_allowed(&strict, good[i]));
}

static void refuses_what_leads_elsewhere(void **state)
{
	static const char *const bad[] = {
		"", "/cb", "cb", "client.example/cb", "//client.example/cb", "http://client.example/cb", "http://localhost.example/cb",
		"http://127.0.0.1.example/", "http://127.0.0.1@client.example/", "https://user:password@client.example/", "https://",
		"https://%6cocalhost/cb", "https:///cb", "https:/cb", "https:client.example", "http://localhost:port/", "http://localhost:/", "http://localhost:123456/",
		"http://[::1/", "http://[::2]/", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "cursor://cb",
		"https://client.example/cb#fragment", "https://client.example/a b", "https://client.example/\\", "https://client.example/\r\nX: y",
		"https://client.example/\xC3\xA4", "https://client.example/\"", "https://client.example/<", "HTTP://localhost/cb", "hTTps://client.example/",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(is_allowed(&strict, bad[i]));
}

static void refuses_addresses_that_are_too_long(void **state)
{
	assert_false(is_allowed(&strict, arena_printf(*state, "https://client.example/%02100d", 0)));
}

static void allows_schemes_that_are_listed(void **state)
{
	(void)state;
	assert_true(is_allowed(&with_schemes, "cursor://anysphere/callback"));
	assert_true(is_allowed(&with_schemes, "com.example.app:/callback"));
	assert_false(is_allowed(&with_schemes, "curs://x"));
	assert_false(is_allowed(&with_schemes, "vscode://x"));
	assert_false(is_allowed(&with_schemes, "http://client.example/"));
}

static void never_allows_plain_http_by_the_list(void **state)
{
	const struct config careless = { .redirect_schemes = "http, https" };

	(void)state;
	assert_false(is_allowed(&careless, "http://client.example/"));
	assert_false(is_allowed(&careless, "https:///cb"));
}

static bool matches(const char *registered, const char *uri)
{
	const struct oauth_client client = { .redirect_uris = registered };

	return oauth_redirect_matches(&client, uri);
}

static void matches_letter_by_letter(void **state)
{
	(void)state;
	assert_true(matches("https://a.example/cb", "https://a.example/cb"));
	assert_true(matches("https://a.example/1\nhttps://a.example/2", "https://a.example/2"));
	assert_false(matches("https://a.example/1\nhttps://a.example/2", "https://a.example/1\nhttps://a.example/2"));
	assert_false(matches("https://a.example/cb", "https://a.example/cb/"));
	assert_false(matches("https://a.example/cb", "https://a.example/c"));
	assert_false(matches("https://a.example/cb", "https://a.example/cb?x"));
	assert_false(matches("https://a.example/cb", "https://A.example/cb"));
	assert_false(matches("https://a.example:1/cb", "https://a.example:2/cb"));
	assert_false(matches("", ""));
	assert_false(matches("", "https://a.example/"));
}

static void lets_the_own_machine_choose_a_port(void **state)
{
	(void)state;
	assert_true(matches("http://127.0.0.1/cb", "http://127.0.0.1:50000/cb"));
	assert_true(matches("http://localhost:3000/cb?x=1", "http://localhost:4000/cb?x=1"));
	assert_true(matches("http://[::1]:3000/cb", "http://[::1]/cb"));
	assert_false(matches("http://127.0.0.1/cb", "http://localhost/cb"));
	assert_false(matches("http://127.0.0.1/cb", "http://127.0.0.1:1/other"));
	assert_false(matches("http://127.0.0.1/cb", "http://127.0.0.1:1@evil.example/cb"));
	assert_false(matches("http://127.0.0.1/cb", "http://127.0.0.1:x/cb"));
	assert_false(matches("https://localhost/cb", "https://localhost:1/cb"));
}

static void shows_the_host(void **state)
{
	assert_string_equal(oauth_redirect_host(*state, "https://a.example:8443/cb"), "a.example:8443");
	assert_string_equal(oauth_redirect_host(*state, "http://[::1]:3/"), "[::1]:3");
	assert_string_equal(oauth_redirect_host(*state, "com.example.app:/cb"), "com.example.app:");
}

static void knows_the_own_machine_however_it_is_written(void **state)
{
	static const char *const own[] = {
		"http://127.0.0.1:9/cb", "http://localhost/cb", "http://[::1]/cb", "https://127.0.0.1:8443/cb", "https://localhost/cb",
		"https://LocalHost:1/cb", "https://localhost./cb", "https://app.localhost/cb", "https://[::1]:8443/cb", "https://127.0.0.2/cb",
		"https://127.1/cb", "https://2130706433/cb", "https://0x7f.0.0.1/cb", "https://0.0.0.0/cb", "https://[0:0:0:0:0:0:0:1]/cb",
		"https://[::ffff:127.0.0.1]/cb", "https://[::]/cb", "https://127.0.0.1",
	};
	static const char *const others[] = {
		"https://client.example/cb", "https://localhost.example/cb", "https://mylocalhost/cb", "https://127.0.0.1.example/cb",
		"https://128.0.0.1/cb", "https://[2001:db8::1]/cb", "https://[::ffff:192.0.2.1]/cb", "https://client.example/127.0.0.1",
		"cursor://127.0.0.1/cb", "com.example.app:/localhost", "https://", "https://[]/cb", "https://./cb", "",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		assert_true(oauth_redirect_is_loopback(own[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(oauth_redirect_is_loopback(others[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(allows_https_and_the_own_machine),
		TEST(refuses_what_leads_elsewhere),
		TEST(refuses_addresses_that_are_too_long),
		TEST(allows_schemes_that_are_listed),
		TEST(never_allows_plain_http_by_the_list),
		TEST(matches_letter_by_letter),
		TEST(lets_the_own_machine_choose_a_port),
		TEST(shows_the_host),
		TEST(knows_the_own_machine_however_it_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
