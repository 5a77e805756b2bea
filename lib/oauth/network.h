/*
 * Where this server may connect to when a stranger names the address, and whose certificates
 * it believes. Nothing here can be configured; programs of the tests are linked with another
 * network.c.
 */
#ifndef TASKDESK_OAUTH_NETWORK_H
#define TASKDESK_OAUTH_NETWORK_H

#include <stdbool.h>

struct sockaddr;

/*
 * True for an address of the public Internet: neither this machine nor its neighbours, and no
 * other spelling of either (IPv4 within IPv6, tunnels). Other families than IP are never public.
 */
bool network_is_public(const struct sockaddr *address);

/* A file of certificates to believe strangers' servers by; NULL: the system's. */
const char *network_authorities(void);

#endif
