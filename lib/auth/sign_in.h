/*
 * Signing in with e-mail address and password.
 */
#ifndef TASKDESK_AUTH_SIGN_IN_H
#define TASKDESK_AUTH_SIGN_IN_H

#include "store/db.h"
#include "store/user_store.h"

#include <stdbool.h>

struct sign_in {
	const char *email;       /* in any case; white space at its ends does not count */
	const char *password;
	const char *network;     /* from where, by http_client_network */
	const char *marks;       /* of auth/known_browser.h, as the browser sent them; NULL: none */
};

/*
 * Fills in whose account it is. Fails with ERROR_DENIED when the password is wrong or there is
 * no such account, with the same words after the same work; with ERROR_LIMITED when this was
 * tried too often (then the password was not looked at); with ERROR_UNAVAILABLE. It takes half
 * a second and runs a transaction of its own, so it must not stand in one.
 */
bool sign_in_check(struct db *db, const struct sign_in *attempt, struct user *user);

#endif
