/*
 * Passwords as scrypt hashes (RFC 7914) through libscrypt, kept as text in the PHC form
 * "$scrypt$ln=14,r=8,p=5$salt$hash".
 */
#ifndef TASKDESK_AUTH_PASSWORD_H
#define TASKDESK_AUTH_PASSWORD_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

#define PASSWORD_SHORTEST 10
#define PASSWORD_LONGEST 200

/*
 * The hash of a password with a fresh salt, in the arena. Takes about half a second and
 * 16 MiB. NULL, with ERROR_INVALID or ERROR_UNAVAILABLE, when the password is too short or
 * too long, or memory is short.
 */
const char *password_hash(struct arena *arena, const char *password, struct error *error);

/*
 * True when the password belongs to the hash. hash may be NULL (no password, no such user):
 * then it is false after the same time.
 */
bool password_matches(struct arena *arena, const char *password, const char *hash);

#endif
