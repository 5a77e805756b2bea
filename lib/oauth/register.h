/*
 * Clients that register themselves (RFC 7591).
 */
#ifndef TASKDESK_OAUTH_REGISTER_H
#define TASKDESK_OAUTH_REGISTER_H

#include "oauth/oauth.h"
#include "store/oauth_client_store.h"

/*
 * Answers POST /auth/register: 201 with the client as it was registered. 429 after many from one
 * network within an hour. What is never used is forgotten after a day.
 */
void register_answer(struct oauth *oauth);

/*
 * Makes a client of its own id and, where it authenticates with one, secret. client holds the
 * rest; secret is NULL where there is none. For those whom the administrator registers, too.
 */
bool register_client(struct db *db, struct oauth_client *client, int64_t expires_hours, int64_t created_by,
		     const char **secret);

#endif
