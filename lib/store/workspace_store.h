/*
 * Rows of the tables workspace and membership. A viewer of id 0 sees everything; any other
 * sees the workspaces it is a member of.
 */
#ifndef TASKDESK_STORE_WORKSPACE_STORE_H
#define TASKDESK_STORE_WORKSPACE_STORE_H

#include "store/db.h"

/* In the order of the column's ENUM, so that a higher role may more. */
enum role {
	ROLE_NONE,
	ROLE_GUEST,
	ROLE_MEMBER,
	ROLE_OWNER,
};

struct workspace {
	int64_t id;
	const char *name;
	const char *description;   /* NULL: none */
	enum role role;            /* of the viewer; ROLE_OWNER for a viewer that sees everything */
	const char *archived_at;   /* NULL: not archived */
	const char *created_at;
	const char *created_by;    /* e-mail */
	const char *updated_at;
	const char *updated_by;    /* e-mail */
	const char *deleted_at;
	int64_t version;
};

struct workspace_list {
	size_t count;
	struct workspace *workspaces;
};

/* One that the viewer may see, also a deleted one: deleted_at tells. */
bool workspace_store_find(struct db *db, int64_t id, int64_t viewer_id, struct workspace *workspace, bool *found);

/* Those of this name, in any case, that the viewer may see. At most ten. */
bool workspace_store_find_by_name(struct db *db, const char *name, int64_t viewer_id, struct workspace_list *list);

/* A page, by id, of those that the viewer may see and whose id is greater than after_id. */
bool workspace_store_list(struct db *db, int64_t viewer_id, bool archived, int64_t after_id, int64_t limit,
			  struct workspace_list *list);

/* Adds it and gives it its id. now is a moment, RFC 3339 in UTC. */
bool workspace_store_insert(struct db *db, struct workspace *workspace, const char *now, int64_t created_by);

bool workspace_store_add_member(struct db *db, int64_t workspace_id, int64_t user_id, enum role role,
				int64_t created_by);

/* Whether the user is a member in any role, or the system user. */
bool workspace_store_has_member(struct db *db, int64_t workspace_id, int64_t user_id, bool *has);

/* Writes name, description and archived_at where the version is still this one. */
bool workspace_store_update(struct db *db, const struct workspace *workspace, const char *now, int64_t updated_by,
			    bool *changed);
bool workspace_store_set_deleted(struct db *db, int64_t id, int64_t version, bool is_deleted, const char *now,
				 int64_t updated_by, bool *changed);

struct member {
	int64_t user_id;
	const char *email;
	const char *name;
	enum role role;
};

struct member_list {
	size_t count;
	struct member *members;
};

/* By role, highest first, then by name. */
bool workspace_store_members(struct db *db, int64_t workspace_id, struct member_list *list);

/* Gives the user this role there; ROLE_NONE takes the user out. */
bool workspace_store_set_role(struct db *db, int64_t workspace_id, int64_t user_id, enum role role, int64_t by);

#endif
