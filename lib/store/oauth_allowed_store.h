/*
 * What one person allowed, client by client: over the tables oauth_consent, oauth_code and
 * oauth_family.
 */
#ifndef TASKDESK_STORE_OAUTH_ALLOWED_STORE_H
#define TASKDESK_STORE_OAUTH_ALLOWED_STORE_H

#include "store/oauth_client_store.h"

struct oauth_allowed {
	struct oauth_client client;     /* id, client_id, kind and name only */
	unsigned scopes;                /* of enum oauth_scope: remembered, or held by a family that is good */
	const char *since;              /* RFC 3339 in UTC */
};

struct oauth_allowed_list {
	size_t count;
	struct oauth_allowed *rows;
};

/* The newest first; at most 200. Clients that were revoked can do nothing and are left out. */
bool oauth_allowed_store_list(struct db *db, int64_t user_id, struct oauth_allowed_list *list);

/* What a person decided about a client at a resource; scopes of enum oauth_scope. */
struct oauth_decision {
	int64_t user_id;
	int64_t client_id;
	const char *resource;
	unsigned allowed;               /* from now on, without being asked */
	unsigned withheld;              /* no longer: what was given before and has one of these ends */
};

/* Writes consent down in the place of what was there, and ends codes and families. Wants a transaction. */
bool oauth_allowed_store_decide(struct db *db, const struct oauth_decision *decision);

/* Takes all of it back from a client: consent, codes and families. Wants a transaction. */
bool oauth_allowed_store_withdraw(struct db *db, int64_t user_id, int64_t client_id);

#endif
