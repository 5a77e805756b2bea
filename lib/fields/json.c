#include "fields/json.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Where the scan of the raw text is. */
struct scan {
	const char *at;
	const char *end;
	const char *start;
};

static int hex_value(const char *digits)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		char digit = digits[i];

		value <<= 4;
		if (digit >= '0' && digit <= '9')
			value |= digit - '0';
		else if ((digit | 32) >= 'a' && (digit | 32) <= 'f')
			value |= (digit | 32) - 'a' + 10;
		else
			return -1;
	}
	return value;
}

/* The code unit of a \uXXXX escape that starts here, or -1. */
static int escape_unit(const struct scan *scan, const char *at)
{
	if (scan->end - at < 6 || at[0] != '\\' || at[1] != 'u')
		return -1;
	return hex_value(at + 2);
}

static bool lone_surrogate(const struct scan *scan, struct error *error)
{
	return fail(error, ERROR_INVALID,
		    "the JSON has a lone surrogate escape at byte %zu; send characters beyond U+FFFF as UTF-8 or as a surrogate pair",
		    (size_t)(scan->at - scan->start));
}

static bool malformed(const struct scan *scan, const char *what, struct error *error)
{
	return fail(error, ERROR_INVALID, "the body is not valid JSON: %s at byte %zu", what,
		    (size_t)(scan->at - scan->start));
}

/*
 * Steps over a string literal; json-c itself would quietly replace a lone surrogate, and take
 * raw control characters.
 */
static bool scan_string(struct scan *scan, struct error *error)
{
	for (scan->at++; scan->at < scan->end && *scan->at != '"'; scan->at++) {
		int unit;

		if ((unsigned char)*scan->at < 0x20)
			return malformed(scan, "a control character that is not escaped", error);
		if (*scan->at != '\\')
			continue;
		unit = escape_unit(scan, scan->at);
		if (unit >= 0xDC00 && unit <= 0xDFFF)
			return lone_surrogate(scan, error);
		if (unit >= 0xD800 && unit <= 0xDBFF) {
			int low = escape_unit(scan, scan->at + 6);

			if (low < 0xDC00 || low > 0xDFFF)
				return lone_surrogate(scan, error);
			scan->at += 6;
		}
		scan->at++;
	}
	return true;
}

static size_t skip_digits(struct scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		scan->at++;
	return (size_t)(scan->at - start);
}

/* Steps to the last character of a number (RFC 8259 section 6); json-c would take "1." and "-01" as well. */
static bool scan_number(struct scan *scan, struct error *error)
{
	bool is_good, starts_with_zero;
	size_t digits;

	scan->at += *scan->at == '-';
	starts_with_zero = scan->at < scan->end && *scan->at == '0';
	digits = skip_digits(scan);
	is_good = digits == 1 || (digits && !starts_with_zero);
	if (scan->at < scan->end && *scan->at == '.') {
		scan->at++;
		is_good = skip_digits(scan) && is_good;
	}
	if (scan->at < scan->end && (*scan->at == 'e' || *scan->at == 'E')) {
		scan->at++;
		scan->at += scan->at < scan->end && (*scan->at == '+' || *scan->at == '-');
		is_good = skip_digits(scan) && is_good;
	}
	scan->at--;
	return is_good || malformed(scan, "a number that is not written as JSON has them", error);
}

/* Refuses what json-c would take beyond RFC 8259, and bounds the work before it allocates an object for every value. */
static bool check_text(const char *bytes, size_t length, int *deepest, struct error *error)
{
	struct scan scan = { .at = bytes, .end = bytes + length, .start = bytes };
	size_t values = 1;
	int depth = 0;

	*deepest = 0;
	for (; scan.at < scan.end; scan.at++) {
		switch (*scan.at) {
		case '"':
			if (!scan_string(&scan, error))
				return false;
			break;
		case '-':
		case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
			if (!scan_number(&scan, error))
				return false;
			break;
		case '\'':
			return malformed(&scan, "a string in single quotes, which JSON does not have,", error);
		case 'N':
		case 'I':
			return malformed(&scan, "NaN and Infinity, which JSON does not have,", error);
		case '{':
		case '[':
			if (++depth > JSON_DEPTH_LIMIT)
				return fail(error, ERROR_INVALID, "the JSON is nested deeper than %d levels",
					    JSON_DEPTH_LIMIT);
			if (depth > *deepest)
				*deepest = depth;
			break;
		case '}':
		case ']':
			depth--;
			break;
		case ',':
		case ':':
			if (++values > JSON_VALUE_LIMIT)
				return fail(error, ERROR_INVALID, "the JSON has more than %d values",
					    JSON_VALUE_LIMIT);
			break;
		}
	}
	return true;
}

