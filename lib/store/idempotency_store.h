/*
 * Rows of the table idempotency: the first result of a write, kept for calls that come again.
 */
#ifndef TASKDESK_STORE_IDEMPOTENCY_STORE_H
#define TASKDESK_STORE_IDEMPOTENCY_STORE_H

#include "base/secret.h"
#include "store/db.h"

struct idempotency {
	int64_t user_id;
	int64_t api_key_id;                        /* 0: the bootstrap key, or no key at all */
	int64_t oauth_client_id;                   /* 0: not by OAuth */
	const char *key;
	unsigned char call_hash[SHA256_BYTES];     /* of tool and arguments */
	const char *result;                        /* as JSON */
};

/* Fills call_hash and result of an earlier call; found is false when there was none. */
bool idempotency_store_find(struct db *db, struct idempotency *call, bool *found);

/*
 * Takes the key for this call and keeps its result. Where another call has taken it within a transaction that is not
 * over, this waits for the end of that. ERROR_CONFLICT when the key was taken before.
 */
bool idempotency_store_insert(struct db *db, const struct idempotency *call);

/* Forgets up to limit of those older than this many hours. */
bool idempotency_store_forget(struct db *db, int64_t hours, int64_t limit);

#endif
