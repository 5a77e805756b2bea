/*
 * Patterns for LIKE out of texts that may hold its special characters.
 */
#ifndef TASKDESK_STORE_LIKE_H
#define TASKDESK_STORE_LIKE_H

#include "base/arena.h"

/* before, the text as it is, behind: like_pattern(arena, "%", "50 %", "%"). In the arena. */
const char *like_pattern(struct arena *arena, const char *before, const char *text, const char *behind);

#endif
