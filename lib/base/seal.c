#include "base/seal.h"

#include "base/base64.h"
#include "base/random.h"
#include "base/secret.h"

#include <stdbool.h>
#include <string.h>

#include <openssl/evp.h>

#define NONCE_BYTES 12
#define TAG_BYTES 16

static void release(void *context)
{
	EVP_CIPHER_CTX_free(context);
}

static EVP_CIPHER_CTX *new_context(struct arena *arena)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();

	if (context)
		arena_defer(arena, release, context);
	return context;
}

/* A key of its own for each purpose, from a secret of any length. */
static void derive(const char *secret, const char *purpose, unsigned char key[SHA256_BYTES])
{
	hmac_sha256(secret, strlen(secret), purpose, strlen(purpose), key);
}

static bool encrypt(EVP_CIPHER_CTX *context, const unsigned char *key, unsigned char *sealed, const char *text)
{
	unsigned char *body = sealed + NONCE_BYTES;
	int length = (int)strlen(text), written = 0, rest = 0;

	return EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, sealed) == 1 &&
	       EVP_EncryptUpdate(context, body, &written, (const unsigned char *)text, length) == 1 &&
	       EVP_EncryptFinal_ex(context, body + written, &rest) == 1 &&
	       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, body + length) == 1;
}

const char *seal(struct arena *arena, const char *secret, const char *purpose, const char *text)
{
	size_t length = NONCE_BYTES + strlen(text) + TAG_BYTES;
	unsigned char *sealed = arena_alloc(arena, length), key[SHA256_BYTES];
	EVP_CIPHER_CTX *context = new_context(arena);
	bool done;

	random_bytes(sealed, NONCE_BYTES);
	derive(secret, purpose, key);
	done = context && encrypt(context, key, sealed, text);
	secret_wipe(key, sizeof(key));
	return done ? base64_encode(arena, BASE64_URL, sealed, length) : NULL;
}

static bool decrypt(EVP_CIPHER_CTX *context, const unsigned char *key, const unsigned char *sealed, int length, char *text)
{
	const unsigned char *body = sealed + NONCE_BYTES;
	unsigned char tag[TAG_BYTES];
	int written = 0, rest = 0;

	memcpy(tag, body + length, TAG_BYTES);
	return EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, sealed) == 1 &&
	       EVP_DecryptUpdate(context, (unsigned char *)text, &written, body, length) == 1 &&
	       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, tag) == 1 &&
	       EVP_DecryptFinal_ex(context, (unsigned char *)text + written, &rest) == 1;
}

const char *seal_open(struct arena *arena, const char *secret, const char *purpose, const char *sealed)
{
	size_t length;
	const unsigned char *bytes = base64_decode(arena, BASE64_URL, sealed, strlen(sealed), &length);
	unsigned char key[SHA256_BYTES];
	EVP_CIPHER_CTX *context;
	char *text;
	bool opened;

	if (!bytes || length < NONCE_BYTES + TAG_BYTES)
		return NULL;
	length -= NONCE_BYTES + TAG_BYTES;
	text = arena_alloc(arena, length + 1);
	context = new_context(arena);
	derive(secret, purpose, key);
	opened = context && decrypt(context, key, bytes, (int)length, text);
	secret_wipe(key, sizeof(key));
	return opened ? text : NULL;
}
