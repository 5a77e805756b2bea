/*
 * The domain: what a team may do with its work. Rules and transactions live in this room;
 * it knows neither JSON nor HTTP.
 */
#ifndef TASKDESK_DESK_DESK_H
#define TASKDESK_DESK_DESK_H

#include "auth/principal.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "config/config.h"
#include "store/activity_store.h"
#include "store/db.h"
#include "store/workspace_store.h"

/* An access token, for the tool login. */
struct desk_token {
	const char *text;
	const char *scope;                        /* words */
	int64_t lives_seconds;
	const char *resource;                     /* the address it is for */
	struct user user;                         /* whom it acts as */
};

/* One caller's desk for one request. */
struct desk {
	struct db *db;
	struct arena *arena;
	struct error *error;
	const struct config *config;
	const struct principal *principal;
	const char *network;                      /* of who called by token and may be anybody, for auth/guess; NULL: who has a key was trusted with it */
	const char *endpoint;                     /* the path of the limited endpoint that was called; NULL: it is not limited */

	char now[CLOCK_UTC_BYTES];                /* the moment of the present change */
	char change_id[CHANGE_ID_LENGTH + 1];     /* names the present change */
	struct activity *activities;              /* what it did so far */
	size_t activity_count;
	size_t activity_capacity;

	/* Gives a token for e-mail address and password, outside of changes; NULL: there is no signing in here. */
	bool (*log_in)(struct desk *desk, const char *email, const char *password, struct desk_token *token);
};

void desk_init(struct desk *desk, struct db *db, struct arena *arena, struct error *error, const struct config *config,
	       const struct principal *principal);

/* The id to limit reads to; 0 for the system user, who sees everything. */
int64_t desk_viewer_id(const struct desk *desk);

/*
 * Whether a text can be a name or title: one line that is not blank, of at most so many characters. Else
 * ERROR_INVALID; what: "the name of a project", "a tag".
 */
bool desk_check_line(const struct desk *desk, const char *text, size_t longest, const char *what);

/* Fails with ERROR_DENIED unless the role is enough; the sentence names the role needed. */
bool desk_requires_role(const struct desk *desk, enum role has, enum role needed, const char *workspace);

/* "guest", "member", "owner". */
extern const char *const role_names[];

#endif
