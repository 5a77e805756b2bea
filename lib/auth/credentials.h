/*
 * What the headers of a request say about its sender, before anybody believes it.
 */
#ifndef TASKDESK_AUTH_CREDENTIALS_H
#define TASKDESK_AUTH_CREDENTIALS_H

#include "http/request.h"
#include "http/response.h"

#include <stdbool.h>

struct credentials {
	const char *key;      /* from X-API-Key or Authorization: Bearer; "" when neither was sent */
	bool is_bearer;       /* it came in Authorization */
	const char *email;    /* from X-Mcp-User, lower case; NULL when nobody was named */
	bool names_nobody;    /* X-Mcp-User was sent, and is empty */
};

/* Whether there is a header that could hold a credential. */
bool credentials_were_sent(const struct http_request *request);

/*
 * Reads the headers. False, with 400 in response, when one of them was sent twice or two
 * contradict each other: which one counts would depend on the web server.
 */
bool credentials_read(const struct http_request *request, struct credentials *credentials,
		      struct http_response *response);

#endif
