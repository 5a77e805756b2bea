#include "desk/mentions.h"

#include <string.h>

/* What neither part of an address has. */
#define OUTSIDE " \t\r\n,;:!?()<>[]\"`@"
#define HOST_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"

/* Behind the code that begins with these backticks: it ends with as many. Those that nothing ends are text. */
static const char *behind_code(const char *text)
{
	size_t length = strspn(text, "`"), other;

	for (const char *end = strchr(text + length, '`'); end; end = strchr(end + other, '`')) {
		other = strspn(end, "`");
		if (other == length)
			return end + length;
	}
	return text + length;
}

/* The address that begins here, by its length; 0 for none. A host has no other letters, so any may follow it. */
static size_t address_length(const char *text)
{
	size_t name = strcspn(text, OUTSIDE);
	size_t host = name && text[name] == '@' ? strspn(text + name + 1, HOST_CHARACTERS) : 0;

	while (host && strchr(".-", text[name + host]))
		host--;
	return host ? name + 1 + host : 0;
}

const char *mention_next(struct arena *arena, const char **rest)
{
	const char *at = *rest + strcspn(*rest, "`@");

	while (*at) {
		size_t length = *at == '@' ? address_length(at + 1) : 0;

		if (length) {
			*rest = at + 1 + length;
			return arena_copy(arena, at + 1, length);
		}
		at = *at == '@' ? at + 1 : behind_code(at);
		at += strcspn(at, "`@");
	}
	*rest = at;
	return NULL;
}
