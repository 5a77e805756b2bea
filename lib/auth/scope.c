#include "auth/scope.h"

#include "base/text.h"

#include <string.h>

struct scope_name {
	unsigned scope;
	const char *name;
};

static const struct scope_name names[] = {
	{ SCOPE_READ, "read" },
	{ SCOPE_WRITE, "write" },
	{ SCOPE_ADMIN, "admin" },
};

#define SCOPE_COUNT (sizeof(names) / sizeof(names[0]))

bool scope_allows(unsigned granted, unsigned needed)
{
	return needed && (granted & needed) == needed;
}

const char *scope_names(struct arena *arena, unsigned scopes)
{
	struct text list = text_in(arena);

	for (size_t i = 0; i < SCOPE_COUNT; i++)
		if (scopes & names[i].scope)
			text_printf(&list, "%s%s", list.length ? ", " : "", names[i].name);
	return list.length ? text_string(&list) : "none";
}

static unsigned scope_named(const char *word)
{
	for (size_t i = 0; i < SCOPE_COUNT; i++)
		if (strcmp(names[i].name, word) == 0)
			return names[i].scope;
	return 0;
}

bool scope_parse(struct arena *arena, const char *words, unsigned *scopes, struct error *error)
{
	const char *word;

	*scopes = 0;
	while ((word = text_next_word(arena, &words))) {
		unsigned scope = scope_named(word);

		if (!scope)
			return fail(error, ERROR_INVALID, "there is no scope '%.40s'; the scopes are: %s", word,
				    scope_names(arena, SCOPE_ALL));
		*scopes |= scope;
	}
	return *scopes || fail(error, ERROR_INVALID, "name at least one scope: %s", scope_names(arena, SCOPE_ALL));
}
