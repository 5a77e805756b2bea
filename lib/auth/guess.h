/*
 * Guessing at secrets: free for a few times, then slower and slower, until a try comes as seldom
 * as one is forgiven. The counts are in the database, since there are many processes, and a try is
 * counted before anybody looks whether it is right: many at once get no further than one after the
 * other.
 *
 * Who never stops has, after the free tries and some ten more, one try at an account in 15 minutes
 * (96 a day, from wherever they come), and one in 5 minutes from one network (288 a day, at whatever
 * accounts). A browser that the account knows is counted as another account is, by itself. Of tokens
 * that a provider has to be asked about, one network has one in two seconds after the first fifty:
 * tokens that have expired come from everybody who renews them.
 */
#ifndef TASKDESK_AUTH_GUESS_H
#define TASKDESK_AUTH_GUESS_H

#include "store/db.h"

#include <stdbool.h>
#include <stddef.h>

enum guess_kind {
	GUESS_ACCOUNT,      /* passwords of one account; right: all is forgotten */
	GUESS_BROWSER,      /* the same from a browser that the account knows, in place of it and of the network */
	GUESS_NETWORK,      /* passwords from one network; right: that try is taken back */
	GUESS_SIGN_UP,      /* new accounts from one network; each counts */
	GUESS_DOCUMENT,     /* documents of clients not heard of before, from one network; each counts */
	GUESS_TOKEN,        /* tokens that a provider has to be asked about, from one network; right: that try is taken back */
};

struct guess {
	enum guess_kind kind;
	const char *name;   /* of the account or the network, in the one way it is always written */
};

/*
 * Counts a try that has to be admitted under each of these, at most two, in the order of their
 * kinds. Fails with ERROR_LIMITED, and with retry_after_seconds, when it comes too early; then
 * nothing is counted. Runs a transaction of its own.
 */
bool guess_admit(struct db *db, const struct guess *guesses, size_t count);

/* To be called when a try that was admitted was right. */
bool guess_was_right(struct db *db, const struct guess *guesses, size_t count);

/* To be called when it could not be told whether a try that was admitted was right: it does not count. */
bool guess_take_back(struct db *db, const struct guess *guess);

#endif
