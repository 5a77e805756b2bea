/*
 * Rows of the table oauth_client: the programs that may ask people for access.
 */
#ifndef TASKDESK_STORE_OAUTH_CLIENT_STORE_H
#define TASKDESK_STORE_OAUTH_CLIENT_STORE_H

#include "base/secret.h"
#include "store/db.h"

/* The three enumerations are in the order of the columns' ENUM or SET. */
enum oauth_client_kind {
	OAUTH_CLIENT_PRE_REGISTERED = 1,  /* by the administrator */
	OAUTH_CLIENT_DYNAMIC,             /* by itself (RFC 7591) */
	OAUTH_CLIENT_DOCUMENT,            /* described by a document at its client_id */
};

enum oauth_auth_method {
	OAUTH_AUTH_NONE = 1,
	OAUTH_AUTH_SECRET_BASIC,
	OAUTH_AUTH_SECRET_POST,
	OAUTH_AUTH_PRIVATE_KEY_JWT,
};

enum oauth_grant_type {
	OAUTH_GRANT_CODE = 1,
	OAUTH_GRANT_REFRESH = 2,
	OAUTH_GRANT_CREDENTIALS = 4,
};

struct oauth_client {
	int64_t id;
	const char *client_id;
	enum oauth_client_kind kind;
	const char *name;               /* what it calls itself: untrusted text unless pre-registered */
	const char *redirect_uris;      /* one a line */
	enum oauth_auth_method auth_method;
	bool has_secret;
	unsigned char secret_hash[SHA256_BYTES];
	const char *jwks;               /* public keys as a JWK Set; NULL: none */
	unsigned grant_types;           /* of enum oauth_grant_type */
	unsigned scopes;                /* of enum oauth_scope: at most these */
	int64_t user_id;                /* as whom client_credentials acts; 0: nobody */
	const char *user_email;
	const char *registered_from;    /* NULL: not by itself */
	bool is_expired;
	bool is_revoked;
	const char *created_at;
	const char *last_used_at;       /* NULL: no token was ever issued */
	const char *expires_at;         /* NULL: never */
};

struct oauth_client_list {
	size_t count;
	struct oauth_client *clients;
};

/* By client_id, expired and revoked ones too; found is false when there is none. */
bool oauth_client_store_find(struct db *db, const char *client_id, struct oauth_client *client, bool *found);

/*
 * Adds a client and gives it its id. expires_hours 0: never; created_by 0: itself. Fails with
 * ERROR_CONFLICT when the client_id is taken.
 */
bool oauth_client_store_insert(struct db *db, struct oauth_client *client, int64_t expires_hours, int64_t created_by);

/* All of them by id, but for unused ones that registered themselves when only_used. */
bool oauth_client_store_list(struct db *db, bool only_used, struct oauth_client_list *list);

/* Refuses the client and everything it holds from now on; changed is false when there is no such, or it was before. */
bool oauth_client_store_revoke(struct db *db, int64_t id, bool *changed);

/* Notes that a token was issued; a client that registered itself stays for so many days more. */
bool oauth_client_store_used(struct db *db, int64_t id, int64_t keep_days);

/* How many registered themselves from this network in the last hour. */
bool oauth_client_store_recent(struct db *db, const char *registered_from, int64_t *count);

/* Takes away clients that registered themselves and were never used; at most limit. */
bool oauth_client_store_forget(struct db *db, int64_t limit);

#endif
