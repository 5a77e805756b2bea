/*
 * Fetching small JSON documents from other servers with libcurl: https only, no redirects, no
 * proxies, no cookies, a bounded time and size, and where a stranger named the address, hosts
 * of the public Internet only, judged by the address that is really connected to.
 *
 * libcurl is loaded at the first fetch of a process: with everything it brings along it would
 * nearly double the start-up of each CGI request.
 */
#ifndef TASKDESK_OAUTH_FETCH_H
#define TASKDESK_OAUTH_FETCH_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FETCH_URL_LONGEST 2000
#define FETCH_BODY_LONGEST 65536
#define FETCH_SECONDS 5

enum fetch_trust {
	FETCH_FROM_STRANGER = 0,     /* anybody named the address */
	FETCH_FROM_ADMINISTRATOR,    /* it comes from our configuration; it may be a neighbour */
};

struct fetch_request {
	const char *url;
	enum fetch_trust trust;
	const char *authorities;     /* a file of certificates to believe, for an administrator's address; "" or NULL: the system's */
	const char *form;            /* sent by POST as application/x-www-form-urlencoded; NULL: GET */
	const char *authorization;   /* a header's value, secret; NULL: none */
	const struct log *log;       /* takes the reason of a failure */
};

struct fetch_response {
	int status;
	const char *body;            /* NUL-terminated, in the arena */
	size_t body_bytes;
	int64_t fresh_seconds;       /* how long it may be kept (RFC 9111 section 4.2); -1: the server does not say */
};

/* Whether a URL has the form that may be fetched: https, a host, no user, no fragment, printable ASCII. */
bool fetch_url_is_proper(const char *url);

/*
 * Fetches a JSON document of whatever status. False with ERROR_INVALID when the address or what
 * came from there is of the wrong form, ERROR_UNAVAILABLE when nothing came. The sentence tells
 * a stranger nothing of our network; the log has more.
 */
bool fetch(struct arena *arena, const struct fetch_request *request, struct fetch_response *response,
	   struct error *error);

#endif
