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
	enum activity_action action;
	size_t change_count;
	const struct field_change *changes;
};

/* What all activity of one call has in common. */
struct activity_origin {
	const char *change_id;
	const char *now;         /* RFC 3339 in UTC */
	int64_t actor_id;
	int64_t api_key_id;      /* 0: the bootstrap key, or the administrator */
};

/* Adds the rows, few statements for many of them. */
bool activity_store_insert(struct db *db, const struct activity_origin *origin, const struct activity *activities,
			   size_t count);

#endif
