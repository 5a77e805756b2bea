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
	const struct guess from_anywhere[] = { { GUESS_ACCOUNT, account }, { GUESS_NETWORK, attempt->network } };
	struct guess from_known = { .kind = GUESS_BROWSER };
	const struct guess *guesses;
	size_t count;
	const char *hash;
	bool found;

	if (!user_store_find_with_password(db, account, user, &hash, &found) ||
	    !known_browser_find(db, account, hash, attempt->marks, &from_known.name))
		return false;
	guesses = from_known.name ? &from_known : from_anywhere;
	count = from_known.name ? 1 : 2;
	if (!guess_admit(db, guesses, count))
		return false;
	if (!password_matches(db_arena(db), attempt->password, hash) || !found)
		return fail(db_error(db), ERROR_DENIED, "the e-mail address or the password is wrong");
	return guess_was_right(db, guesses, count);
}
