/*
 * Rows of the table guess: how often a secret was guessed at.
 */
#ifndef TASKDESK_STORE_GUESS_STORE_H
#define TASKDESK_STORE_GUESS_STORE_H

#include "base/secret.h"
#include "store/db.h"

struct guess_count {
	int64_t tries;
	int64_t wait_seconds;    /* until the next try is due; 0: it is */
};

/*
 * Reads the count and holds its row until the transaction ends, so that others who guess at
 * the same wait. One try less for each forgive_seconds that have passed.
 */
bool guess_store_lock(struct db *db, const unsigned char subject[SHA256_BYTES], int64_t forgive_seconds,
		      struct guess_count *count);

/* Writes how many tries there were, and after how long the next may come. */
bool guess_store_set(struct db *db, const unsigned char subject[SHA256_BYTES], const struct guess_count *count);

/* Takes back one try, and the wait that it brought. */
bool guess_store_take_back(struct db *db, const unsigned char subject[SHA256_BYTES]);

bool guess_store_delete(struct db *db, const unsigned char subject[SHA256_BYTES]);

/* Takes away at most limit counts whose last try is longer ago than forget_seconds. */
bool guess_store_forget(struct db *db, int64_t forget_seconds, int64_t limit);

#endif
