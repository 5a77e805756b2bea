/*
 * The C library knows zones only as the TZ of the whole process, so each conversion sets it
 * and puts it back; a process answers one request at a time in one thread.
 */
#include "base/zone.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ZONE_FOLDER "/usr/share/zoneinfo"

/* Zone files (RFC 9636) begin so; lists and folders stand beside them. */
static bool is_zone_file(const char *path)
{
	char magic[4];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	bool is_zone = file >= 0 && read(file, magic, sizeof(magic)) == sizeof(magic) && memcmp(magic, "TZif", 4) == 0;

	if (file >= 0)
		close(file);
	return is_zone;
}

bool zone_is_known(const char *zone)
{
	char path[PATH_MAX];

	if (strcmp(zone, "UTC") == 0)
		return true;
	if (!*zone || *zone == '/' || strstr(zone, "..") || strlen(zone) > 64)
		return false;
	if (strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-") != strlen(zone))
		return false;
	snprintf(path, sizeof(path), ZONE_FOLDER "/%s", zone);
	return is_zone_file(path);
}

static void enter(const char *zone)
{
	setenv("TZ", zone_is_known(zone) ? zone : "UTC", 1);
	tzset();
}

static void leave(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
}

void zone_local(const char *zone, int64_t unix_seconds, struct tm *local)
{
	time_t moment = (time_t)unix_seconds;

	enter(zone);
	localtime_r(&moment, local);
	leave();
}

static long offset_at(time_t moment)
{
	struct tm local;

	localtime_r(&moment, &local);
	return local.tm_gmtoff;
}

/*
 * mktime would do but for the hours around a change of clocks: there its answer depends on what
 * the process converted before.
 */
static time_t moment_of(time_t as_if_utc)
{
	const time_t day = 86400;
	time_t by_old_clock = as_if_utc - offset_at(as_if_utc - day);
	time_t by_new_clock = as_if_utc - offset_at(as_if_utc + day);

	if (as_if_utc - by_old_clock == offset_at(by_old_clock) || as_if_utc - by_new_clock != offset_at(by_new_clock))
		return by_old_clock;
	return by_new_clock;
}

int64_t zone_unix(const char *zone, const struct tm *local)
{
	struct tm copy = *local;
	time_t moment;

	enter(zone);
	moment = moment_of(timegm(&copy));
	leave();
	return (int64_t)moment;
}
