/*
 * Cookies (RFC 6265bis) that only our own pages over our own connection get: HttpOnly,
 * SameSite=Lax, for the whole host and no other.
 */
#ifndef TASKDESK_HTTP_COOKIE_H
#define TASKDESK_HTTP_COOKIE_H

#include "http/request.h"
#include "http/response.h"

#include <stdbool.h>

enum cookie_transport {
	COOKIE_OVER_HTTP,
	COOKIE_OVER_HTTPS,   /* Secure, and named with "__Host-", which no sub-domain can set */
};

/*
 * Sets a cookie that lives until the browser is closed. The value is of letters, digits and
 * "-_." only. An empty value takes the cookie away.
 */
void http_cookie_set(struct http_response *response, enum cookie_transport transport, const char *name,
		     const char *value);

/* Sets a cookie that lives for so many days. */
void http_cookie_keep(struct http_response *response, enum cookie_transport transport, const char *name,
		      const char *value, int days);

/*
 * The value of the cookie, in the request's arena; NULL when there is none, or more than one of
 * that name: then somebody else has set one of them, and which it is cannot be told.
 */
const char *http_cookie_get(const struct http_request *request, enum cookie_transport transport, const char *name);

#endif
