#include "auth/known_browser.h"

#include "base/base64.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "store/secret_store.h"
#include "store/user_store.h"

#include <string.h>

#define NONCE_BYTES 16
#define MOST_MARKS 5
#define SEPARATOR "."

struct mark {
	unsigned char nonce[NONCE_BYTES];
	unsigned char digest[SHA256_BYTES];
};

struct marks {
	size_t count;
	struct mark marks[MOST_MARKS];
};

/* What a mark is made from, beside its nonce. */
struct seal {
	struct arena *arena;
	unsigned char key[SERVER_SECRET_BYTES];
	const char *account;
	const char *password_hash;
};

static bool open_seal(struct db *db, const char *account, const char *password_hash, struct seal *seal)
{
	*seal = (struct seal){ .arena = db_arena(db), .account = account, .password_hash = password_hash ? password_hash : "" };
	return secret_store_get(db, "known_browser", seal->key);
}

static void close_seal(struct seal *seal)
{
	secret_wipe(seal->key, sizeof(seal->key));
}

/* Fills in the digest that belongs to the nonce. */
static void sign(const struct seal *seal, struct mark *mark)
{
	struct text signed_text = text_in(seal->arena);

	text_add_bytes(&signed_text, mark->nonce, sizeof(mark->nonce));
	text_add_bytes(&signed_text, seal->account, strlen(seal->account) + 1);
	text_add(&signed_text, seal->password_hash);
	hmac_sha256(seal->key, sizeof(seal->key), signed_text.bytes, signed_text.length, mark->digest);
}

static bool is_right(const struct seal *seal, const struct mark *mark)
{
	struct mark right = *mark;

	sign(seal, &right);
	return secret_equals(mark->digest, right.digest, sizeof(right.digest));
}

static const char *write_mark(struct arena *arena, const struct mark *mark)
{
	return base64_encode(arena, BASE64_URL, mark, sizeof(*mark));
}

/* What does not look like a mark is left out. */
static struct marks read_marks(struct arena *arena, const char *text)
{
	struct marks marks = { 0 };

	while (text && *text && marks.count < MOST_MARKS) {
		size_t length = strcspn(text, SEPARATOR), bytes;
		const unsigned char *mark = base64_decode(arena, BASE64_URL, text, length, &bytes);

		if (mark && bytes == sizeof(marks.marks[0]))
			memcpy(&marks.marks[marks.count++], mark, bytes);
		text += length;
		text += strspn(text, SEPARATOR);
	}
	return marks;
}

const char *known_browser_add(struct db *db, const char *account, const char *marks)
{
	struct marks sent = read_marks(db_arena(db), marks);
	struct text list = text_in(db_arena(db));
	struct mark fresh;
	struct seal seal;
	struct user user;
	const char *hash;
	bool found;

	if (!user_store_find_with_password(db, account, &user, &hash, &found) || !open_seal(db, account, hash, &seal))
		return NULL;
	random_bytes(fresh.nonce, sizeof(fresh.nonce));
	sign(&seal, &fresh);
	text_add(&list, write_mark(db_arena(db), &fresh));
	for (size_t i = 0, count = 1; i < sent.count && count < MOST_MARKS; i++)
		if (!is_right(&seal, &sent.marks[i])) {
			text_printf(&list, SEPARATOR "%s", write_mark(db_arena(db), &sent.marks[i]));
			count++;
		}
	close_seal(&seal);
	return text_string(&list);
}

bool known_browser_find(struct db *db, const char *account, const char *password_hash, const char *marks,
			const char **mark)
{
	struct marks sent = read_marks(db_arena(db), marks);
	struct seal seal;

	*mark = NULL;
	if (!sent.count)
		return true;
	if (!open_seal(db, account, password_hash, &seal))
		return false;
	for (size_t i = 0; i < sent.count && !*mark; i++)
		if (is_right(&seal, &sent.marks[i]))
			*mark = write_mark(db_arena(db), &sent.marks[i]);
	close_seal(&seal);
	return true;
}
