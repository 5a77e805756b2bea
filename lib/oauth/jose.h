/*
 * JSON Web Signatures in their compact form (RFC 7515) and JSON Web Keys (RFC 7517), through
 * cjose. The one place that knows cjose's headers.
 *
 * Everything here lives in the arena. A token and the keys it is checked against may come from
 * anybody: sizes are bounded, and which algorithms count is said by us, never by the token.
 */
#ifndef TASKDESK_OAUTH_JOSE_H
#define TASKDESK_OAUTH_JOSE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct json_object;

#define JOSE_TOKEN_LONGEST 16384        /* bytes of a token */
#define JOSE_KEYS_LONGEST 65536         /* bytes of a key set */
#define JOSE_KEYS_MOST 64               /* keys in it */

/*
 * The algorithms this server can check, as bits. 'none' and the HMAC ones are missing on
 * purpose: the first proves nothing, and with the others whoever can check can also sign.
 */
enum jose_algorithm {
	JOSE_ES256 = 1,
	JOSE_ES384 = 2,
	JOSE_ES512 = 4,
	JOSE_RS256 = 8,
	JOSE_RS384 = 16,
	JOSE_RS512 = 32,
	JOSE_PS256 = 64,
	JOSE_PS384 = 128,
	JOSE_PS512 = 256,
};

#define JOSE_PUBLIC_KEY_ALGORITHMS 511

/* Reads "ES256, RS256" as bits; fails with ERROR_INVALID on a name not among the above, or none. */
bool jose_algorithms_parse(struct arena *arena, const char *words, unsigned *algorithms, struct error *error);

/* A fresh private key for ES256 as a JWK text, its kid the thumbprint of RFC 7638. It is a secret. */
bool jose_key_generate(struct arena *arena, const char **private_key, struct error *error);

/* What others may see of an EC private key: kty, crv, x, y, kid, alg and use, nothing else. Owned by the arena. */
bool jose_key_public(struct arena *arena, const char *private_key, struct json_object **public_key,
		     struct error *error);

/*
 * Signs the claims with ES256. type becomes the header's typ ("at+jwt", "JWT"); the kid is the
 * key's own.
 */
bool jose_sign(struct arena *arena, const char *private_key, const char *type, struct json_object *claims,
	       const char **token, struct error *error);

/* Reads a key set, {"keys": [...]}. ERROR_INVALID when it is none, or too large. */
bool jose_keys_read(struct arena *arena, const char *text, size_t length, struct json_object **keys,
		    struct error *error);

/*
 * Checks the signature of a token that is signed with one of the allowed algorithms by one of
 * the keys, and yields its claims; nothing is said yet about what they claim (oauth/claims.h).
 * type is what the header's typ must be ("at+jwt"; RFC 8725 section 3.11), NULL for any.
 *
 * ERROR_INVALID: it is no such token, or is signed in a way that is not allowed.
 * ERROR_NOT_FOUND: its kid is not among the keys; a newer set of keys may have it.
 * ERROR_DENIED: the signature is wrong.
 */
bool jose_verify(struct arena *arena, const char *token, struct json_object *keys, unsigned algorithms,
		 const char *type, struct json_object **claims, struct error *error);

/* What a token claims, unchecked: good only for finding out whose keys to check it with. */
bool jose_unverified_claims(struct arena *arena, const char *token, struct json_object **claims, struct error *error);

#endif
