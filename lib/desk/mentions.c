#include "desk/mentions.h"

#include <string.h>

/* What neither part of an address has. */
#define OUTSIDE " \t\r\n,;:!?()<>[]\"`@"
#define MARKS "`@\\"
#define HOST_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"

/* The address that begins here, by its length; 0 for none. A host has no other letters, so any may follow it. */
static size_t address_length(const char *text)
{
	size_t name = strcspn(text, OUTSIDE);
	size_t host = name && text[name] == '@' ? strspn(text + name + 1, HOST_CHARACTERS) : 0;

	while (host && strchr(".-", text[name + host]))
		host--;
	return host ? name + 1 + host : 0;
}

/* Behind what begins with this character and mentions nobody: CommonMark 2.4 for backslashes. */
static const char *behind_others(const char *at)
{
	if (*at == '`')
		return markdown_behind_span(at);
	return at + (*at == '\\' && (at[1] == '`' || at[1] == '\\') ? 2 : 1);
}

static const char *next_in_block(struct arena *arena, const char **rest)
{
	const char *at = *rest + strcspn(*rest, MARKS);

	while (*at) {
		size_t length = *at == '@' ? address_length(at + 1) : 0;

		if (length) {
			*rest = at + 1 + length;
			return arena_copy(arena, at + 1, length);
		}
		at = behind_others(at);
		at += strcspn(at, MARKS);
	}
	*rest = at;
	return NULL;
}

struct mentions mentions_in(const char *text)
{
	return (struct mentions){ .markdown = { .rest = text }, .block = "" };
}

const char *mention_next(struct arena *arena, struct mentions *mentions)
{
	const char *address = NULL;

	while (mentions->block && !(address = next_in_block(arena, &mentions->block)))
		mentions->block = markdown_next_block(arena, &mentions->markdown);
	return address;
}
