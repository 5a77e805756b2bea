/*
 * What a token claims about itself (RFC 7519 section 4.1), held against what is expected.
 * The signature is another question (oauth/jose.h).
 */
#ifndef TASKDESK_OAUTH_CLAIMS_H
#define TASKDESK_OAUTH_CLAIMS_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct json_object;

#define CLAIMS_LEEWAY_SECONDS 30

struct claims_expected {
	const char *issuer;             /* iss, exactly */
	const char *const *audiences;   /* aud, a string or a list, names one of these; NULL at the end */
	int64_t longest_life_seconds;   /* exp may lie at most this far ahead; 0: any distance */
};

/*
 * True when the claims are of this issuer, for one of these audiences, and valid at this
 * moment by exp (required), nbf and iat. Fails with ERROR_DENIED and a sentence that says
 * which of them is wrong, without repeating its value.
 */
bool claims_check(struct json_object *claims, const struct claims_expected *expected, int64_t now_unix,
		  struct error *error);

#endif
