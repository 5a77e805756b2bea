/*
 * Rows of the table signing_key. One key signs: the newest that is not retired. Retired ones
 * stay published for as long as a token can live that they signed.
 */
#ifndef TASKDESK_STORE_SIGNING_KEY_STORE_H
#define TASKDESK_STORE_SIGNING_KEY_STORE_H

#include "store/db.h"

/* The condition for a key to be published, for statements of others: the longest access_token_seconds, and an hour. */
#define SIGNING_KEY_IS_PUBLISHED(alias) \
	"(" alias ".retired_at IS NULL OR " alias ".retired_at > UTC_TIMESTAMP(3) - INTERVAL 25 HOUR)"

struct signing_key {
	const char *kid;
	const char *public_jwk;
	const char *private_jwk;     /* perhaps sealed */
	bool is_sealed;
	int64_t age_days;
};

struct signing_key_list {
	size_t count;
	struct signing_key *keys;
};

/* The key that signs now; found is false when there is none yet. */
bool signing_key_store_current(struct db *db, struct signing_key *key, bool *found);

bool signing_key_store_insert(struct db *db, const struct signing_key *key);

/* All that are published, without their private half, the newest first. */
bool signing_key_store_published(struct db *db, struct signing_key_list *list);

/* Lets all keys but this one sign no more. */
bool signing_key_store_retire_others(struct db *db, const char *kid);

/* Takes away all keys but this one, and so refuses at once what they signed. */
bool signing_key_store_delete_others(struct db *db, const char *kid);

/* Takes away keys that are no longer published. */
bool signing_key_store_forget(struct db *db);

#endif
