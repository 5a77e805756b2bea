#include "config/public_url.h"

#include "base/text.h"

#include <string.h>

#define HTTPS "https://"
#define HTTP "http://"
#define HOST_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789.-:[]"
#define PATH_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-/"

static const char *behind_scheme(const char *url)
{
	return text_starts_with(url, HTTPS) ? url + strlen(HTTPS) :
	       text_starts_with(url, HTTP)  ? url + strlen(HTTP) :
					      NULL;
}

bool host_is_loopback(const char *host, size_t length)
{
	static const char *const own[] = { "localhost", "127.0.0.1", "[::1]" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strlen(own[i]) == length && strncmp(own[i], host, length) == 0)
			return true;
	return false;
}

bool public_url_is_https(const char *url)
{
	return text_starts_with(url, HTTPS);
}

const char *public_url_path(const char *url)
{
	const char *host = behind_scheme(url);

	return host ? host + strcspn(host, "/") : "";
}

/* The host without its port. */
static size_t host_length(const char *host)
{
	return *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
}

bool public_url_check(const char *url, struct error *error)
{
	const char *host = behind_scheme(url);
	const char *path = public_url_path(url);

	if (!host || host == path)
		return fail(error, ERROR_INVALID, "public_url must be like https://your.host or https://your.host/folder");
	if (host + strspn(host, HOST_CHARACTERS) < path || path[strspn(path, PATH_CHARACTERS)] || strstr(path, "//"))
		return fail(error, ERROR_INVALID,
			    "public_url must be a lower-case host, perhaps a port and a plain path, and nothing else");
	if (text_ends_with(url, "/"))
		return fail(error, ERROR_INVALID, "public_url must not end with a slash");
	if (!public_url_is_https(url) && !host_is_loopback(host, host_length(host)))
		return fail(error, ERROR_INVALID, "public_url must be https, except for localhost");
	return true;
}
