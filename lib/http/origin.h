/*
 * Which web pages may call: the Origin header (RFC 6454), against DNS rebinding and foreign
 * pages, and the answers that a browser wants before and with a call (Fetch, "CORS protocol").
 */
#ifndef TASKDESK_HTTP_ORIGIN_H
#define TASKDESK_HTTP_ORIGIN_H

#include "http/request.h"
#include "http/response.h"

#include <stdbool.h>

/*
 * True when the request names no Origin, one of the allowed ones (separated by commas or
 * spaces), or a page on this machine (localhost, 127.0.0.1, [::1]); adds the CORS headers
 * for it. Else false, with 403 in response.
 */
bool http_origin_admits(const struct http_request *request, const char *allowed, struct http_response *response);

/* Lets pages of any origin read the answer: for what is public, and the same whoever asks. */
void http_origin_open(struct http_response *response);

/* Answers a preflight (OPTIONS) of an admitted origin. */
void http_origin_preflight(struct http_response *response, const char *methods);

#endif
