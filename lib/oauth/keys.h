/*
 * The keys that sign access tokens: made at first use, kept in the database for all processes,
 * replaced now and then, published.
 */
#ifndef TASKDESK_OAUTH_KEYS_H
#define TASKDESK_OAUTH_KEYS_H

#include "base/error.h"
#include "base/log.h"
#include "config/config.h"
#include "store/db.h"

struct json_object;

/*
 * The private key that signs now, for jose_sign; made when there is none or it is old. Runs a
 * transaction of its own, so it must not stand in one. Why a sealed key cannot be opened is logged only.
 */
bool keys_for_signing(struct db *db, const struct config *config, const struct log *log, const char **private_key);

/* {"keys": [...]}: whatever tokens that still live are signed with. In the arena. */
bool keys_published(struct db *db, struct json_object **keys);

enum keys_rotation {
	KEYS_RETIRE,     /* tokens of the keys so far live to their end */
	KEYS_DISTRUST,   /* they are refused at once: a key has leaked */
};

/* Makes a new key and sets kid to its name. */
bool keys_rotate(struct db *db, const struct config *config, enum keys_rotation rotation, const char **kid);

#endif
