/*
 * oauth/fetch: where it connects to and where it does not. The resolver and connect(2) are this
 * file's: names resolve as each test says, and connections are noted and refused.
 */
#include "unit.h"

#include "oauth/fetch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define MOST 16

/* What a name resolves to, the first time and from then on: addresses with spaces between. */
static const char *first_answer;
static const char *later_answer;
static unsigned times_resolved;

static char connected[MOST][INET6_ADDRSTRLEN];
static unsigned times_connected;

static struct addrinfo *entry_for(const char *text, const char *port)
{
	struct addrinfo *entry = calloc(1, sizeof(*entry) + sizeof(struct sockaddr_in6));
	struct sockaddr_in *in = (struct sockaddr_in *)(entry + 1);
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)(entry + 1);

	entry->ai_addr = (struct sockaddr *)(entry + 1);
	entry->ai_socktype = SOCK_STREAM;
	if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
		entry->ai_family = in->sin_family = AF_INET;
		entry->ai_addrlen = sizeof(*in);
		in->sin_port = htons((uint16_t)atoi(port ? port : "0"));
	} else {
		entry->ai_family = in6->sin6_family = AF_INET6;
		entry->ai_addrlen = sizeof(*in6);
		in6->sin6_port = htons((uint16_t)atoi(port ? port : "0"));
		if (inet_pton(AF_INET6, text, &in6->sin6_addr) != 1)
			abort();
	}
	return entry;
}

int getaddrinfo(const char *name, const char *port, const struct addrinfo *hints, struct addrinfo **result)
{
	char *list = strdup(times_resolved++ ? later_answer : first_answer), *rest = NULL;
	struct addrinfo **end = result;

	(void)name;
	(void)hints;
	*result = NULL;
	for (char *word = strtok_r(list, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		*end = entry_for(word, port);
		end = &(*end)->ai_next;
	}
	free(list);
	return *result ? 0 : EAI_NONAME;
}

int connect(int socket, const struct sockaddr *address, socklen_t length)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;
	bool is6 = address->sa_family == AF_INET6;

	(void)socket;
	(void)length;
	if (times_connected < MOST)
		inet_ntop(address->sa_family, is6 ? (const void *)&in6->sin6_addr : (const void *)&in->sin_addr,
			  connected[times_connected], INET6_ADDRSTRLEN);
	times_connected++;
	errno = ECONNREFUSED;
	return -1;
}

static void resolve_to(const char *first, const char *later)
{
	first_answer = first;
	later_answer = later;
	times_resolved = 0;
	times_connected = 0;
}

/* The kind of the failure: nothing can ever be fetched here. */
static enum error_kind try(struct arena *arena, const char *url, enum fetch_trust trust, struct error *error)
{
	const struct log log = { .level = LOG_ERROR };
	struct fetch_request request = { .url = url, .trust = trust, .log = &log };
	struct fetch_response response;

	*error = (struct error){ 0 };
	assert_false(fetch(arena, &request, &response, error));
	return error->kind;
}

static void connects_to_public_addresses_only(void **state)
{
	static const char *const hidden[] = {
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
		"::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::1",
		"127.0.0.1 10.0.0.1 ::1",
	};
	struct error error;

	for (size_t i = 0; i < COUNT(hidden); i++) {
		resolve_to(hidden[i], hidden[i]);
		assert_int_equal(try(*state, "https://client.example/metadata.json", FETCH_FROM_STRANGER, &error),
				 ERROR_UNAVAILABLE);
		assert_int_equal(times_resolved, 1);
		if (times_connected)
			fail_msg("it connected to %s", connected[0]);
	}
}

static void passes_over_private_addresses_among_public_ones(void **state)
{
	struct error error;

	resolve_to("127.0.0.1 8.8.8.8 10.0.0.1", "");
	try(*state, "https://client.example/", FETCH_FROM_STRANGER, &error);
	assert_int_equal(times_connected, 1);
	assert_string_equal(connected[0], "8.8.8.8");
}

static void connects_to_the_address_it_has_judged(void **state)
{
	struct error error;

	resolve_to("8.8.8.8", "127.0.0.1");
	try(*state, "https://rebinding.example/", FETCH_FROM_STRANGER, &error);
	assert_int_equal(times_resolved, 1);
	assert_int_equal(times_connected, 1);
	assert_string_equal(connected[0], "8.8.8.8");
}

