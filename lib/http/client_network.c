#include "http/client_network.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#define ADDRESS_BYTES 16
#define NETWORK_BYTES 8

struct address {
	unsigned char bytes[ADDRESS_BYTES];   /* IPv4 as ::ffff:a.b.c.d */
};

static const unsigned char ipv4_prefix[12] = { [10] = 0xFF, [11] = 0xFF };

static bool read_address(const char *text, struct address *address)
{
	memcpy(address->bytes, ipv4_prefix, sizeof(ipv4_prefix));
	return inet_pton(AF_INET, text, address->bytes + sizeof(ipv4_prefix)) == 1 ||
	       inet_pton(AF_INET6, text, address->bytes) == 1;
}

static const char *network_of(struct arena *arena, struct address address)
{
	char text[INET6_ADDRSTRLEN];

	if (memcmp(address.bytes, ipv4_prefix, sizeof(ipv4_prefix)) == 0) {
		inet_ntop(AF_INET, address.bytes + sizeof(ipv4_prefix), text, sizeof(text));
	} else {
		memset(address.bytes + NETWORK_BYTES, 0, ADDRESS_BYTES - NETWORK_BYTES);
		inet_ntop(AF_INET6, address.bytes, text, sizeof(text));
	}
	return arena_strdup(arena, text);
}

static bool is_trusted(struct arena *arena, const struct address *address, const char *trusted_proxies)
{
	const char *word;

	while ((word = text_next_word(arena, &trusted_proxies))) {
		struct address proxy;

		if (read_address(word, &proxy) && memcmp(&proxy, address, sizeof(proxy)) == 0)
			return true;
	}
	return false;
}

/* Goes back along the way as long as whoever reports the step before is trusted. */
static struct address behind_proxies(struct arena *arena, struct address address, const char *forwarded,
				     const char *trusted_proxies)
{
	char *steps = arena_strdup(arena, forwarded);

	while (steps && is_trusted(arena, &address, trusted_proxies)) {
		char *comma = strrchr(steps, ',');
		const char *last = comma ? comma + 1 : steps;
		struct address before;

		last = text_next_word(arena, &last);
		if (!last || !read_address(last, &before))
			break;
		address = before;
		if (!comma)
			break;
		*comma = '\0';
	}
	return address;
}

const char *http_client_network(const struct http_request *request, const char *trusted_proxies)
{
	const char *remote = gateway_param(request->gateway, "REMOTE_ADDR");
	struct address address;

	if (!remote || !read_address(remote, &address))
		return "unknown";
	if (!http_request_header_repeated(request, "X-Forwarded-For"))
		address = behind_proxies(request->arena, address, http_request_header(request, "X-Forwarded-For"),
					 trusted_proxies);
	return network_of(request->arena, address);
}
