/*
 * Rows of the table oauth_consent: what a person allowed a client before.
 */
#ifndef TASKDESK_STORE_OAUTH_CONSENT_STORE_H
#define TASKDESK_STORE_OAUTH_CONSENT_STORE_H

#include "store/db.h"

/* The scopes (of enum oauth_scope) that this user allowed this client at this resource; 0 for none. */
bool oauth_consent_store_find(struct db *db, int64_t user_id, int64_t client_id, const char *resource,
			      unsigned *scopes);

/* Puts these scopes in the place of what was allowed before. */
bool oauth_consent_store_set(struct db *db, int64_t user_id, int64_t client_id, const char *resource,
			     unsigned scopes);

/* Forgets it. */
bool oauth_consent_store_remove(struct db *db, int64_t user_id, int64_t client_id);

#endif
