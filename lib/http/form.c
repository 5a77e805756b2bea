#include "http/form.h"

#include <string.h>

static int hex_digit(char character)
{
	if (character >= '0' && character <= '9')
		return character - '0';
	if (character >= 'a' && character <= 'f')
		return character - 'a' + 10;
	if (character >= 'A' && character <= 'F')
		return character - 'A' + 10;
	return -1;
}

/* Decodes one name or value, or returns NULL with the error. */
static const char *decoded(struct arena *arena, const char *text, size_t length, struct error *error)
{
	char *bytes = arena_alloc(arena, length + 1);
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		int high, low;

		if (text[i] != '%') {
			bytes[used++] = text[i] == '+' ? ' ' : text[i];
			continue;
		}
		high = i + 2 < length ? hex_digit(text[i + 1]) : -1;
		low = i + 2 < length ? hex_digit(text[i + 2]) : -1;
		if (high < 0 || low < 0) {
			fail(error, ERROR_INVALID, "a percent sign is not followed by two hexadecimal digits");
			return NULL;
		}
		bytes[used++] = (char)(high * 16 + low);
		i += 2;
	}
	if (memchr(bytes, '\0', used) || !utf8_is_valid(bytes, used)) {
		fail(error, ERROR_INVALID, "a parameter is not text in UTF-8");
		return NULL;
	}
	return bytes;
}

static bool has_name(const struct http_form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return true;
	return false;
}

static bool add_field(struct http_form *form, struct arena *arena, const char *text, size_t length, struct error *error)
{
	const char *equals = memchr(text, '=', length);
	size_t name_length = equals ? (size_t)(equals - text) : length;
	const char *name = decoded(arena, text, name_length, error);
	const char *value = !equals ? "" : name ? decoded(arena, equals + 1, length - name_length - 1, error) : NULL;

	if (!name || !value)
		return false;
	if (has_name(form, name)) {
		form->repeated = form->repeated ? form->repeated : name;
		return true;
	}
	if (form->count == HTTP_FORM_FIELDS)
		return fail(error, ERROR_INVALID, "there are more than %d parameters", HTTP_FORM_FIELDS);
	form->fields[form->count++] = (struct http_field){ name, value };
	return true;
}

bool http_form_read(struct http_form *form, struct arena *arena, const char *text, size_t length, struct error *error)
{
	*form = (struct http_form){ 0 };
	while (length) {
		const char *end = memchr(text, '&', length);
		size_t piece = end ? (size_t)(end - text) : length;

		if (piece && !add_field(form, arena, text, piece, error)) {
			*form = (struct http_form){ 0 };
			return false;
		}
		text += piece + (end != NULL);
		length -= piece + (end != NULL);
	}
	if (form->repeated)
		return fail(error, ERROR_INVALID, "the parameter '%.60s' came more than once; send it once", form->repeated);
	return true;
}

bool http_form_read_query(struct http_form *form, const struct http_request *request, struct error *error)
{
	const char *query = gateway_param(request->gateway, "QUERY_STRING");

	return http_form_read(form, request->arena, query ? query : "", query ? strlen(query) : 0, error);
}

bool http_form_read_body(struct http_form *form, struct http_request *request, size_t limit_bytes,
			 struct http_response *response)
{
	const char *type = http_request_header(request, "Content-Type");
	struct error error = { 0 };

	*form = (struct http_form){ 0 };
	if (!type || !http_media_type_is(type, "application/x-www-form-urlencoded")) {
		http_response_problem(response, 415, "unsupported_media_type",
				      "Send the parameters as application/x-www-form-urlencoded.");
		return false;
	}
	if (!http_request_read_body(request, limit_bytes, response))
		return false;
	if (http_form_read(form, request->arena, request->body, request->body_bytes, &error))
		return true;
	http_response_problem(response, 400, "invalid_request",
			      arena_printf(request->arena, "The form cannot be read: %s.", error.message));
	return false;
}

const char *http_form_value(const struct http_form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return *form->fields[i].value ? form->fields[i].value : NULL;
	return NULL;
}

static bool stands_for_itself(char character)
{
	return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
	       (character >= '0' && character <= '9') || (character && strchr("-._~", character));
}

/* Spaces become %20 and not "+": everybody reads that alike, in a path or a query. */
static void add_encoded(struct text *text, const char *value)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *value; value++) {
		unsigned char byte = (unsigned char)*value;

		if (stands_for_itself(*value))
			text_add_char(text, *value);
		else
			text_add_bytes(text, (const char[]){ '%', digits[byte >> 4], digits[byte & 15] }, 3);
	}
}

void http_form_add(struct text *text, const char *name, const char *value)
{
	if (text->length && !strchr("?&", text->bytes[text->length - 1]))
		text_add_char(text, '&');
	add_encoded(text, name);
	text_add_char(text, '=');
	add_encoded(text, value);
}