static void judges_addresses_in_every_spelling(void **state)
{
	static const char *const spellings[] = {
		"https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
		"https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]:8443/", "https://0/",
		"https://169.254.169.254/latest/meta-data/", "https://%31%32%37.0.0.1/", "https://localhost/",
		"https://localhost./", "HTTPS://LOCALHOST:443/",
	};
	struct error error;

	for (size_t i = 0; i < COUNT(spellings); i++) {
		resolve_to("127.0.0.1 ::1", "127.0.0.1");
		assert_int_equal(try(*state, spellings[i], FETCH_FROM_STRANGER, &error), ERROR_UNAVAILABLE);
		if (times_connected)
			fail_msg("%s: it connected to %s", spellings[i], connected[0]);
	}
}

static void tells_strangers_nothing_of_the_network(void **state)
{
	struct error refused, unreachable, unknown;

	resolve_to("10.0.0.1", "");
	try(*state, "https://inside.example/", FETCH_FROM_STRANGER, &refused);
	resolve_to("8.8.8.8", "");
	try(*state, "https://outside.example/", FETCH_FROM_STRANGER, &unreachable);
	resolve_to("", "");
	try(*state, "https://nowhere.example/", FETCH_FROM_STRANGER, &unknown);
	assert_string_equal(refused.message, unreachable.message);
	assert_string_equal(refused.message, unknown.message);
}

static void lets_the_administrator_name_a_neighbour(void **state)
{
	struct error error;

	resolve_to("10.0.0.1", "");
	assert_int_equal(try(*state, "https://sso.internal.example/", FETCH_FROM_ADMINISTRATOR, &error), ERROR_UNAVAILABLE);
	assert_int_equal(times_connected, 1);
	assert_string_equal(connected[0], "10.0.0.1");
}

static void goes_past_every_proxy_of_the_environment(void **state)
{
	struct error error;

	setenv("https_proxy", "http://127.0.0.1:3128", 1);
	setenv("ALL_PROXY", "socks5h://127.0.0.1:1080", 1);
	resolve_to("8.8.8.8", "");
	try(*state, "https://client.example/", FETCH_FROM_STRANGER, &error);
	assert_int_equal(times_connected, 1);
	assert_string_equal(connected[0], "8.8.8.8");
	unsetenv("https_proxy");
	unsetenv("ALL_PROXY");
}

static void takes_proper_urls_only(void **state)
{
	static const char *const wrong[] = {
		"", "https", "https://", "https:///path", "https://?", "https://:443/", "http://client.example/",
		"ftp://client.example/", "file:///etc/passwd", "gopher://client.example/", "//client.example/",
		"https:client.example", "https://user@client.example/", "https://user:word@client.example/",
		"https://client.example/#part", "https://client.example/\r\nX: y", "https://client.example/a b",
		"https://client.example\\@evil.example/", "https://cl\303\257ent.example/", " https://client.example/",
	};
	struct error error;

	resolve_to("8.8.8.8", "8.8.8.8");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_false(fetch_url_is_proper(wrong[i]));
		assert_int_equal(try(*state, wrong[i], FETCH_FROM_ADMINISTRATOR, &error), ERROR_INVALID);
	}
	assert_int_equal(times_resolved, 0);
	assert_true(fetch_url_is_proper("https://client.example/"));
	assert_true(fetch_url_is_proper("https://client.example:8443/a/b.json?c=d"));
}

static void bounds_the_length_of_a_url(void **state)
{
	char *url = arena_alloc(*state, FETCH_URL_LONGEST + 2);

	memset(url, 'a', FETCH_URL_LONGEST);
	memcpy(url, "https://", strlen("https://"));
	assert_true(fetch_url_is_proper(url));
	url[FETCH_URL_LONGEST] = 'a';
	assert_false(fetch_url_is_proper(url));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(connects_to_public_addresses_only),
		TEST(passes_over_private_addresses_among_public_ones),
		TEST(connects_to_the_address_it_has_judged),
		TEST(judges_addresses_in_every_spelling),
		TEST(tells_strangers_nothing_of_the_network),
		TEST(lets_the_administrator_name_a_neighbour),
		TEST(goes_past_every_proxy_of_the_environment),
		TEST(takes_proper_urls_only),
		TEST(bounds_the_length_of_a_url),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
