/*
 * Secrets that mean nothing by themselves: codes, refresh tokens, client secrets. Whoever holds
 * one has 256 random bits; the database has their SHA-256.
 */
#ifndef TASKDESK_OAUTH_OPAQUE_H
#define TASKDESK_OAUTH_OPAQUE_H

#include "base/arena.h"
#include "base/secret.h"

struct opaque {
	const char *text;                        /* of letters, digits, "-" and "_"; in the arena */
	unsigned char hash[SHA256_BYTES];
};

struct opaque opaque_new(struct arena *arena);

#endif
