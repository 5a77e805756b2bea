#include "oauth/freshness.h"

#include "base/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define UNSAID ((int64_t)-1)
#define LONGEST ((int64_t)10 * 365 * 86400)

struct directives {
	bool forbidden;
	int64_t shared_age;
	int64_t age;
};

/* A number in quotes is seen in the wild; a caching answer to one that is none is not to keep. */
static int64_t seconds_of(const char *value, size_t length)
{
	int64_t seconds = 0;

	if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
		value++;
		length -= 2;
	}
	if (!length)
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (!isdigit((unsigned char)value[i]))
			return 0;
		if (seconds < LONGEST)
			seconds = seconds * 10 + (value[i] - '0');
	}
	return seconds < LONGEST ? seconds : LONGEST;
}

static bool name_is(const char *name, size_t length, const char *wanted)
{
	return strlen(wanted) == length && strncasecmp(name, wanted, length) == 0;
}

static void read_directive(struct directives *directives, const char *text, size_t length)
{
	const char *equals = memchr(text, '=', length);
	size_t name = equals ? (size_t)(equals - text) : length;
	int64_t seconds = equals ? seconds_of(equals + 1, length - name - 1) : 0;

	if (name_is(text, name, "no-store") || name_is(text, name, "no-cache") || name_is(text, name, "private"))
		directives->forbidden = true;
	else if (name_is(text, name, "s-maxage"))
		directives->shared_age = seconds;
	else if (name_is(text, name, "max-age"))
		directives->age = seconds;
}

static struct directives read_cache_control(const char *value)
{
	struct directives directives = { .shared_age = UNSAID, .age = UNSAID };

	while (value && *value) {
		size_t length;

		value += strspn(value, ", \t");
		length = strcspn(value, ", \t");
		if (length)
			read_directive(&directives, value, length);
		value += length;
	}
	return directives;
}

/* The one form that servers may send (RFC 9110 section 5.6.7). */
static bool read_date(const char *value, time_t *moment)
{
	struct tm parts = { 0 };
	const char *end = value ? strptime(value, "%a, %d %b %Y %H:%M:%S GMT", &parts) : NULL;

	if (!end || *end)
		return false;
	*moment = timegm(&parts);
	return true;
}

static int64_t lifetime(const struct freshness_headers *headers)
{
	struct directives said = read_cache_control(headers->cache_control);
	time_t date, expires;

	if (said.forbidden)
		return 0;
	if (said.shared_age != UNSAID)
		return said.shared_age;
	if (said.age != UNSAID)
		return said.age;
	if (!headers->expires)
		return UNSAID;
	if (!read_date(headers->expires, &expires) || !read_date(headers->date, &date) || expires <= date)
		return 0;
	return (int64_t)(expires - date);
}

int64_t freshness_seconds(const struct freshness_headers *headers)
{
	int64_t seconds = lifetime(headers);
	int64_t age = headers->age ? seconds_of(headers->age, strlen(headers->age)) : 0;

	if (seconds == UNSAID)
		return UNSAID;
	return seconds > age ? seconds - age : 0;
}
