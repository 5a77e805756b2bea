/*
 * Rows of the tables relay_request, relay_code and relay_refresh_token: which client is behind
 * what was handed on to an outside provider.
 */
#ifndef TASKDESK_STORE_RELAY_STORE_H
#define TASKDESK_STORE_RELAY_STORE_H

#include "base/secret.h"
#include "store/db.h"

struct relay {
	int64_t client_id;
	const char *redirect_uri;
	const char *client_state;    /* NULL: none was sent; only of a request */
	const char *resource;
	const char *code_challenge;
};

/* A request on its way to the provider, from the browser with this cookie. */
bool relay_store_insert_request(struct db *db, const unsigned char state_hash[SHA256_BYTES],
				const unsigned char browser_hash[SHA256_BYTES], const struct relay *relay,
				int64_t lives_seconds);

/* Takes the request out, if it came from that browser and is not over; found is false when there is none such. */
bool relay_store_take_request(struct db *db, const unsigned char state_hash[SHA256_BYTES],
			      const unsigned char browser_hash[SHA256_BYTES], struct relay *relay, bool *found);

/* A code on its way to its client. */
bool relay_store_insert_code(struct db *db, const unsigned char code_hash[SHA256_BYTES], const struct relay *relay,
			     int64_t lives_seconds);

/* Takes the client's code out; found is false when there is none such, or it is over. */
bool relay_store_take_code(struct db *db, const unsigned char code_hash[SHA256_BYTES], int64_t client_id,
			   struct relay *relay, bool *found);

/* A refresh token in the hands of a client. */
bool relay_store_keep_refresh_token(struct db *db, const unsigned char token_hash[SHA256_BYTES], int64_t client_id,
				    const char *resource, int64_t lives_days);

/* resource is NULL when the client has no such token. */
bool relay_store_find_refresh_token(struct db *db, const unsigned char token_hash[SHA256_BYTES], int64_t client_id,
				    const char **resource);

bool relay_store_delete_refresh_token(struct db *db, const unsigned char token_hash[SHA256_BYTES]);

/* Takes away what is over, at most limit of each. */
bool relay_store_forget(struct db *db, int64_t limit);

#endif
