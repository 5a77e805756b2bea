/*
 * An access token by e-mail address and password, for those who sign in without a browser.
 */
#ifndef TASKDESK_OAUTH_LOGIN_H
#define TASKDESK_OAUTH_LOGIN_H

#include "oauth/oauth.h"
#include "store/user_store.h"

struct login {
	const char *email;
	const char *password;
	unsigned scopes;             /* at most these, of enum oauth_scope */
};

struct login_token {
	const char *text;
	unsigned scopes;
	const char *resource;
	struct user user;
};

/*
 * Checks the password, under the limits on guessing, and issues a token. Fails as sign_in_check
 * does, and with ERROR_DENIED when no scope is left.
 */
bool login_token(struct oauth *oauth, const struct login *login, struct login_token *token);

#endif
