/* config/public_url: the one address that everything we say about ourselves is built from. */
#include "unit.h"

#include "config/public_url.h"

static bool is_good(const char *url)
{
	struct error error = { 0 };
	bool good = public_url_check(url, &error);

	assert_int_equal(error.kind, good ? ERROR_NONE : ERROR_INVALID);
	return good;
}

static void takes_plain_addresses(void **state)
{
	static const char *const good[] = {
		"https://tasks.example.com", "https://tasks.example.com:8443", "https://example.com/app", "https://example.com/~me/Taskdesk_2",
		"http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000/app", "https://xn--bcher-kva.example",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(is_good(good[i]));
}

static void refuses_what_clients_would_compare_wrongly(void **state)
{
	static const char *const bad[] = {
		"", "tasks.example.com", "http://tasks.example.com", "https://tasks.example.com/", "https://example.com/app/", "https://",
		"https:///app", "https://Example.com", "https://example.com?x", "https://example.com#x", "https://user@example.com",
		"https://example.com//app", "https://example.com/a b", "https://example.com/\"", "ftp://example.com", "HTTPS://example.com",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(is_good(bad[i]));
}

static void knows_path_and_scheme(void **state)
{
	(void)state;
	assert_string_equal(public_url_path("https://example.com/app/two"), "/app/two");
	assert_string_equal(public_url_path("https://example.com:8443"), "");
	assert_string_equal(public_url_path(""), "");
	assert_true(public_url_is_https("https://example.com"));
	assert_false(public_url_is_https("http://localhost"));
}

static void knows_the_own_machine(void **state)
{
	(void)state;
	assert_true(host_is_loopback("localhost", 9));
	assert_true(host_is_loopback("127.0.0.1:80", 9));
	assert_true(host_is_loopback("[::1]", 5));
	assert_false(host_is_loopback("localhost.example", 17));
	assert_false(host_is_loopback("127.0.0.10", 10));
	assert_false(host_is_loopback("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(takes_plain_addresses),
		TEST(refuses_what_clients_would_compare_wrongly),
		TEST(knows_path_and_scheme),
		TEST(knows_the_own_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
