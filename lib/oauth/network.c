#include "oauth/network.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

struct block4 {
	uint32_t first;
	int bits;
};

#define V4(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* IANA's special-purpose registry (RFC 6890), multicast, the reserved rest, and one host of a cloud. */
static const struct block4 private4[] = {
	{ V4(0, 0, 0, 0), 8 },         /* this network */
	{ V4(10, 0, 0, 0), 8 },
	{ V4(100, 64, 0, 0), 10 },     /* between a provider and its customers */
	{ V4(127, 0, 0, 0), 8 },
	{ V4(168, 63, 129, 16), 32 },  /* Azure's own host for its virtual machines */
	{ V4(169, 254, 0, 0), 16 },    /* link-local, the clouds' metadata services among it */
	{ V4(172, 16, 0, 0), 12 },
	{ V4(192, 0, 0, 0), 24 },      /* protocol assignments */
	{ V4(192, 0, 2, 0), 24 },      /* documentation */
	{ V4(192, 88, 99, 0), 24 },    /* relays of 6to4 */
	{ V4(192, 168, 0, 0), 16 },
	{ V4(198, 18, 0, 0), 15 },     /* benchmarks */
	{ V4(198, 51, 100, 0), 24 },   /* documentation */
	{ V4(203, 0, 113, 0), 24 },    /* documentation */
	{ V4(224, 0, 0, 0), 4 },       /* multicast */
	{ V4(240, 0, 0, 0), 4 },       /* reserved, broadcast */
};

struct block6 {
	uint8_t first[16];
	int bits;
};

/* What of 2000::/3, all that is global unicast, is no ordinary host all the same. */
static const struct block6 special6[] = {
	{ { 0x20, 0x01, 0x00 }, 23 },              /* protocol assignments: Teredo, ORCHID */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 },        /* documentation */
	{ { 0x20, 0x02 }, 16 },                    /* 6to4: an IPv4 address in other clothes */
	{ { 0x3f, 0xff, 0x00 }, 20 },              /* documentation */
};

static const struct block6 global6 = { { 0x20 }, 3 };

/* Where the last four bytes are the IPv4 address that is meant. */
static const struct block6 mapped6 = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 };
static const struct block6 translated6 = { { 0x00, 0x64, 0xff, 0x9b }, 96 }; /* RFC 6052: NAT64 */

static bool in_block4(uint32_t address, const struct block4 *block)
{
	return (address ^ block->first) >> (32 - block->bits) == 0;
}

static bool in_block6(const uint8_t *address, const struct block6 *block)
{
	int whole = block->bits / 8, rest = block->bits % 8;

	return memcmp(address, block->first, (size_t)whole) == 0 &&
	       (rest == 0 || (address[whole] ^ block->first[whole]) >> (8 - rest) == 0);
}

static bool is_public4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(private4) / sizeof(private4[0]); i++)
		if (in_block4(address, &private4[i]))
			return false;
	return true;
}

static bool is_public6(const uint8_t *address)
{
	if (in_block6(address, &mapped6) || in_block6(address, &translated6))
		return is_public4(V4(address[12], address[13], address[14], address[15]));
	for (size_t i = 0; i < sizeof(special6) / sizeof(special6[0]); i++)
		if (in_block6(address, &special6[i]))
			return false;
	return in_block6(address, &global6);
}

bool network_is_public(const struct sockaddr *address)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	switch (address->sa_family) {
	case AF_INET:
		memcpy(&in, address, sizeof(in));
		return is_public4(ntohl(in.sin_addr.s_addr));
	case AF_INET6:
		memcpy(&in6, address, sizeof(in6));
		return is_public6(in6.sin6_addr.s6_addr);
	default:
		return false;
	}
}

const char *network_authorities(void)
{
	return NULL;
}
