/*
 * Authentication by API key: the key says through which credential, X-Mcp-User as whom.
 */
#ifndef TASKDESK_AUTH_API_KEY_H
#define TASKDESK_AUTH_API_KEY_H

#include "auth/credentials.h"
#include "auth/principal.h"
#include "base/arena.h"
#include "config/config.h"
#include "http/response.h"
#include "store/db.h"

#include <stdbool.h>

/*
 * Fills in the principal, or writes the refusal to response and returns false: 403 for a
 * missing or wrong key (the same answer for both; principal->credential stays CREDENTIAL_NONE),
 * 503 when the database cannot be asked or its schema is another than this program's.
 */
bool api_key_authenticate(const struct credentials *credentials, const struct config *config, struct db *db,
			  struct principal *principal, struct http_response *response);

/* A new random key, "td_" and 43 characters (256 bits), in the arena. */
const char *api_key_generate(struct arena *arena);

#endif