static void put(void *value)
{
	json_object_put(value);
}

struct json_object *json_keep(struct arena *arena, struct json_object *value)
{
	if (value)
		arena_defer(arena, put, value);
	return value;
}

static void free_tokener(void *tokener)
{
	json_tokener_free(tokener);
}

static bool is_white_space(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!strchr(" \t\r\n", bytes[i]) || !bytes[i])
			return false;
	return true;
}

static const char *parse_complaint(enum json_tokener_error code)
{
	return code == json_tokener_continue ? "it ends too early" : json_tokener_error_desc(code);
}

bool json_read(struct arena *arena, const char *bytes, size_t length, struct json_object **value, struct error *error)
{
	struct json_tokener *tokener;
	enum json_tokener_error code;
	int deepest;

	if (!utf8_is_valid(bytes, length))
		return fail(error, ERROR_INVALID, "the body is not valid UTF-8");
	if (is_white_space(bytes, length))
		return fail(error, ERROR_INVALID, "the body is empty; it must be one JSON text");
	if (!check_text(bytes, length, &deepest, error))
		return false;
	/* It keeps room for every level, so it is told how many there are. */
	tokener = json_tokener_new_ex(deepest + 1);
	if (!tokener)
		return fail(error, ERROR_UNAVAILABLE, "out of memory");
	arena_defer(arena, free_tokener, tokener);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
	/* A number may end at the end of the text only: json-c waits for one more byte. */
	*value = json_tokener_parse_ex(tokener, bytes, (int)length);
	code = json_tokener_get_error(tokener);
	if (code == json_tokener_continue) {
		*value = json_tokener_parse_ex(tokener, "", 1);
		if (json_tokener_get_error(tokener) == json_tokener_success)
			return json_keep(arena, *value), true;
	}
	json_keep(arena, *value);
	if (code != json_tokener_success)
		return fail(error, ERROR_INVALID, "the body is not valid JSON: %s at byte %zu", parse_complaint(code),
			    json_tokener_get_parse_end(tokener));
	if (!is_white_space(bytes + json_tokener_get_parse_end(tokener),
			       length - json_tokener_get_parse_end(tokener)))
		return fail(error, ERROR_INVALID, "the body has something behind its JSON, at byte %zu",
			    json_tokener_get_parse_end(tokener));
	return true;
}

static void skip_space(struct scan *scan)
{
	while (scan->at < scan->end && strchr(" \t\r\n", *scan->at))
		scan->at++;
}

/* Steps over any value of an accepted text. */
static void skip_value(struct scan *scan)
{
	struct error ignored;
	int depth = 0;

	for (; scan->at < scan->end; scan->at++) {
		char character = *scan->at;

		if (depth == 0 && strchr(",}] \t\r\n", character))
			return;
		if (character == '"')
			scan_string(scan, &ignored);
		else if (character == '{' || character == '[')
			depth++;
		else if (character == '}' || character == ']')
			depth--;
	}
}

/* Whether a member's name, as it is written between its quotation marks, is this one. */
static bool is_name(const char *written, size_t length, const char *name)
{
	struct json_object *value;
	struct json_tokener *tokener;
	bool same;

	if (!memchr(written, '\\', length))
		return strlen(name) == length && memcmp(written, name, length) == 0;
	tokener = json_tokener_new();
	value = tokener ? json_tokener_parse_ex(tokener, written - 1, (int)length + 2) : NULL;
	same = value && strcmp(json_object_get_string(value), name) == 0;
	json_object_put(value);
	if (tokener)
		json_tokener_free(tokener);
	return same;
}

/* Moves to the value of the last member of this name in the object that starts here. */
static bool enter_member(struct scan *scan, const char *name)
{
	const char *found = NULL;
	struct error ignored;

	skip_space(scan);
	if (scan->at >= scan->end || *scan->at != '{')
		return false;
	scan->at++;
	for (;;) {
		const char *key;
		bool same;

		skip_space(scan);
		if (scan->at >= scan->end || *scan->at != '"')
			break;
		key = scan->at + 1;
		scan_string(scan, &ignored);
		same = is_name(key, (size_t)(scan->at - key), name);
		scan->at++;
		skip_space(scan);
		scan->at++;
		skip_space(scan);
		if (same)
			found = scan->at;
		skip_value(scan);
		skip_space(scan);
		if (scan->at >= scan->end || *scan->at != ',')
			break;
		scan->at++;
	}
	scan->at = found;
	return found != NULL;
}

