/* oauth/network: which addresses are public, in every spelling. */
#include "unit.h"

#include "oauth/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

static bool is_public(const char *text)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return network_is_public((struct sockaddr *)&in);
	if (inet_pton(AF_INET6, text, &in6.sin6_addr) != 1)
		fail_msg("%s is no address", text);
	return network_is_public((struct sockaddr *)&in6);
}

static const char *const public_ones[] = {
	"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
	"128.0.0.1", "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
	"192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
	"2606:4700::6810:84e5", "2a00:1450:4001:80b::200e", "2001:200::1", "2400::", "3ffe::1",
	"::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
};

static const char *const others[] = {
	"0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
	"127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1",
	"172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
	"198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
	"255.255.255.255",
	"::", "::1", "::127.0.0.1", "::8.8.8.8", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "100::1",
	"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
	"64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8",
	"2002:7f00:1::1", "2002:a9fe:a9fe::1", "2002:808:808::1", "2001::1", "2001:0:808:808::1", "2001:10::1",
	"2001:20::1", "2001:1ff::1", "2001:db8::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1",
};

static void knows_public_addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(public_ones); i++)
		if (!is_public(public_ones[i]))
			fail_msg("%s is public", public_ones[i]);
}

static void knows_all_the_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(others); i++)
		if (is_public(others[i]))
			fail_msg("%s is not public", others[i]);
}

static void takes_nothing_else_for_public(void **state)
{
	struct sockaddr_un local = { .sun_family = AF_UNIX, .sun_path = "/run/mysqld/mysqld.sock" };

	(void)state;
	assert_false(network_is_public((struct sockaddr *)&local));
}

static void believes_the_certificates_of_the_system(void **state)
{
	(void)state;
	assert_null(network_authorities());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(knows_public_addresses),
		TEST(knows_all_the_others),
		TEST(takes_nothing_else_for_public),
		TEST(believes_the_certificates_of_the_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
