/*
 * Rows of the tables activity and activity_change: who changed what, when, through which
 * credential, from what to what.
 */
#ifndef TASKDESK_STORE_ACTIVITY_STORE_H
#define TASKDESK_STORE_ACTIVITY_STORE_H

#include "store/db.h"

#define CHANGE_ID_LENGTH 16

/* In the order of the columns' ENUMs. */
enum activity_entity {
	ENTITY_USER = 1,
	ENTITY_API_KEY,
	ENTITY_WORKSPACE,
	ENTITY_TASK,
	ENTITY_PROJECT,
	ENTITY_COMMENT,
	ENTITY_OAUTH_CLIENT,
};

enum activity_action {
	ACTION_CREATE = 1,
	ACTION_UPDATE,
	ACTION_DELETE,
	ACTION_RESTORE,
	ACTION_REVOKE,
};

struct field_change {
	const char *field;
	const char *before;      /* NULL: none */
	const char *after;
};

struct activity {
	enum activity_entity entity;
	int64_t entity_id;
	int64_t workspace_id;    /* 0: belongs to none */
	int64_t task_id;         /* of a comment, the task; 0 for all else */
	enum activity_action action;
	size_t change_count;
	const struct field_change *changes;
};

/* What all activity of one call has in common. */
struct activity_origin {
	const char *change_id;
	const char *now;         /* RFC 3339 in UTC */
	int64_t actor_id;
	int64_t api_key_id;      /* 0: the bootstrap key, the administrator, or OAuth */
	int64_t oauth_client_id; /* 0: not by OAuth */
};

/* Adds the rows, few statements for many of them. */
bool activity_store_insert(struct db *db, const struct activity_origin *origin, const struct activity *activities,
			   size_t count);

/* A row as it was kept. */
struct kept_activity {
	int64_t id;
	const char *change_id;
	const char *at;
	int64_t actor_id;
	const char *actor;           /* e-mail */
	const char *credential;      /* name of the API key or OAuth client; NULL: the bootstrap key, or the administrator */
	int64_t workspace_id;
	enum activity_entity entity;
	int64_t entity_id;
	enum activity_action action;
	struct field_change *changes;
	size_t change_count;
	const char *name;            /* with_names: of the thing as it is now; of a comment, its task's title */
	int64_t task_id;             /* with_names: of a comment; else 0 */
	const char *text;            /* with_names: how a comment begins that is not deleted; else NULL */
};

struct activity_list {
	size_t count;
	struct kept_activity *activities;
};

/* Zero and NULL leave a condition out. */
struct activity_query {
	int64_t viewer_id;           /* 0 sees everything */
	bool everywhere;             /* past the limit of the request too, to know that there is more */
	int64_t workspace_id;
	int64_t project_id;          /* of the project, and of the tasks that are in it now, and their comments */
	int64_t task_id;             /* of the task and its comments */
	enum activity_entity entity; /* with entity_id: of exactly this thing */
	int64_t entity_id;
	int64_t actor_id;
	const char *change_id;
	const char *from, *before;   /* moments; the second is not included */
	int64_t before_id;           /* continue behind this one */
	int64_t after_id;            /* what came after this one, other than change_id_not */
	const char *change_id_not;
	bool in_effect;              /* with after_id: leave out what was undone since, and its undoing */
	const char *const *fields;   /* of updates those only that changed one of these */
	size_t field_count;
	bool with_names;
	bool without_changes;
	int64_t limit;
};

/* With their field changes, newest first. */
bool activity_store_list(struct db *db, const struct activity_query *query, struct activity_list *list);

#endif
