/*
 * One HTTP request as the application sees it, whichever server and door it came through.
 */
#ifndef TASKDESK_HTTP_REQUEST_H
#define TASKDESK_HTTP_REQUEST_H

#include "base/arena.h"
#include "http/gateway.h"
#include "http/response.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A header among the variables: "NAME=value" without HTTP_ before it. */
struct http_header {
	const char *name;
	size_t name_length;
	const char *value;
};

struct http_request {
	struct arena *arena;
	const struct gateway *gateway;
	const char *method;
	const char *path;        /* what to route on, always starting with '/' */
	const struct http_header *headers; /* for the functions below */
	size_t header_count;
	const char *body;        /* NUL-terminated; "" before http_request_read_body */
	size_t body_bytes;
	int64_t received_bytes;  /* how much of it was read from the gateway so far */
};

/* Reads method and path from the variables; the body stays unread. Everything lives in the arena. */
void http_request_init(struct http_request *request, struct arena *arena, const struct gateway *gateway);

/*
 * Reads the body to its end. False, with the refusal written to response, when it is longer
 * than limit_bytes (413) or was cut short (400).
 */
bool http_request_read_body(struct http_request *request, size_t limit_bytes, struct http_response *response);

/*
 * Reads what is left of the body and forgets it, up to a bound. To be called before an answer
 * is written: Apache's mod_cgid breaks off the answer of a program that leaves a part unread.
 */
void http_request_discard_body(struct http_request *request);

/*
 * A header by its HTTP name in any case, without white space at its ends, or NULL. The
 * value may be several headers of that name, joined by the web server with ", ".
 */
const char *http_request_header(const struct http_request *request, const char *name);

/* True when the gateway holds the header more than once. */
bool http_request_header_repeated(const struct http_request *request, const char *name);

/*
 * The Authorization header from HTTP_AUTHORIZATION or, behind an Apache rewrite,
 * REDIRECT_HTTP_AUTHORIZATION; NULL when there is none.
 */
const char *http_request_authorization(const struct http_request *request);

/* True when the Accept header is absent or allows this media type (RFC 9110 section 12.5.1). */
bool http_request_accepts(const struct http_request *request, const char *type);

/* True when the header's media type is this one, whatever its parameters. */
bool http_media_type_is(const char *header, const char *type);

#endif
