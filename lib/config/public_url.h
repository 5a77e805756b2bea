/*
 * public_url: the one address that everything we say about ourselves is built from. It is
 * configured, and never taken from what a client sends as Host.
 */
#ifndef TASKDESK_CONFIG_PUBLIC_URL_H
#define TASKDESK_CONFIG_PUBLIC_URL_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * https (http on the own machine only), a lower-case host, perhaps a port and a path, nothing
 * else, and no slash at the end: clients compare it letter by letter.
 */
bool public_url_check(const char *url, struct error *error);

/* Its path: "" at the root of a host, "/folder" below. */
const char *public_url_path(const char *url);

/* True for https, and so for Secure cookies. */
bool public_url_is_https(const char *url);

/* Whether a host, as it stands in a URL, is the machine of whoever follows the link. */
bool host_is_loopback(const char *host, size_t length);

#endif
