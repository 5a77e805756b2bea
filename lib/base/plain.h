/*
 * Names that strangers chose, made fit to be shown to people.
 */
#ifndef TASKDESK_BASE_PLAIN_H
#define TASKDESK_BASE_PLAIN_H

#include "base/arena.h"

#include <stddef.h>

/*
 * The string on one line, with at most this many characters and "…" for the rest, and without
 * what could disguise it or what stands around it: control characters, marks that turn the
 * direction of writing (Unicode Standard Annex 9), invisible characters, towers of accents.
 * White space is one space; nothing but white space is "". Never NULL.
 */
const char *plain_text(struct arena *arena, const char *string, size_t characters);

#endif