const char *json_integer_text(struct arena *arena, const char *bytes, size_t length, const char *const *path)
{
	struct scan scan = { .at = bytes, .end = bytes + length, .start = bytes };
	const char *start;

	for (; *path; path++)
		if (!enter_member(&scan, *path))
			return NULL;
	start = scan.at;
	if (scan.at < scan.end && *scan.at == '-')
		scan.at++;
	while (scan.at < scan.end && *scan.at >= '0' && *scan.at <= '9')
		scan.at++;
	if (scan.at == start || (scan.at < scan.end && strchr(".eE", *scan.at)))
		return NULL;
	return arena_copy(arena, start, (size_t)(scan.at - start));
}

bool json_next_element(struct json_piece *rest, struct json_piece *element)
{
	struct scan scan = { .at = rest->bytes, .end = rest->bytes + rest->length };

	skip_space(&scan);
	/* The array's bracket, or the comma behind the element before. */
	scan.at++;
	skip_space(&scan);
	*element = (struct json_piece){ .bytes = scan.at };
	if (scan.at >= scan.end || *scan.at == ']')
		return false;
	skip_value(&scan);
	element->length = (size_t)(scan.at - element->bytes);
	*rest = (struct json_piece){ scan.at, (size_t)(scan.end - scan.at) };
	return true;
}

struct json_object *json_member(struct json_object *value, const char *name)
{
	struct json_object *member;

	if (!json_object_is_type(value, json_type_object) || !json_object_object_get_ex(value, name, &member))
		return NULL;
	return member;
}

const char *json_member_text(struct json_object *value, const char *name)
{
	struct json_object *member = json_member(value, name);
	const char *text;

	if (!json_object_is_type(member, json_type_string))
		return NULL;
	text = json_object_get_string(member);
	return strlen(text) == (size_t)json_object_get_string_len(member) ? text : NULL;
}

void json_set(struct json_object *object, const char *name, struct json_object *value)
{
	json_object_object_add(object, name, value);
}

void json_set_text(struct json_object *object, const char *name, const char *text)
{
	if (text)
		json_set(object, name, json_object_new_string(text));
}

void json_set_integer(struct json_object *object, const char *name, long long number)
{
	json_set(object, name, json_object_new_int64(number));
}

void json_set_boolean(struct json_object *object, const char *name, bool truth)
{
	json_set(object, name, json_object_new_boolean(truth));
}

struct json_object *json_copy(struct json_object *value)
{
	struct json_object *copy = NULL;

	if (value && json_object_deep_copy(value, &copy, NULL) != 0)
		return NULL;
	return copy;
}

const char *json_text(struct json_object *value)
{
	return json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

struct json_object *json_constant(const char *text)
{
	struct json_object *value = json_tokener_parse(text);

	assert(value);
	return value;
}

static int by_name(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void add_canonical(struct text *text, struct json_object *value);

static void add_canonical_object(struct text *text, struct json_object *object)
{
	const char **names = arena_array(text->arena, (size_t)json_object_object_length(object) + 1, sizeof(*names));
	size_t count = 0;

	json_object_object_foreach(object, key, member)
	{
		(void)member;
		names[count++] = key;
	}
	qsort(names, count, sizeof(*names), by_name);
	text_add_char(text, '{');
	for (size_t i = 0; i < count; i++) {
		if (i)
			text_add_char(text, ',');
		text_add_json(text, names[i], strlen(names[i]));
		text_add_char(text, ':');
		add_canonical(text, json_object_object_get(object, names[i]));
	}
	text_add_char(text, '}');
}

static void add_canonical(struct text *text, struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_object:
		add_canonical_object(text, value);
		return;
	case json_type_array:
		text_add_char(text, '[');
		for (size_t i = 0; i < json_object_array_length(value); i++) {
			if (i)
				text_add_char(text, ',');
			add_canonical(text, json_object_array_get_idx(value, i));
		}
		text_add_char(text, ']');
		return;
	default:
		text_add(text, json_text(value));
	}
}

const char *json_canonical_text(struct arena *arena, struct json_object *value)
{
	struct text text = text_in(arena);

	add_canonical(&text, value);
	return text_string(&text);
}
