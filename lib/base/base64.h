/*
 * Base64 in both alphabets of RFC 4648: section 4 (with padding) and section 5, the
 * URL-safe one (without).
 */
#ifndef TASKDESK_BASE_BASE64_H
#define TASKDESK_BASE_BASE64_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum base64_alphabet {
	BASE64_STANDARD,
	BASE64_URL,
};

/* The encoded text, in the arena. */
char *base64_encode(struct arena *arena, enum base64_alphabet alphabet, const void *bytes, size_t length);

/*
 * Decodes strictly: no white space, canonical padding for BASE64_STANDARD, none for
 * BASE64_URL, no stray bits. The bytes live in the arena and have a NUL behind them.
 * Returns NULL when the text is not such an encoding.
 */
unsigned char *base64_decode(struct arena *arena, enum base64_alphabet alphabet, const char *text, size_t text_length,
			     size_t *length);

#endif
