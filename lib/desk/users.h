/*
 * People.
 */
#ifndef TASKDESK_DESK_USERS_H
#define TASKDESK_DESK_USERS_H

#include "desk/desk.h"

struct new_user {
	const char *email;
	const char *name;
	const char *password;      /* NULL: cannot sign in with one */
	const char *time_zone;     /* NULL: UTC */
};

/* An account that was checked and not saved yet. */
struct prepared_user {
	struct user user;
	const char *password_hash;
};

/* Whether somebody can be called so, and whether there is this time zone; else ERROR_INVALID, with the nearest zones. */
bool users_check_name(struct desk *desk, const char *name);
bool users_check_zone(struct desk *desk, const char *zone);

/* Checks what was wanted and hashes the password, which takes about half a second. */
bool users_prepare(struct desk *desk, const struct new_user *wanted, struct prepared_user *prepared);

/* Makes the account, within a change. ERROR_CONFLICT when the e-mail address is taken. */
bool users_create(struct desk *desk, struct prepared_user *prepared);

/* Gives an account another name or time zone (NULL: as it is), within a change; user is what it is afterwards. */
bool users_change(struct desk *desk, struct user *user, const char *name, const char *time_zone);

/*
 * Gives an account another password, within a change; NULL: none, so that nobody signs in with one. Whoever knew the
 * old one may have used it, so every browser is signed out and all that applications were given is revoked.
 */
bool users_set_password(struct desk *desk, const struct user *user, const char *password_hash);

/*
 * A page by id of the people that the acting user shares a workspace with; workspace: a
 * reference, or NULL for any; begins_with: of name or e-mail address, or NULL.
 */
bool users_list(struct desk *desk, const char *workspace, const char *begins_with, int64_t after_id, int64_t limit,
		struct user_list *list);

#endif
