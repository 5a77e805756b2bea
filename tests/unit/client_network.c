/* http/client_network: from where a request comes. */
#include "fake_gateway.h"

#include "http/client_network.h"

struct network_case {
	const char *remote;
	const char *forwarded;
	const char *trusted;
	const char *network;
};

static const struct network_case network_cases[] = {
	{ "REMOTE_ADDR=192.0.2.1", "X=", "", "192.0.2.1" },
	{ "REMOTE_ADDR=2001:db8:1:2:3:4:5:6", "X=", "", "2001:db8:1:2::" },
	{ "REMOTE_ADDR=2001:DB8:1:2::9", "X=", "", "2001:db8:1:2::" },
	{ "REMOTE_ADDR=::ffff:192.0.2.1", "X=", "", "192.0.2.1" },
	{ "REMOTE_ADDR=::1", "X=", "", "::" },
	{ "REMOTE_ADDR=", "X=", "", "unknown" },
	{ "REMOTE_ADDR=/run/socket", "X=", "", "unknown" },
	{ "X=", "HTTP_X_FORWARDED_FOR=192.0.2.9", "", "unknown" },
	/* A header that anybody can send counts only where a trusted proxy reports it. */
	{ "REMOTE_ADDR=192.0.2.1", "HTTP_X_FORWARDED_FOR=192.0.2.9", "", "192.0.2.1" },
	{ "REMOTE_ADDR=192.0.2.1", "HTTP_X_FORWARDED_FOR=192.0.2.9", "127.0.0.1", "192.0.2.1" },
	{ "REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_FOR=192.0.2.9", "127.0.0.1", "192.0.2.9" },
	{ "REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_FOR=6.6.6.6, 192.0.2.9", "127.0.0.1", "192.0.2.9" },
	{ "REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_FOR=6.6.6.6, 192.0.2.9,10.0.0.1", "127.0.0.1, 10.0.0.1", "192.0.2.9" },
	{ "REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_FOR=10.0.0.1", "127.0.0.1 10.0.0.1", "10.0.0.1" },
	{ "REMOTE_ADDR=::1", "HTTP_X_FORWARDED_FOR=2001:db8::7", "127.0.0.1,::1", "2001:db8::" },
	{ "REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_FOR=nonsense", "127.0.0.1", "127.0.0.1" },
	{ "REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_FOR=", "127.0.0.1", "127.0.0.1" },
	{ "REMOTE_ADDR=127.0.0.1", "HTTP_X_FORWARDED_FOR=192.0.2.9, unknown", "127.0.0.1", "127.0.0.1" },
};

static void believes_proxies_that_are_trusted_and_nobody_else(void **state)
{
	for (size_t i = 0; i < COUNT(network_cases); i++) {
		const struct network_case *row = &network_cases[i];
		struct http_request request = fake_request(*state, PARAMS(PARAM(row->remote), PARAM(row->forwarded)));
		const char *network = http_client_network(&request, row->trusted);

		if (strcmp(network, row->network) != 0)
			fail_msg("%s %s gave %s", row->remote, row->forwarded, network);
	}
}

static void ignores_a_header_that_came_twice(void **state)
{
	struct http_request request = fake_request(*state, PARAMS(PARAM("REMOTE_ADDR=127.0.0.1"),
								  PARAM("HTTP_X_FORWARDED_FOR=192.0.2.9"),
								  PARAM("HTTP_X_FORWARDED_FOR=192.0.2.8")));

	assert_string_equal(http_client_network(&request, "127.0.0.1"), "127.0.0.1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(believes_proxies_that_are_trusted_and_nobody_else),
		TEST(ignores_a_header_that_came_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
