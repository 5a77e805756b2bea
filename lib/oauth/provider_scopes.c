#include "oauth/provider_scopes.h"

#include "base/text.h"

#include <string.h>

#define ANY "*"
#define SEPARATORS ", "
#define STAY_SIGNED_IN "offline_access" /* OpenID Connect Core 1.0 section 11 */

/* One entry of the map. */
struct entry {
	const char *theirs;
	size_t length;
	unsigned ours;
};

/* The next entry of the map; false at its end. ours is 0 where an entry cannot be read. */
static bool next_entry(const char **map, struct entry *entry)
{
	size_t length;
	const char *equals;

	*map += strspn(*map, SEPARATORS);
	length = strcspn(*map, SEPARATORS);
	if (!length)
		return false;
	equals = memchr(*map, '=', length);
	*entry = (struct entry){ .theirs = *map, .length = equals ? (size_t)(equals - *map) : length };
	if (equals)
		entry->ours = oauth_scope_named(equals + 1, length - entry->length - 1);
	*map += length;
	return true;
}

static bool has_word(const char *words, const char *word, size_t length)
{
	while (*words) {
		size_t one = strcspn(words, SEPARATORS);

		if (one == length && strncmp(words, word, length) == 0)
			return true;
		words += one;
		words += strspn(words, SEPARATORS);
	}
	return false;
}

static bool is_any(const struct entry *entry)
{
	return entry->length == strlen(ANY) && *entry->theirs == *ANY;
}

bool provider_scopes_check(const char *map, struct error *error)
{
	struct entry entry;

	while (next_entry(&map, &entry))
		if (!entry.length || !entry.ours)
			return fail(error, ERROR_INVALID,
				    "scope_map must be a list like api.read=tasks:read, api.write=tasks:write, with the scopes tasks:read, tasks:write and admin behind the equals signs");
	return true;
}

unsigned provider_scopes_read(const struct oauth *oauth, const char *words)
{
	const char *map = oauth->config->scope_map;
	unsigned scopes = 0;
	struct entry entry;

	if (!*map)
		return oauth_scopes_read(words, &scopes) && *words ? scopes : 0;
	while (next_entry(&map, &entry))
		if (is_any(&entry) || has_word(words, entry.theirs, entry.length))
			scopes |= entry.ours;
	return scopes;
}

bool provider_scopes_suffice(const struct oauth *oauth, const char *words)
{
	const char *required = oauth->config->required_scopes;

	while (*required) {
		size_t length = strcspn(required, SEPARATORS);

		if (length && !has_word(words, required, length))
			return false;
		required += length;
		required += strspn(required, SEPARATORS);
	}
	return true;
}

static void add_word(struct text *text, const char *word, size_t length)
{
	if (length && !has_word(text_string(text), word, length)) {
		text_add(text, text->length ? " " : "");
		text_add_bytes(text, word, length);
	}
}

static void add_words(struct text *text, const char *words)
{
	while (*words) {
		size_t length = strcspn(words, SEPARATORS);

		add_word(text, words, length);
		words += length;
		words += strspn(words, SEPARATORS);
	}
}

const char *provider_scope_words(const struct oauth *oauth, unsigned scopes)
{
	const char *map = oauth->config->scope_map;
	struct text words = text_in(oauth->arena);
	struct entry entry;

	if (!*map)
		add_words(&words, oauth_scope_words(oauth->arena, scopes));
	while (next_entry(&map, &entry))
		if (!is_any(&entry) && (entry.ours & scopes))
			add_word(&words, entry.theirs, entry.length);
	add_words(&words, oauth->config->required_scopes);
	return text_string(&words);
}

static bool means_something(const struct oauth *oauth, const char *word, size_t length)
{
	const char *map = oauth->config->scope_map;
	struct entry entry;

	if (!*map && oauth_scope_named(word, length))
		return true;
	while (next_entry(&map, &entry))
		if (!is_any(&entry) && entry.length == length && strncmp(entry.theirs, word, length) == 0)
			return true;
	return has_word(STAY_SIGNED_IN, word, length);
}

const char *provider_scopes_to_ask(const struct oauth *oauth, const char *words, unsigned *scopes)
{
	struct text asked = text_in(oauth->arena);

	if (!words || !*words)
		words = provider_scope_words(oauth, OAUTH_SCOPES_USUAL);
	add_words(&asked, oauth->config->default_scope);
	add_words(&asked, oauth->config->required_scopes);
	while (*words) {
		size_t length = strcspn(words, SEPARATORS);

		if (means_something(oauth, words, length))
			add_word(&asked, words, length);
		words += length;
		words += strspn(words, SEPARATORS);
	}
	*scopes = provider_scopes_read(oauth, text_string(&asked));
	return text_string(&asked);
}
