/*
 * From where a request comes, for limits on how often.
 */
#ifndef TASKDESK_HTTP_CLIENT_NETWORK_H
#define TASKDESK_HTTP_CLIENT_NETWORK_H

#include "http/request.h"

/*
 * The caller's address, or for IPv6 its network of 64 bits, of which one customer has a whole:
 * "192.0.2.1", "2001:db8:1:2::". It is the web server's REMOTE_ADDR; where that is one of the
 * trusted proxies (addresses, separated by commas or spaces), it is the last address in
 * X-Forwarded-For that is no trusted proxy. "unknown" where nothing is said.
 */
const char *http_client_network(const struct http_request *request, const char *trusted_proxies);

#endif
