/*
 * Where people sign in, out, or up, before they come to any other page.
 */
#ifndef TASKDESK_WEB_ENTRANCE_H
#define TASKDESK_WEB_ENTRANCE_H

#include "web/visit.h"

/* What brings a person here. */
struct occasion {
	const char *purpose;         /* behind "Sign in": "to continue to …"; NULL: nothing more */
	const char *email;           /* to fill in; NULL: none */
	bool must_sign_in;           /* also whoever is signed in */
	bool wants_account;          /* begin with making a new account, where people may */
};

/*
 * True when the person is signed in and the page may go on; visit->is_fresh says whether by this
 * request. False when the answer is written: a page to sign in, to make an account, or a redirect.
 */
bool entrance_pass(struct visit *visit, const struct occasion *occasion);

/* Makes the browser known to the account, as its present password has it. False with the error. */
bool entrance_know_browser(struct visit *visit, const struct user *user);

/* Who somebody says to be. */
struct claim {
	const char *email;
	const char *password;
	const char *refusal;         /* the event in the log when it is wrong, or too early to be looked at */
};

/*
 * Fills in whose account it is. Fails as sign_in_check does, and then has noted the refusal in the log and, with
 * ERROR_LIMITED, added to the response when to try again.
 */
bool entrance_check(struct visit *visit, const struct claim *claim, struct user *user);

#endif
