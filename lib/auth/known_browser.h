/*
 * Browsers that somebody signed in with before. Whoever guesses at an account from elsewhere
 * makes it wait; its owner, at a browser that carries this mark, need not wait with them.
 */
#ifndef TASKDESK_AUTH_KNOWN_BROWSER_H
#define TASKDESK_AUTH_KNOWN_BROWSER_H

#include "store/db.h"

#include <stdbool.h>

/* A new mark for a browser that this account (its e-mail address) has just signed in with; NULL with the error. */
const char *known_browser_mark(struct db *db, const char *account);

/* Sets is_known to whether the mark, from a browser, is one that we made for this account. */
bool known_browser_check(struct db *db, const char *account, const char *mark, bool *is_known);

#endif
