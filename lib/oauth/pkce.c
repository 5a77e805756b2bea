#include "oauth/pkce.h"

#include "base/base64.h"
#include "base/secret.h"

#include <string.h>

#define VERIFIER_SHORTEST 43
#define VERIFIER_LONGEST 128
#define UNRESERVED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

bool pkce_verifies(struct arena *arena, const char *verifier, const char *challenge)
{
	size_t length = strlen(verifier);
	unsigned char digest[SHA256_BYTES];
	const char *derived;

	if (length < VERIFIER_SHORTEST || length > VERIFIER_LONGEST || verifier[strspn(verifier, UNRESERVED)])
		return false;
	sha256(verifier, length, digest);
	derived = base64_encode(arena, BASE64_URL, digest, sizeof(digest));
	return strlen(derived) == strlen(challenge) && secret_equals(derived, challenge, strlen(challenge));
}
