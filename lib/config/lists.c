#include "config/lists.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <string.h>

/* RFC 6454 section 6.2, in the small letters in which browsers send it. */
static bool is_origin(const char *word)
{
	const char *host = strstr(word, "://");

	return host && host != word && host[3] && !strpbrk(host + 3, "/?#@*") && word[strcspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0';
}

static bool is_address(const char *word)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, word, bytes) == 1 || inet_pton(AF_INET6, word, bytes) == 1;
}

/* RFC 3986 section 3.1, likewise. */
static bool is_scheme(const char *word)
{
	return *word >= 'a' && *word <= 'z' && word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789+-.")] == '\0';
}

static bool check(struct arena *arena, const char *name, const char *words, bool (*is_right)(const char *word), const char *wanted,
		  struct error *error)
{
	const char *word;

	while ((word = text_next_word(arena, &words)))
		if (!is_right(word))
			return fail(error, ERROR_INVALID, "%s: '%.60s' is not %s", name, word, wanted);
	return true;
}

bool config_lists_check(const struct config *config, struct arena *arena, struct error *error)
{
	return check(arena, "allowed_origins", config->allowed_origins, is_origin,
		     "a web origin, which is https://host or https://host:port in small letters, with no slash behind it", error) &&
	       check(arena, "trusted_proxies", config->trusted_proxies, is_address, "an IP address; networks and names cannot be given", error) &&
	       check(arena, "redirect_schemes", config->redirect_schemes, is_scheme, "a scheme, which is small letters without ://", error);
}
