/*
 * Who is calling: a user, through a credential, with scopes. The way that a request was
 * authenticated is the only thing that fills this in.
 */
#ifndef TASKDESK_AUTH_PRINCIPAL_H
#define TASKDESK_AUTH_PRINCIPAL_H

#include "base/arena.h"
#include "store/user_store.h"

#include <stdbool.h>

enum credential_kind {
	CREDENTIAL_NONE,
	CREDENTIAL_BOOTSTRAP_KEY,
	CREDENTIAL_API_KEY,
	CREDENTIAL_ACCESS_TOKEN,   /* OAuth */
	CREDENTIAL_OUTSIDE_TOKEN,  /* OAuth, of another authorization server */
	CREDENTIAL_ADMINISTRATOR,  /* the command line */
	CREDENTIAL_BROWSER,        /* a page of ours */
};

struct principal {
	struct user user;
	enum credential_kind credential;
	int64_t credential_id;          /* of the API key, or of the token's client; 0 for the others */
	const char *credential_name;
	unsigned scopes;
	const char *unknown_user;       /* the e-mail that nobody has, where the system user stands in; else NULL */
};

/* The row of the credential, as rows that name it have it; 0 when it is none of that kind. */
int64_t principal_api_key_id(const struct principal *principal);
int64_t principal_oauth_client_id(const struct principal *principal);

/* Whether OAuth's rules hold for it: it was granted scopes, and may be granted more. */
bool principal_has_token(const struct principal *principal);

/* "bootstrap_key", "api_key", "access_token", "outside_token", "administrator", "browser"; "none". */
const char *credential_kind_name(enum credential_kind kind);

/* Short words that name user and credential, the same for every request of both: "user 7 api_key 3". */
const char *principal_label(struct arena *arena, const struct principal *principal);

#endif
