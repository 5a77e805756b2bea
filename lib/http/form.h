/*
 * Forms and query strings: application/x-www-form-urlencoded (URL Standard, section 5), read
 * strictly and written.
 */
#ifndef TASKDESK_HTTP_FORM_H
#define TASKDESK_HTTP_FORM_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "http/request.h"
#include "http/response.h"

#include <stdbool.h>
#include <stddef.h>

#define HTTP_FORM_FIELDS 64

struct http_field {
	const char *name;
	const char *value;
};

struct http_form {
	size_t count;
	struct http_field fields[HTTP_FORM_FIELDS];
	const char *repeated;   /* the first name that came twice; NULL: none did */
};

/*
 * Takes the text apart; everything lives in the arena. Fails with ERROR_INVALID on a broken
 * percent sign, on text that is not UTF-8 or holds a NUL, on more than HTTP_FORM_FIELDS
 * fields, and on a name that comes twice. Only in the last case is the form filled in, as far
 * as the first of each name, for those who answer somebody else than the sender.
 */
bool http_form_read(struct http_form *form, struct arena *arena, const char *text, size_t length, struct error *error);

/* The request's query string, read the same way; empty where there is none. */
bool http_form_read_query(struct http_form *form, const struct http_request *request, struct error *error);

/*
 * Reads the request's body as a form. False with the refusal in response: 415 for another
 * type, 413 for more than limit_bytes, 400 for what http_form_read refuses.
 */
bool http_form_read_body(struct http_form *form, struct http_request *request, size_t limit_bytes,
			 struct http_response *response);

/*
 * The value of a name; NULL when the name is absent or has an empty value, which means the
 * same in a form that a person left empty and in OAuth (RFC 6749 section 3.1).
 */
const char *http_form_value(const struct http_form *form, const char *name);

/* Adds "name=value", encoded, behind an "&" unless the text is empty or ends with "?" or "&". */
void http_form_add(struct text *text, const char *name, const char *value);

#endif
