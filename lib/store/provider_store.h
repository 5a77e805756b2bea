/*
 * What is kept of an outside provider: documents fetched from it, and its answers about tokens.
 */
#ifndef TASKDESK_STORE_PROVIDER_STORE_H
#define TASKDESK_STORE_PROVIDER_STORE_H

#include "base/secret.h"
#include "store/db.h"

struct provider_document {
	const char *body;            /* NULL: none came yet, or the one that did is a day over its time */
	const char *fetched_at;      /* names this version of it */
	bool is_fresh;
	bool was_tried;              /* some process began to fetch it within the last minute */
};

/* By name; all zero when nothing is known. */
bool provider_store_find(struct db *db, const char *name, struct provider_document *document);

/* Notes that this process fetches it now; claimed is false when one began within the last so many seconds. */
bool provider_store_claim(struct db *db, const char *name, int64_t pause_seconds, bool *claimed);

/* Keeps what came, for so many seconds. */
bool provider_store_keep(struct db *db, const char *name, const char *body, int64_t fresh_seconds);

/* What the provider said about a token; answer is NULL when that is not known, or no longer. */
bool provider_store_find_answer(struct db *db, const unsigned char token_hash[SHA256_BYTES], const char **answer);

/* Keeps it for so many seconds, and takes away what is over. */
bool provider_store_keep_answer(struct db *db, const unsigned char token_hash[SHA256_BYTES], const char *answer,
				int64_t seconds);

#endif
