/*
 * Sealing: text that only holders of a secret can read, and that nobody else can change
 * unnoticed (AES-256-GCM).
 */
#ifndef TASKDESK_BASE_SEAL_H
#define TASKDESK_BASE_SEAL_H

#include "base/arena.h"

/*
 * The sealed text, of letters, digits, "-" and "_". It opens only under the same secret and for
 * the same purpose (a few words that say what it is). NULL when the library fails.
 */
const char *seal(struct arena *arena, const char *secret, const char *purpose, const char *text);

/* What was sealed; NULL when it was under another secret or for another purpose, or was changed. */
const char *seal_open(struct arena *arena, const char *secret, const char *purpose, const char *sealed);

#endif
