/*
 * Browsers that somebody signed in with before. Whoever guesses at an account from elsewhere
 * makes it wait; its owner, at a browser that carries a mark of it, need not wait with them.
 *
 * A browser is known to several people: it keeps one mark for each of the last five accounts,
 * which tells nobody but us whose it is, and counts for as long as the password stays the same.
 */
#ifndef TASKDESK_AUTH_KNOWN_BROWSER_H
#define TASKDESK_AUTH_KNOWN_BROWSER_H

#include "store/db.h"

#include <stdbool.h>

/*
 * The marks for a browser that this account (its e-mail address) has just signed in with: those
 * that it sent (NULL: none), with one for the account. NULL with the error.
 */
const char *known_browser_add(struct db *db, const char *account, const char *marks);

/*
 * Sets mark to the one among those that a browser sent that we made for this account, with this
 * password hash (NULL: none); to NULL where there is none.
 */
bool known_browser_find(struct db *db, const char *account, const char *password_hash, const char *marks,
			const char **mark);

#endif
