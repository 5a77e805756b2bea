#include "auth/sign_in.h"

#include "auth/guess.h"
#include "auth/known_browser.h"
#include "auth/password.h"

#include <string.h>

/* As accounts are named: lower case, without white space at the ends. */
static const char *account_name(struct arena *arena, const char *email)
{
	size_t length;
	char *name;

	email += strspn(email, " \t\r\n");
	length = strlen(email);
	while (length && strchr(" \t\r\n", email[length - 1]))
		length--;
	name = arena_copy(arena, email, length);
	for (char *at = name; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return name;
}

bool sign_in_check(struct db *db, const struct sign_in *attempt, struct user *user)
{
	const char *account = account_name(db_arena(db), attempt->email);
	struct guess guesses[] = { { GUESS_ACCOUNT, account }, { GUESS_NETWORK, attempt->network } };
	size_t count = 2;
	const char *hash;
	bool found, is_known;

	if (!known_browser_check(db, account, attempt->mark, &is_known))
		return false;
	if (is_known) {
		guesses[0] = (struct guess){ GUESS_BROWSER, attempt->mark };
		count = 1;
	}
	if (!guess_admit(db, guesses, count) || !user_store_find_with_password(db, account, user, &hash, &found))
		return false;
	if (!password_matches(db_arena(db), attempt->password, hash) || !found)
		return fail(db_error(db), ERROR_DENIED, "the e-mail address or the password is wrong");
	return guess_was_right(db, guesses, count);
}
