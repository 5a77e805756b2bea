#include "auth/known_browser.h"

#include "base/base64.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "store/secret_store.h"

#include <string.h>

#define NONCE_BYTES 16

struct mark {
	unsigned char nonce[NONCE_BYTES];
	unsigned char digest[SHA256_BYTES];
};

/* Fills in the digest: of the nonce and the account, under a secret of this server. */
static bool sign(struct db *db, const char *account, struct mark *mark)
{
	unsigned char key[SERVER_SECRET_BYTES];
	struct text signed_text = text_in(db_arena(db));

	if (!secret_store_get(db, "known_browser", key))
		return false;
	text_add_bytes(&signed_text, mark->nonce, sizeof(mark->nonce));
	text_add(&signed_text, account);
	hmac_sha256(key, sizeof(key), signed_text.bytes, signed_text.length, mark->digest);
	secret_wipe(key, sizeof(key));
	return true;
}

const char *known_browser_mark(struct db *db, const char *account)
{
	struct mark mark;

	random_bytes(mark.nonce, sizeof(mark.nonce));
	return sign(db, account, &mark) ? base64_encode(db_arena(db), BASE64_URL, &mark, sizeof(mark)) : NULL;
}

bool known_browser_check(struct db *db, const char *account, const char *mark, bool *is_known)
{
	struct mark sent, right;
	size_t length;
	const unsigned char *bytes = mark ? base64_decode(db_arena(db), BASE64_URL, mark, strlen(mark), &length) : NULL;

	*is_known = false;
	if (!bytes || length != sizeof(sent))
		return true;
	memcpy(&sent, bytes, sizeof(sent));
	right = sent;
	if (!sign(db, account, &right))
		return false;
	*is_known = secret_equals(sent.digest, right.digest, sizeof(right.digest));
	return true;
}
