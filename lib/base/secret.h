/*
 * Digests and comparisons for secrets. The one place for OpenSSL's hash functions.
 */
#ifndef TASKDESK_BASE_SECRET_H
#define TASKDESK_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#define SHA256_BYTES 32

void sha256(const void *bytes, size_t length, unsigned char digest[SHA256_BYTES]);

/* HMAC-SHA-256 (RFC 2104) of one message. */
void hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
		 unsigned char digest[SHA256_BYTES]);

/* True when both are equal; takes the same time wherever they differ. */
bool secret_equals(const void *one, const void *other, size_t length);

/* Overwrites a secret in a way that the compiler keeps. */
void secret_wipe(void *bytes, size_t length);

#endif
