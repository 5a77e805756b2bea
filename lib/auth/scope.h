/*
 * What a credential may do at all. A tool's row names the scopes it needs; roles in a
 * workspace are another question, asked by the desk.
 */
#ifndef TASKDESK_AUTH_SCOPE_H
#define TASKDESK_AUTH_SCOPE_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>

/* The bits are those of api_key.scopes. */
enum scope {
	SCOPE_READ = 1,
	SCOPE_WRITE = 2,
	SCOPE_ADMIN = 4,
};

#define SCOPE_ALL (SCOPE_READ | SCOPE_WRITE | SCOPE_ADMIN)

/* True when every needed scope is granted. Nothing needed means nothing is allowed. */
bool scope_allows(unsigned granted, unsigned needed);

/* "read, write", in the arena; "none" for no scope. */
const char *scope_names(struct arena *arena, unsigned scopes);

/* Reads "read,write"; fails with ERROR_INVALID on an unknown word or none at all. */
bool scope_parse(struct arena *arena, const char *words, unsigned *scopes, struct error *error);

#endif
