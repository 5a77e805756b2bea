/*
 * SHA256_Init() and its kin, neither EVP_Digest() nor SHA256(), which is the same by a shorter name: the first EVP
 * call of a process loads the providers, about 1.7 ms that a CGI request would pay each time.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/secret.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

void sha256(const void *bytes, size_t length, unsigned char digest[SHA256_BYTES])
{
	SHA256_CTX context;

	SHA256_Init(&context);
	SHA256_Update(&context, bytes, length);
	SHA256_Final(digest, &context);
}

void hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
		 unsigned char digest[SHA256_BYTES])
{
	unsigned char inner[SHA256_CBLOCK], outer[SHA256_CBLOCK], short_key[SHA256_BYTES];
	SHA256_CTX context;

	if (key_length > SHA256_CBLOCK) {
		sha256(key, key_length, short_key);
		key = short_key;
		key_length = sizeof(short_key);
	}
	memset(inner, 0x36, sizeof(inner));
	memset(outer, 0x5C, sizeof(outer));
	for (size_t i = 0; i < key_length; i++) {
		inner[i] ^= ((const unsigned char *)key)[i];
		outer[i] ^= ((const unsigned char *)key)[i];
	}
	SHA256_Init(&context);
	SHA256_Update(&context, inner, sizeof(inner));
	SHA256_Update(&context, bytes, length);
	SHA256_Final(digest, &context);
	SHA256_Init(&context);
	SHA256_Update(&context, outer, sizeof(outer));
	SHA256_Update(&context, digest, SHA256_BYTES);
	SHA256_Final(digest, &context);
	secret_wipe(inner, sizeof(inner));
	secret_wipe(outer, sizeof(outer));
	secret_wipe(short_key, sizeof(short_key));
}

bool secret_equals(const void *one, const void *other, size_t length)
{
	return CRYPTO_memcmp(one, other, length) == 0;
}

void secret_wipe(void *bytes, size_t length)
{
	OPENSSL_cleanse(bytes, length);
}
