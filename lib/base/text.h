/*
 * Text that grows in an arena, and questions about UTF-8.
 */
#ifndef TASKDESK_BASE_TEXT_H
#define TASKDESK_BASE_TEXT_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	struct arena *arena;
	char *bytes;     /* always NUL-terminated once something was added */
	size_t length;
	size_t capacity;
};

/* An empty text that will live in this arena. */
struct text text_in(struct arena *arena);

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const void *bytes, size_t length);
void text_add_char(struct text *text, char character);
void text_add_integer(struct text *text, int64_t integer);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a JSON string literal with its quotes (RFC 8259 section 7). The bytes must be UTF-8. */
void text_add_json(struct text *text, const char *bytes, size_t length);

/* Adds what stands before a member's value: a brace or a comma, the name, which has nothing to escape, and a colon. */
void text_add_member(struct text *text, char before, const char *name);

/* What was gathered, as a string; "" when nothing was. */
const char *text_string(const struct text *text);

/* True when the bytes are well-formed UTF-8 (RFC 3629). */
bool utf8_is_valid(const char *bytes, size_t length);

/* Takes malformed bytes out, in place: what was cut in the middle of a character is UTF-8 again. */
void utf8_mend(char *string);

/* Takes the next character (a code point) off a valid UTF-8 string; 0, and nothing, at its end. */
uint32_t utf8_next(const char **string);

/* Characters (code points) in a valid UTF-8 string. */
size_t utf8_length(const char *string);

/* The longest prefix of a valid UTF-8 string that has at most this many characters, in bytes. */
size_t utf8_prefix_bytes(const char *string, size_t characters);

/* True when both strings are the same but for ASCII case: for words of protocols and of our own. */
bool text_equals_ignoring_case(const char *one, const char *other);

/*
 * Names that people give are the same whatever the case of their letters, in all scripts, as they are to the
 * database. What is compared must be UTF-8.
 */
bool text_same_name(const char *name, const char *other);
bool text_name_begins(const char *name, const char *beginning);

/* Less than, equal to or greater than 0: how the first bytes of a text stand to a name. */
int text_name_order(const char *text, size_t bytes, const char *name);

bool text_starts_with(const char *string, const char *prefix);
bool text_ends_with(const char *string, const char *suffix);

/*
 * Single edits (insert, delete, replace, swap of neighbours) of characters between two strings,
 * in any case; the length of the longer one when that is more than 64.
 */
size_t text_distance(const char *one, const char *other);

/*
 * The name nearest to a mistyped one, or NULL when none is near enough to suggest.
 * names ends with NULL.
 */
const char *text_nearest(const char *mistyped, const char *const *names);

/* Reads a whole decimal number; false on anything else, empty, or out of range. */
bool text_to_int64(const char *string, int64_t *number);

/* The next piece of a comma- or space-separated list, in the arena, or NULL at its end. */
char *text_next_word(struct arena *arena, const char **rest);

#endif
