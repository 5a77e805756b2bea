/*
 * Rows of the table outside_identity: who the people of an outside provider are here.
 */
#ifndef TASKDESK_STORE_IDENTITY_STORE_H
#define TASKDESK_STORE_IDENTITY_STORE_H

#include "store/user_store.h"

struct identity {
	const char *issuer;
	const char *subject;
};

/* What one statement finds out about a token's sender and the keys to check the token with. */
struct outside_caller {
	int schema;                  /* the newest migration of the database */
	const char *keys_version;    /* when the provider's keys were fetched; NULL: they are not known, or too old */
	bool keys_are_fresh;
	bool is_known;
	struct user user;            /* only when known */
};

/* keys_name: of the document that holds the keys. */
bool identity_store_find_caller(struct db *db, const struct identity *identity, const char *keys_name,
				struct outside_caller *caller);

/* The user of an identity; found is false when there is none. */
bool identity_store_find(struct db *db, const struct identity *identity, struct user *user, bool *found);

/* Binds an identity to a user; one that is bound already moves. */
bool identity_store_bind(struct db *db, const struct identity *identity, int64_t user_id);

/* changed is false when it was bound to nobody. */
bool identity_store_unbind(struct db *db, const struct identity *identity, bool *changed);

#endif
