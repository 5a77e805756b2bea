/*
 * Clients that describe themselves (draft-ietf-oauth-client-id-metadata-document): the client_id
 * is the https URL of a JSON document, which is fetched, checked and kept as long as its server
 * allows, within bounds. What went wrong is kept for a while too, so that nobody can make us
 * ask again and again.
 */
#ifndef TASKDESK_OAUTH_CLIENT_DOCUMENT_H
#define TASKDESK_OAUTH_CLIENT_DOCUMENT_H

#include "oauth/oauth.h"
#include "store/oauth_client_store.h"

/* Whether a client_id claims to be the URL of a document. */
bool client_document_is_named_by(const char *client_id);

/*
 * Makes sure that the client of this URL stands in the database as its document says now.
 * False with invalid_client when the document does not make one, or with oauth->error
 * (ERROR_UNAVAILABLE, ERROR_LIMITED) when that cannot be told now.
 */
bool client_document_refresh(struct oauth *oauth, const char *url);

/*
 * Keeps the administrator's copy of a document, which is never fetched from then on. False with
 * a refusal when the text is no such document for this URL.
 */
bool client_document_pin(struct oauth *oauth, const char *url, const char *text);

#endif
