/*
 * Rows of the table browser_session, named by the hash of their token.
 */
#ifndef TASKDESK_STORE_BROWSER_SESSION_STORE_H
#define TASKDESK_STORE_BROWSER_SESSION_STORE_H

#include "base/secret.h"
#include "store/user_store.h"

/* How long a session lasts: unused, and in all. */
struct session_life {
	int64_t idle_seconds;
	int64_t most_seconds;
};

struct kept_session {
	struct user user;
	int64_t signed_in_at_unix;
	bool use_is_stale;           /* used_at is to be written again */
};

bool browser_session_store_insert(struct db *db, const unsigned char hash[SHA256_BYTES], int64_t user_id);

/* The session whose user is still there and which is not over. */
bool browser_session_store_find(struct db *db, const unsigned char hash[SHA256_BYTES], const struct session_life *life,
				struct kept_session *session, bool *found);

bool browser_session_store_touch(struct db *db, const unsigned char hash[SHA256_BYTES]);
bool browser_session_store_delete(struct db *db, const unsigned char hash[SHA256_BYTES]);

/* Ends all sessions of a user. */
bool browser_session_store_delete_of_user(struct db *db, int64_t user_id);

/* Takes away at most limit sessions that are over by their age. */
bool browser_session_store_forget(struct db *db, const struct session_life *life, int64_t limit);

#endif
