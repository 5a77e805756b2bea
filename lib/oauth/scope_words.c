#include "oauth/scope_words.h"

#include "auth/scope.h"
#include "base/text.h"

#include <string.h>

const struct oauth_scope_row oauth_scope_rows[] = {
	{ OAUTH_TASKS_READ, "tasks:read", "see your workspaces, projects and tasks", SCOPE_READ },
	{ OAUTH_TASKS_WRITE, "tasks:write", "create, change and delete workspaces, projects and tasks for you, which includes seeing them",
	  SCOPE_READ | SCOPE_WRITE },
	{ OAUTH_ADMIN, "admin", "administer Taskdesk as far as you may, which includes seeing and changing all that you can", SCOPE_ALL },
	{ OAUTH_OFFLINE_ACCESS, "offline_access", "stay signed in until you or it ends that", 0 },
	{ 0 },
};

/* RFC 6749 section 3.3: printable ASCII without the quote and the backslash. */
static bool is_scope_text(const char *words)
{
	for (; *words; words++)
		if (*words < ' ' || *words > '~' || *words == '"' || *words == '\\')
			return false;
	return true;
}

unsigned oauth_scope_named(const char *word, size_t length)
{
	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (strlen(row->word) == length && strncmp(row->word, word, length) == 0)
			return row->scope;
	return 0;
}

bool oauth_scopes_read(const char *words, unsigned *scopes)
{
	*scopes = 0;
	if (!words || !*words) {
		*scopes = OAUTH_SCOPES_USUAL;
		return true;
	}
	if (!is_scope_text(words))
		return false;
	while (*words) {
		size_t length = strcspn(words, " ");

		*scopes |= oauth_scope_named(words, length);
		words += length;
		words += strspn(words, " ");
	}
	return *scopes != 0;
}

bool oauth_scopes_read_all(const char *words, unsigned *scopes)
{
	*scopes = 0;
	for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
		size_t length = strcspn(words, " ");
		unsigned scope = oauth_scope_named(words, length);

		if (!scope)
			return false;
		*scopes |= scope;
		words += length;
	}
	return *scopes != 0;
}

const char *oauth_scope_words(struct arena *arena, unsigned scopes)
{
	struct text words = text_in(arena);

	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (scopes & row->scope)
			text_printf(&words, "%s%s", words.length ? " " : "", row->word);
	return text_string(&words);
}

unsigned oauth_scopes_allow(unsigned granted)
{
	unsigned allowed = 0;

	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (granted & row->scope)
			allowed |= row->allows;
	return allowed;
}

static bool includes(const struct oauth_scope_row *broad, const struct oauth_scope_row *narrow)
{
	return broad == narrow || (narrow->allows && !(narrow->allows & ~broad->allows));
}

unsigned oauth_scopes_including(unsigned scopes)
{
	unsigned including = 0;

	for (const struct oauth_scope_row *broad = oauth_scope_rows; broad->word; broad++)
		for (const struct oauth_scope_row *narrow = oauth_scope_rows; narrow->word; narrow++)
			if ((scopes & narrow->scope) && includes(broad, narrow))
				including |= broad->scope;
	return including;
}

unsigned oauth_scopes_within(unsigned allowed)
{
	unsigned scopes = 0;

	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (row->allows && !(row->allows & ~allowed))
			scopes |= row->scope;
	return scopes;
}

/* The rows go from the narrowest to the broadest, so the first that allows it all is the least. */
unsigned oauth_scopes_for(unsigned needed)
{
	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (needed && (row->allows & needed) == needed)
			return row->scope;
	return 0;
}
