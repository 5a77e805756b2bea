/*
 * The documents by which clients find us: about each resource (RFC 9728), about the
 * authorization server (RFC 8414, OpenID Connect Discovery 1.0), and its keys (RFC 7517).
 */
#ifndef TASKDESK_OAUTH_METADATA_H
#define TASKDESK_OAUTH_METADATA_H

#include "oauth/oauth.h"

/*
 * Answers a path behind which one of the documents is; false when there is none. Each document
 * has the name of what it is about in its path, so that the root of the host describes nothing:
 * what is asked there is asked for any address of the host, /mcp/key too.
 */
bool metadata_answer(struct oauth *oauth, const char *path);

/* Answers GET /auth/jwks.json. */
void metadata_answer_keys(struct oauth *oauth);

#endif
