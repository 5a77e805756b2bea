#include "auth/browser_session.h"

#include "base/base64.h"
#include "base/random.h"
#include "base/secret.h"
#include "store/browser_session_store.h"

#include <string.h>

#define COOKIE_NAME "taskdesk_session"
#define TOKEN_BYTES 32
#define TOKEN_LENGTH 43      /* in Base64 */
#define NONCE_BYTES 16
#define FORGET_AT_ONCE 200

static const struct session_life life = {
	.idle_seconds = (int64_t)12 * 60 * 60,
	.most_seconds = (int64_t)7 * 24 * 60 * 60,
};

static void hash_of(const char *token, unsigned char hash[SHA256_BYTES])
{
	sha256(token, strlen(token), hash);
}

/* A nonce and its HMAC under the cookie, which nobody else knows and which it does not tell. */
struct form_token {
	unsigned char nonce[NONCE_BYTES];
	unsigned char digest[SHA256_BYTES];
};

static void sign_form_token(struct form_token *form_token, const char *token)
{
	hmac_sha256(token, strlen(token), form_token->nonce, NONCE_BYTES, form_token->digest);
}

/* Each page gets another one: a secret that stays the same could be guessed from the size of compressed pages. */
static const char *fresh_form_token(struct arena *arena, const char *token)
{
	struct form_token fresh;

	random_bytes(fresh.nonce, sizeof(fresh.nonce));
	sign_form_token(&fresh, token);
	return base64_encode(arena, BASE64_URL, &fresh, sizeof(fresh));
}

static bool is_form_token(struct arena *arena, const char *text, const char *token)
{
	struct form_token sent, right;
	size_t length;
	const unsigned char *bytes = base64_decode(arena, BASE64_URL, text, strlen(text), &length);

	if (!bytes || length != sizeof(sent))
		return false;
	memcpy(&sent, bytes, sizeof(sent));
	right = sent;
	sign_form_token(&right, token);
	return secret_equals(sent.digest, right.digest, sizeof(right.digest));
}

static void use_token(struct browser_session *session, const char *token)
{
	session->token = token;
	session->form_token = fresh_form_token(session->response->arena, token);
}

static void use_fresh_token(struct browser_session *session)
{
	unsigned char bytes[TOKEN_BYTES];

	random_bytes(bytes, sizeof(bytes));
	use_token(session, base64_encode(session->response->arena, BASE64_URL, bytes, sizeof(bytes)));
	secret_wipe(bytes, sizeof(bytes));
	http_cookie_set(session->response, session->transport, COOKIE_NAME, session->token);
}

static bool find_user(struct browser_session *session)
{
	unsigned char hash[SHA256_BYTES];
	struct kept_session kept;

	hash_of(session->token, hash);
	if (!browser_session_store_find(session->db, hash, &life, &kept, &session->is_signed_in))
		return false;
	if (!session->is_signed_in)
		return true;
	session->user = kept.user;
	session->signed_in_at_unix = kept.signed_in_at_unix;
	return !kept.use_is_stale || browser_session_store_touch(session->db, hash);
}

bool browser_session_open(struct browser_session *session, const struct http_request *request,
			  enum cookie_transport transport, struct db *db, struct http_response *response)
{
	const char *token = http_cookie_get(request, transport, COOKIE_NAME);

	*session = (struct browser_session){ .db = db, .response = response, .transport = transport };
	if (!token || strlen(token) != TOKEN_LENGTH) {
		session->is_new = true;
		use_fresh_token(session);
		return true;
	}
	use_token(session, token);
	return find_user(session);
}

/*
 * "null" is what browsers call the origin of a page that forbids referrers, as ours do. Where a
 * browser says more (Fetch Metadata), that has to fit as well.
 */
static bool comes_from_us(const struct http_request *request, const char *own_origin)
{
	const char *origin = http_request_header(request, "Origin");
	const char *site = http_request_header(request, "Sec-Fetch-Site");

	return (!origin || !*origin || strcmp(origin, "null") == 0 || strcmp(origin, own_origin) == 0) &&
	       (!site || !*site || strcmp(site, "same-origin") == 0);
}

bool browser_session_sent(const struct browser_session *session, const struct http_request *request,
			  const char *own_origin, const char *form_token)
{
	return comes_from_us(request, own_origin) && form_token &&
	       is_form_token(request->arena, form_token, session->token);
}

static bool forget_token(struct browser_session *session)
{
	unsigned char hash[SHA256_BYTES];

	if (!session->is_signed_in)
		return true;
	hash_of(session->token, hash);
	session->is_signed_in = false;
	return browser_session_store_delete(session->db, hash);
}

bool browser_session_begin(struct browser_session *session, const struct user *user)
{
	unsigned char hash[SHA256_BYTES];

	if (!forget_token(session) || !browser_session_store_forget(session->db, &life, FORGET_AT_ONCE))
		return false;
	use_fresh_token(session);
	hash_of(session->token, hash);
	if (!browser_session_store_insert(session->db, hash, user->id))
		return false;
	session->user = *user;
	session->is_signed_in = true;
	return true;
}

bool browser_session_end(struct browser_session *session)
{
	if (!forget_token(session))
		return false;
	http_cookie_set(session->response, session->transport, COOKIE_NAME, "");
	return true;
}

bool browser_session_end_all(struct browser_session *session)
{
	return (!session->is_signed_in || browser_session_store_delete_of_user(session->db, session->user.id)) &&
	       browser_session_end(session);
}
