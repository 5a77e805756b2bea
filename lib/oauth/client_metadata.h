/*
 * What a client says about itself in JSON (RFC 7591 section 2), checked: the same words in a
 * registration and in a metadata document.
 */
#ifndef TASKDESK_OAUTH_CLIENT_METADATA_H
#define TASKDESK_OAUTH_CLIENT_METADATA_H

#include "oauth/oauth.h"
#include "store/oauth_client_store.h"

struct json_object;

/* The bit of an enum oauth_auth_method in a set of them. */
#define CLIENT_AUTH(method) (1U << (method))

struct client_metadata_rules {
	unsigned auth_methods;                    /* CLIENT_AUTH() of those it may have */
	enum oauth_auth_method usual_method;      /* when it names none */
	bool takes_jwks_uri;                      /* its keys may be elsewhere */
};

struct client_metadata {
	struct oauth_client client;               /* name, redirect_uris, auth_method, jwks, grant_types, scopes */
	const char *jwks_uri;                     /* where its keys are, when they are not in client.jwks; else NULL */
};

/*
 * Reads and checks. False with invalid_redirect_uri or invalid_client_metadata. What we do not
 * know is passed over, as the RFC asks; grant types we do not have are left out.
 */
bool client_metadata_read(struct oauth *oauth, struct json_object *metadata, const struct client_metadata_rules *rules,
			  struct client_metadata *read);

/* Adds the client's metadata, in the same words, to an object. */
void client_metadata_write(const struct oauth *oauth, const struct oauth_client *client, struct json_object *metadata);

/* The word of an enum oauth_auth_method, and back; NULL and 0 for what there is not. */
const char *client_auth_method_word(enum oauth_auth_method method);
enum oauth_auth_method client_auth_method_named(const char *word);

/* Whether a text is a set of public keys and nothing more. False with invalid_client_metadata. */
bool client_metadata_check_keys(struct oauth *oauth, const char *jwks);

#endif
