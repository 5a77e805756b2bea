/*
 * Rows of the table user.
 */
#ifndef TASKDESK_STORE_USER_STORE_H
#define TASKDESK_STORE_USER_STORE_H

#include "store/db.h"

#define SYSTEM_USER_ID 1

struct user {
	int64_t id;
	const char *email;
	const char *name;
	const char *time_zone;
	bool is_system;
	const char *created_at;
};

struct user_list {
	size_t count;
	struct user *users;
};

/* By e-mail (lower case) or by id; found is false when there is none. */
bool user_store_find_by_email(struct db *db, const char *email, struct user *user, bool *found);
bool user_store_find(struct db *db, int64_t id, struct user *user, bool *found);

/* By e-mail, with the hash to check a password against (NULL: none can be right). */
bool user_store_find_with_password(struct db *db, const char *email, struct user *user, const char **password_hash,
				   bool *found);

/* By id, where it is the viewer or shares a workspace with it; anybody when viewer_id is 0. */
bool user_store_find_colleague(struct db *db, int64_t id, int64_t viewer_id, struct user *user, bool *found);

/*
 * Those of this name, in any case: the viewer and who shares a workspace with it; everybody
 * when viewer_id is 0. At most ten.
 */
bool user_store_find_by_name(struct db *db, const char *name, int64_t viewer_id, struct user_list *list);

/*
 * A page by id of the viewer and those who share a workspace with it (everybody for viewer_id 0), in
 * one workspace or (0) in any, whose name or e-mail begins with prefix ("": all).
 */
bool user_store_page(struct db *db, int64_t viewer_id, int64_t workspace_id, const char *prefix, int64_t after_id,
		     int64_t limit, struct user_list *list);

/* All users that are not deleted, by id. */
bool user_store_list(struct db *db, struct user_list *list);

/*
 * Adds a user and gives it its id. password_hash may be NULL. Fails with ERROR_CONFLICT
 * when the e-mail is taken.
 */
bool user_store_insert(struct db *db, struct user *user, const char *password_hash, int64_t created_by);

/* Writes name and time zone. */
bool user_store_update(struct db *db, const struct user *user, int64_t updated_by);

/* NULL: the account has no password from now on. */
bool user_store_set_password(struct db *db, int64_t id, const char *password_hash, int64_t updated_by);

#endif
