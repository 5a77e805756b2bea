/*
 * Rows of the tables oauth_code, oauth_family and oauth_refresh_token: what a person's consent
 * was turned into. A family is everything that descends from one consent; it is revoked whole.
 */
#ifndef TASKDESK_STORE_OAUTH_GRANT_STORE_H
#define TASKDESK_STORE_OAUTH_GRANT_STORE_H

#include "base/secret.h"
#include "store/db.h"
#include "store/user_store.h"

struct oauth_code {
	int64_t client_id;           /* oauth_client.id */
	int64_t user_id;
	const char *redirect_uri;
	const char *code_challenge;
	unsigned scopes;
	const char *resource;
	bool is_expired;
	bool is_used;
	int64_t family_id;           /* what it was exchanged for; 0: nothing */
};

bool oauth_code_store_insert(struct db *db, const unsigned char hash[SHA256_BYTES], const struct oauth_code *code,
			     int64_t lives_seconds);

/* Reads and locks the code, within a transaction. */
bool oauth_code_store_lock(struct db *db, const unsigned char hash[SHA256_BYTES], struct oauth_code *code, bool *found);

bool oauth_code_store_use(struct db *db, const unsigned char hash[SHA256_BYTES], int64_t family_id);

/* In the order of the column's ENUM. */
enum oauth_revocation {
	OAUTH_REVOKED_ON_REQUEST = 1,
	OAUTH_REVOKED_CODE_REPLAY,
	OAUTH_REVOKED_REFRESH_REPLAY,
	OAUTH_REVOKED_CLIENT,
	OAUTH_REVOKED_USER,
};

struct oauth_family {
	int64_t id;
	int64_t client_id;
	int64_t user_id;
	unsigned scopes;
	const char *resource;
	bool is_revoked;
};

/* Begins a family and gives it its id. */
bool oauth_family_store_insert(struct db *db, struct oauth_family *family, int64_t lives_seconds);

/* Moves the end of the family's life to so many seconds from now. */
bool oauth_family_store_prolong(struct db *db, int64_t id, int64_t lives_seconds);

/* Refuses everything of the family from now on. */
bool oauth_family_store_revoke(struct db *db, int64_t id, enum oauth_revocation as);

/* The same for all families, and for codes that are not used yet, of a user, or of a user and a client (0: any). */
bool oauth_family_store_revoke_all(struct db *db, int64_t user_id, int64_t client_id, enum oauth_revocation as);

/* Whose access token it is, in the one statement that a call with such a token needs. */
struct oauth_caller {
	int schema;                  /* the newest migration that the database has, or had a second ago */
	bool found;                  /* the family, its client and its user are all there */
	bool is_revoked;             /* the family or its client */
	struct oauth_family family;
	const char *client_id;
	const char *client_name;
	struct user user;
	const char *public_jwk;      /* of the key asked for; NULL when it is not published */
};

bool oauth_family_store_find_caller(struct db *db, int64_t family_id, const char *kid, struct oauth_caller *caller);

struct oauth_refresh_token {
	struct oauth_family family;
	bool is_expired;
	bool is_used;
	int64_t expires_at_unix;
};

bool oauth_refresh_store_insert(struct db *db, const unsigned char hash[SHA256_BYTES], int64_t family_id,
				int64_t lives_seconds);

/* Reads the token with its family; lock: within a transaction, so that nobody else may use it. */
bool oauth_refresh_store_find(struct db *db, const unsigned char hash[SHA256_BYTES], bool lock,
			      struct oauth_refresh_token *token, bool *found);

bool oauth_refresh_store_use(struct db *db, const unsigned char hash[SHA256_BYTES]);

/* Notes that an assertion was used; is_new is false when it was before (RFC 7523 section 3). */
bool oauth_assertion_store_use(struct db *db, int64_t client_id, const unsigned char jti_hash[SHA256_BYTES],
			       int64_t lives_seconds, bool *is_new);

/* Takes away codes, families, refresh tokens and assertions that ended more than a day ago; at most limit of each. */
bool oauth_grant_store_forget(struct db *db, int64_t limit);

#endif
