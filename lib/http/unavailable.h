/*
 * The answer when the request may be right at another time: 503 or 429 with Retry-After; or 500.
 */
#ifndef TASKDESK_HTTP_UNAVAILABLE_H
#define TASKDESK_HTTP_UNAVAILABLE_H

#include "base/error.h"
#include "http/response.h"

void http_response_unavailable(struct http_response *response, const struct error *error);

/*
 * The same for an answer that was begun and cannot be brought to its end: what was prepared is
 * forgotten. Where its head is out already nothing more is sent, and only the log says 503.
 */
void http_response_abandon(struct http_response *response, const struct error *error);

#endif
