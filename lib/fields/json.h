/*
 * Reading JSON from strangers: bounds and strictness around json-c, and the exact text of a
 * member where json-c would round it.
 */
#ifndef TASKDESK_FIELDS_JSON_H
#define TASKDESK_FIELDS_JSON_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#define JSON_DEPTH_LIMIT 64
#define JSON_VALUE_LIMIT 100000

/*
 * Parses one JSON text (RFC 8259): valid UTF-8, no lone surrogates, at most
 * JSON_DEPTH_LIMIT levels and JSON_VALUE_LIMIT values, nothing behind it. Fails with
 * ERROR_INVALID and a sentence with the place. The value belongs to the arena; JSON null
 * yields a NULL value and true.
 */
bool json_read(struct arena *arena, const char *bytes, size_t length, struct json_object **value, struct error *error);

/*
 * The text of an integer member exactly as it was sent, in the arena: json-c keeps 64 bits
 * only. path names the members from the outermost object inwards and ends with NULL.
 * Returns NULL when it is absent or no integer. bytes is a text that json_read accepted.
 */
const char *json_integer_text(struct arena *arena, const char *bytes, size_t length, const char *const *path);

/* Part of a text that json_read accepted; the bytes are the text's. */
struct json_piece {
	const char *bytes;
	size_t length;
};

/*
 * Takes the next element off the text of an array, whose first call has the whole of it; false when there is none left.
 * rest holds the way on.
 */
bool json_next_element(struct json_piece *rest, struct json_piece *element);

/* Ties a reference to the arena and returns the value. */
struct json_object *json_keep(struct arena *arena, struct json_object *value);

/* The member, or NULL when value is no object or has no such member (or it is null). */
struct json_object *json_member(struct json_object *value, const char *name);

/* The member as a string, or NULL when it is absent, no string, or holds a NUL. */
const char *json_member_text(struct json_object *value, const char *name);

/* Adds members; the object takes the value over. NULL text adds nothing. */
void json_set(struct json_object *object, const char *name, struct json_object *value);
void json_set_text(struct json_object *object, const char *name, const char *text);
void json_set_integer(struct json_object *object, const char *name, long long number);
void json_set_boolean(struct json_object *object, const char *name, bool truth);

/* A deep copy that the caller owns. */
struct json_object *json_copy(struct json_object *value);

/* Compact, with '/' left alone; owned by the value. */
const char *json_text(struct json_object *value);

/* Compact, with the members of every object in one fixed order: equal values give equal texts. In the arena. */
const char *json_canonical_text(struct arena *arena, struct json_object *value);

/* A value, not tied to anything, from a text that the program itself holds; asserts that it parses. */
struct json_object *json_constant(const char *text);

#endif
