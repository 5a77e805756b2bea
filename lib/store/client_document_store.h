/*
 * Rows of the table client_document: metadata documents of clients, as far as they were read.
 */
#ifndef TASKDESK_STORE_CLIENT_DOCUMENT_STORE_H
#define TASKDESK_STORE_CLIENT_DOCUMENT_STORE_H

#include "store/oauth_client_store.h"

struct client_document {
	bool is_pinned;
	bool is_fresh;               /* what stands here holds still */
	bool is_being_fetched;       /* by some process, right now */
	bool has_copy;               /* a good one came within the last day */
	const char *refusal;         /* why there is no client; NULL: there is, or nothing is known yet */
};

/* found is false when the URL was never asked for. */
bool client_document_store_find(struct db *db, const char *url, struct client_document *document, bool *found);

/* How many are being fetched by all processes together. */
bool client_document_store_fetching(struct db *db, int64_t *count);

/* Notes that this process fetches it; claimed is false when another does already. */
bool client_document_store_claim(struct db *db, const char *url, int64_t seconds, bool *claimed);

/*
 * Keeps what a good document says as the client of that name, for so many seconds, or as the
 * administrator's copy. A client of that name and of another kind is left alone. In a transaction.
 */
bool client_document_store_keep(struct db *db, const struct oauth_client *client, int64_t fresh_seconds, bool pinned);

/* Keeps why there is no such client, or with refusal NULL that the copy has to do, for so many seconds. */
bool client_document_store_refuse(struct db *db, const char *url, const char *refusal, int64_t fresh_seconds);

/* Takes the administrator's copy back; changed is false when there was none. */
bool client_document_store_unpin(struct db *db, const char *url, bool *changed);

/* Takes away refusals that nobody asked for in the last day, and clients never used in 30 days; at most limit of each. */
bool client_document_store_forget(struct db *db, int64_t limit);

#endif
