/*
 * Proof Key for Code Exchange (RFC 7636), method S256.
 */
#ifndef TASKDESK_OAUTH_PKCE_H
#define TASKDESK_OAUTH_PKCE_H

#include "base/arena.h"

#include <stdbool.h>

/* Whether the verifier has the form of one and the challenge was derived from it (section 4.6). */
bool pkce_verifies(struct arena *arena, const char *verifier, const char *challenge);

#endif
