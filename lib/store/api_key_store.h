/*
 * Rows of the table api_key, and the one statement that turns a key's digest and the e-mail
 * of an acting user into who is calling.
 */
#ifndef TASKDESK_STORE_API_KEY_STORE_H
#define TASKDESK_STORE_API_KEY_STORE_H

#include "base/secret.h"
#include "store/db.h"
#include "store/user_store.h"

struct api_key {
	int64_t id;
	const char *name;
	unsigned scopes;           /* bits as in auth/scope.h, in the order of the column's SET */
	int64_t user_id;           /* 0: bound to nobody */
	const char *user_email;
	bool may_act_as;
	bool is_expired;
	bool is_revoked;
	const char *expires_at;
	const char *revoked_at;
	const char *last_used_at;
	const char *created_at;
};

struct api_key_list {
	size_t count;
	struct api_key *keys;
};

/* What one look at the database says about the sender of a request. */
struct caller {
	int schema;                /* the newest migration that the database has, or had a second ago */
	bool key_found;
	bool use_is_stale;         /* last_used_at wants to be written */
	struct api_key key;
	bool named_found;          /* there is a user with the e-mail */
	struct user user;          /* that one; else the user the key is bound to, or the system user */
};

/*
 * Looks up a key by its digest and the user of this e-mail (NULL: the key's own) in one statement; where nobody has the
 * e-mail it takes another one. Whether the key has expired is judged by this machine's clock.
 */
bool api_key_store_find_caller(struct db *db, const unsigned char hash[SHA256_BYTES], const char *email,
			       struct caller *caller);

/* The same for the bootstrap key, which has no row: the system user is its own. */
bool api_key_store_find_bootstrap_caller(struct db *db, const char *email, struct caller *caller);

/* Writes last_used_at. */
bool api_key_store_touch(struct db *db, int64_t id);

/* user_id 0: bound to nobody; expires_days 0: never. Gives the key its id. */
bool api_key_store_insert(struct db *db, struct api_key *key, const unsigned char hash[SHA256_BYTES],
			  int64_t expires_days, int64_t created_by);

bool api_key_store_list(struct db *db, struct api_key_list *list);

/* changed is false when there is no such key or it was revoked before. */
bool api_key_store_revoke(struct db *db, int64_t id, bool *changed);

#endif
