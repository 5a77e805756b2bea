/*
 * Scopes as OAuth says them, and what they mean for tools and to people.
 */
#ifndef TASKDESK_OAUTH_SCOPE_WORDS_H
#define TASKDESK_OAUTH_SCOPE_WORDS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* The bits are those of the columns named scopes in the oauth tables. */
enum oauth_scope {
	OAUTH_TASKS_READ = 1,
	OAUTH_TASKS_WRITE = 2,
	OAUTH_ADMIN = 4,
	OAUTH_OFFLINE_ACCESS = 8,
};

/* What a client gets that asks for nothing in particular, and what we suggest to ask for. */
#define OAUTH_SCOPES_USUAL (OAUTH_TASKS_READ | OAUTH_TASKS_WRITE)
#define OAUTH_SCOPES_ALL (OAUTH_TASKS_READ | OAUTH_TASKS_WRITE | OAUTH_ADMIN | OAUTH_OFFLINE_ACCESS)

struct oauth_scope_row {
	enum oauth_scope scope;
	const char *word;            /* "tasks:read" */
	const char *meaning;         /* for the consent page, after "The application wants to": "see your …" */
	unsigned allows;             /* scopes of auth/scope.h; the broader include the narrower */
};

/* In the order to show them; a row without a word ends it. */
extern const struct oauth_scope_row oauth_scope_rows[];

/*
 * Reads space-separated words (RFC 6749 section 3.3). Words we do not know are left out, as the
 * RFC allows; false when a character is not allowed there or no word is left. NULL and "" give
 * the usual ones.
 */
bool oauth_scopes_read(const char *words, unsigned *scopes);

/* The same for who must not be mistaken: false when any word is not known, or there is none. */
bool oauth_scopes_read_all(const char *words, unsigned *scopes);

/* The scope with this name of so many bytes; 0 when there is none. */
unsigned oauth_scope_named(const char *word, size_t length);

/* "tasks:read tasks:write", in the arena; "" for none. */
const char *oauth_scope_words(struct arena *arena, unsigned scopes);

/* What the granted scopes let tools do: scopes of auth/scope.h. */
unsigned oauth_scopes_allow(unsigned granted);

/* These scopes and all that include one of them: who withholds these withholds all of those. */
unsigned oauth_scopes_including(unsigned scopes);

/* All scopes that let tools do nothing that these scopes of auth/scope.h do not. */
unsigned oauth_scopes_within(unsigned allowed);

/* The fewest scopes to be granted for what a tool needs: the other way round. */
unsigned oauth_scopes_for(unsigned needed);

#endif
