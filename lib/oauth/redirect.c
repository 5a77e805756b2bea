#include "oauth/redirect.h"

#include "base/text.h"
#include "config/public_url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#define LONGEST_URI 2000
#define LONGEST_HOST 255

/* An address taken apart as far as it matters here. */
struct address {
	const char *scheme;
	size_t scheme_length;
	const char *host;         /* NULL where the scheme is not followed by "//" */
	size_t host_length;       /* without the port */
	const char *port;         /* from its colon on; at the path where there is none */
	const char *path;         /* with the query */
};

static bool take_apart(const char *uri, struct address *address)
{
	size_t scheme = strcspn(uri, ":/?#");

	*address = (struct address){ .scheme = uri, .scheme_length = scheme };
	if (!scheme || uri[scheme] != ':')
		return false;
	address->path = address->port = uri + scheme + 1;
	if (!text_starts_with(address->path, "//"))
		return true;
	address->host = address->path + 2;
	address->path = address->host + strcspn(address->host, "/?#");
	address->host_length = *address->host == '[' ? strcspn(address->host, "]") + 1 : strcspn(address->host, ":/?#");
	if (address->host + address->host_length > address->path)
		return false;
	address->port = address->host + address->host_length;
	return true;
}

static bool has_scheme(const struct address *address, const char *scheme)
{
	return strlen(scheme) == address->scheme_length && strncmp(scheme, address->scheme, address->scheme_length) == 0;
}

/* The addresses that need no https, and whose port may be any (RFC 8252 section 7.3). */
static bool is_loopback(const struct address *address)
{
	return has_scheme(address, "http") && address->host && host_is_loopback(address->host, address->host_length);
}

/* Browsers take 127.1 and 0x7f.0.0.1 for 127.0.0.1, as inet_aton does; 0.0.0.0 leads to the own machine as well. */
static bool is_own_address(const char *host)
{
	struct in_addr four;
	struct in6_addr six;

	if (inet_pton(AF_INET6, host, &six) == 1) {
		if (!IN6_IS_ADDR_V4MAPPED(&six))
			return IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_UNSPECIFIED(&six);
		memcpy(&four, &six.s6_addr[12], sizeof(four));
	} else if (!inet_aton(host, &four)) {
		return false;
	}
	return ntohl(four.s_addr) >> 24 == 127 || four.s_addr == INADDR_ANY;
}

/* The host in small letters, without brackets and without the dot of the root; "" when it is none that there can be. */
static void read_host(const struct address *address, char host[LONGEST_HOST + 1])
{
	const char *from = address->host;
	size_t length = address->host_length;

	if (length && *from == '[') {
		from++;
		length -= 2;
	}
	if (length && from[length - 1] == '.')
		length--;
	if (length > LONGEST_HOST)
		length = 0;
	for (size_t i = 0; i < length; i++)
		host[i] = (char)tolower((unsigned char)from[i]);
	host[length] = '\0';
}

bool oauth_redirect_is_loopback(const char *uri)
{
	struct address address;
	char host[LONGEST_HOST + 1];

	if (!take_apart(uri, &address) || !address.host || !(has_scheme(&address, "http") || has_scheme(&address, "https")))
		return false;
	read_host(&address, host);
	/* RFC 6761 section 6.3 */
	return strcmp(host, "localhost") == 0 || text_ends_with(host, ".localhost") || is_own_address(host);
}

/* RFC 3986 section 2: what is not listed here must be percent-encoded; a backslash misleads browsers. */
static bool is_plain(const char *uri)
{
	for (; *uri; uri++)
		if (!isalnum((unsigned char)*uri) && !strchr("-._~:/?[]@!$&'()*+,;=%", *uri))
			return false;
	return true;
}

static bool is_port(const char *port, const char *end)
{
	if (port == end)
		return true;
	if (*port++ != ':' || port == end || end - port > 5)
		return false;
	while (port < end && isdigit((unsigned char)*port))
		port++;
	return port == end;
}

/* The names stand in a list that the administrator wrote. */
static bool is_listed(const char *schemes, const struct address *address)
{
	while (*schemes) {
		size_t length = strcspn(schemes, ", ");

		if (length == address->scheme_length && strncmp(schemes, address->scheme, length) == 0)
			return true;
		schemes += length;
		schemes += strspn(schemes, ", ");
	}
	return false;
}

/* Whether a character stands before the path. */
static bool contains(const struct address *address, char character)
{
	return memchr(address->host, character, (size_t)(address->path - address->host)) != NULL;
}

bool oauth_redirect_is_allowed(const struct config *config, const char *uri, struct error *error)
{
	struct address address;

	if (strlen(uri) > LONGEST_URI || !is_plain(uri) || !take_apart(uri, &address))
		return fail(error, ERROR_INVALID, "a redirect_uri must be an absolute URI of printable ASCII without a fragment");
	if (address.host && (contains(&address, '@') || contains(&address, '%') || !is_port(address.port, address.path)))
		return fail(error, ERROR_INVALID, "a redirect_uri must have no user, a host that is not encoded, and a port only of digits");
	if (has_scheme(&address, "https") && address.host_length)
		return true;
	if (is_loopback(&address))
		return true;
	if (!has_scheme(&address, "http") && !has_scheme(&address, "https") && is_listed(config->redirect_schemes, &address))
		return true;
	return fail(error, ERROR_INVALID,
		    "a redirect_uri must be https, or http on localhost, 127.0.0.1 or [::1]%s",
		    *config->redirect_schemes ? ", or have one of the schemes that are allowed here" : "");
}

static bool matches_but_for_port(const char *registered, const char *uri)
{
	struct address one, other;

	return take_apart(registered, &one) && take_apart(uri, &other) && is_loopback(&one) && is_loopback(&other) &&
	       one.host_length == other.host_length && strncmp(one.host, other.host, one.host_length) == 0 &&
	       is_port(other.port, other.path) && strcmp(one.path, other.path) == 0;
}

bool oauth_redirect_matches(const struct oauth_client *client, const char *uri)
{
	const char *line = client->redirect_uris;
	size_t length = strlen(uri);
	char registered[LONGEST_URI + 1];

	while (*line) {
		size_t line_length = strcspn(line, "\n");

		if (line_length == length && strncmp(line, uri, length) == 0)
			return true;
		if (line_length <= LONGEST_URI) {
			memcpy(registered, line, line_length);
			registered[line_length] = '\0';
			if (matches_but_for_port(registered, uri))
				return true;
		}
		line += line_length;
		line += *line == '\n';
	}
	return false;
}

const char *oauth_redirect_host(struct arena *arena, const char *uri)
{
	struct address address;

	if (!take_apart(uri, &address) || !address.host)
		return arena_copy(arena, uri, strcspn(uri, ":") + 1);
	return arena_copy(arena, address.host, (size_t)(address.path - address.host));
}
