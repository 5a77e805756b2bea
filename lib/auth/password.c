#include "auth/password.h"

#include "base/base64.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <libscrypt.h>

/* One of the equivalent parameter sets of OWASP's password storage guide, the one for little memory. */
#define COST_LOG2 14
#define BLOCK_SIZE 8
#define PARALLELISM 5
#define SALT_BYTES 16
#define HASH_BYTES 32

struct parameters {
	unsigned cost_log2;
	unsigned block_size;
	unsigned parallelism;
};

static bool derive(const char *password, const unsigned char *salt, size_t salt_length, struct parameters with,
		   unsigned char hash[HASH_BYTES])
{
	return libscrypt_scrypt((const uint8_t *)password, strlen(password), salt, salt_length,
				(uint64_t)1 << with.cost_log2, with.block_size, with.parallelism, hash,
				HASH_BYTES) == 0;
}

const char *password_hash(struct arena *arena, const char *password, struct error *error)
{
	const struct parameters present = { COST_LOG2, BLOCK_SIZE, PARALLELISM };
	size_t characters = utf8_length(password);
	unsigned char salt[SALT_BYTES], hash[HASH_BYTES];

	if (characters < PASSWORD_SHORTEST || characters > PASSWORD_LONGEST) {
		fail(error, ERROR_INVALID, "a password has %d to %d characters", PASSWORD_SHORTEST, PASSWORD_LONGEST);
		return NULL;
	}
	random_bytes(salt, sizeof(salt));
	if (!derive(password, salt, sizeof(salt), present, hash)) {
		fail(error, ERROR_UNAVAILABLE, "there is not enough memory to hash a password just now; try again");
		return NULL;
	}
	return arena_printf(arena, "$scrypt$ln=%d,r=%d,p=%d$%s$%s", COST_LOG2, BLOCK_SIZE, PARALLELISM,
			    base64_encode(arena, BASE64_URL, salt, sizeof(salt)),
			    base64_encode(arena, BASE64_URL, hash, sizeof(hash)));
}

/* A kept hash taken apart. */
struct kept {
	struct parameters parameters;
	const unsigned char *salt;
	size_t salt_length;
	const unsigned char *hash;
	size_t hash_length;
};

/* Fills in kept when the text is a hash that can be checked here, and leaves it alone when not. */
static bool take_apart(struct arena *arena, const char *text, struct kept *kept)
{
	struct kept found;
	char salt[65], hash[65];

	if (sscanf(text, "$scrypt$ln=%2u,r=%2u,p=%2u$%64[^$]$%64[^$]", &found.parameters.cost_log2,
		   &found.parameters.block_size, &found.parameters.parallelism, salt, hash) != 5)
		return false;
	found.salt = base64_decode(arena, BASE64_URL, salt, strlen(salt), &found.salt_length);
	found.hash = base64_decode(arena, BASE64_URL, hash, strlen(hash), &found.hash_length);
	if (!found.salt || !found.hash || found.hash_length != HASH_BYTES || found.parameters.cost_log2 >= 24)
		return false;
	*kept = found;
	return true;
}

bool password_matches(struct arena *arena, const char *password, const char *hash)
{
	static const unsigned char zero[SALT_BYTES];
	struct kept kept = { .parameters = { COST_LOG2, BLOCK_SIZE, PARALLELISM }, .salt = zero, .salt_length = SALT_BYTES };
	bool usable = hash && take_apart(arena, hash, &kept);
	unsigned char derived[HASH_BYTES];

	if (!derive(password, kept.salt, kept.salt_length, kept.parameters, derived))
		return false;
	return usable && secret_equals(derived, kept.hash, HASH_BYTES);
}
