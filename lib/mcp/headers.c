#include "mcp/headers.h"

#include "base/base64.h"
#include "base/text.h"
#include "fields/json.h"

#include <stdlib.h>
#include <string.h>

#define ENCODED_START "=?base64?"
#define ENCODED_END "?="

static bool is_header_safe(const char *value)
{
	for (; *value; value++)
		if (((unsigned char)*value < 0x20 && *value != '\t') || (unsigned char)*value > 0x7E)
			return false;
	return true;
}

/* The value a header stands for: plain, or UTF-8 in Base64 between its markers. NULL when malformed. */
static const char *decoded(struct arena *arena, const char *value)
{
	const size_t start = strlen(ENCODED_START), end = strlen(ENCODED_END);
	size_t length = strlen(value);
	unsigned char *bytes;

	if (!is_header_safe(value))
		return NULL;
	if (length < start + end || !text_starts_with(value, ENCODED_START) || !text_ends_with(value, ENCODED_END))
		return value;
	bytes = base64_decode(arena, BASE64_STANDARD, value + start, length - start - end, &length);
	if (!bytes || memchr(bytes, '\0', length) || !utf8_is_valid((const char *)bytes, length))
		return NULL;
	return (const char *)bytes;
}

/* The header, or NULL; also where it came twice, since whoever looked before us may have read the other one. */
static const char *single_header(struct mcp_call *call, const char *header)
{
	return http_request_header_repeated(call->request, header) ? NULL : http_request_header(call->request, header);
}

static bool missing(struct mcp_call *call, const char *header, const char *expected)
{
	return mcp_refuse(call, MCP_HEADER_MISMATCH,
			  "Header mismatch: %s is missing or repeated; send it once, with the body's value '%.100s'",
			  header, expected);
}

static bool check_plain(struct mcp_call *call, const char *header, const char *expected)
{
	const char *value = single_header(call, header);

	if (!value || !*value)
		return missing(call, header, expected);
	if (strcmp(value, expected) != 0)
		return mcp_refuse(call, MCP_HEADER_MISMATCH,
				  "Header mismatch: %s is '%.100s' and the body says '%.100s'; both must be the same", header,
				  is_header_safe(value) ? value : "(not plain ASCII)", expected);
	return true;
}

static bool check_encodable(struct mcp_call *call, const char *header, const char *expected)
{
	const char *raw = single_header(call, header);
	const char *value;

	if (!raw)
		return missing(call, header, expected);
	value = decoded(call->arena, raw);
	if (!value)
		return mcp_refuse(call, MCP_HEADER_MISMATCH,
				  "Header mismatch: %s is neither visible ASCII nor =?base64?…?= with UTF-8 inside", header);
	if (strcmp(value, expected) != 0)
		return mcp_refuse(call, MCP_HEADER_MISMATCH,
				  "Header mismatch: %s is '%.100s' and the body says '%.100s'; both must be the same", header,
				  value, expected);
	return true;
}

bool headers_check(struct mcp_call *call, const char *version, const char *name)
{
	return check_plain(call, "MCP-Protocol-Version", version) && check_plain(call, "Mcp-Method", call->method) &&
	       (!name || check_encodable(call, "Mcp-Name", name));
}

/* 42 and 42.0 are the same integer, however each side writes it; beyond 2^53 a double would take two for one. */
static bool numbers_equal(const char *header, struct json_object *value)
{
	int64_t whole;
	char *end;
	double number = strtod(header, &end);
	double expected = json_object_get_double(value);
	bool is_decimal = header[strspn(header, "0123456789+-.eE")] == '\0';

	if (json_object_is_type(value, json_type_int) && text_to_int64(header, &whole))
		return whole == json_object_get_int64(value);
	return is_decimal && end != header && !*end && !(number < expected) && !(number > expected);
}

static bool check_number(struct mcp_call *call, const char *header, struct json_object *value)
{
	const char *raw = single_header(call, header);
	const char *number = raw ? decoded(call->arena, raw) : NULL;

	if (!raw)
		return missing(call, header, json_text(value));
	if (!number || !numbers_equal(number, value))
		return mcp_refuse(call, MCP_HEADER_MISMATCH, "Header mismatch: %s is not the body's number %s", header,
				  json_text(value));
	return true;
}

/* A header that mirrors nothing would let whoever reads it act on what the body does not say. */
static bool check_absent(struct mcp_call *call, const char *header)
{
	if (!http_request_header(call->request, header))
		return true;
	return mcp_refuse(call, MCP_HEADER_MISMATCH, "Header mismatch: %s is sent, and the body has no such argument",
			  header);
}

static bool check_parameter(struct mcp_call *call, const char *name, struct json_object *value)
{
	const char *header = arena_printf(call->arena, "Mcp-Param-%s", name);

	switch (json_object_get_type(value)) {
	case json_type_null:
		return check_absent(call, header);
	case json_type_string:
		/* No header can mirror a NUL. */
		if (strlen(json_object_get_string(value)) != (size_t)json_object_get_string_len(value))
			break;
		return check_encodable(call, header, json_object_get_string(value));
	case json_type_boolean:
		return check_encodable(call, header, json_object_get_boolean(value) ? "true" : "false");
	case json_type_int:
	case json_type_double:
		return check_number(call, header, value);
	case json_type_object:
	case json_type_array:
		break;
	}
	return mcp_refuse(call, MCP_HEADER_MISMATCH, "Header mismatch: the argument mirrored by %s must be a plain value",
			  header);
}

static bool check_properties(struct mcp_call *call, struct json_object *schema, struct json_object *value)
{
	struct json_object *properties = json_member(schema, "properties");

	if (!json_object_is_type(properties, json_type_object) || !json_object_is_type(value, json_type_object))
		return true;
	json_object_object_foreach(properties, name, property)
	{
		const char *header = json_member_text(property, "x-mcp-header");
		struct json_object *member = json_member(value, name);

		if (header && !check_parameter(call, header, member))
			return false;
		if (!header && !check_properties(call, property, member))
			return false;
	}
	return true;
}

bool headers_check_parameters(struct mcp_call *call, struct json_object *input_schema)
{
	return check_properties(call, input_schema, call->arguments);
}
