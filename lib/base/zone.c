/*
 * The C library knows zones only as the TZ of the whole process, so each conversion sets it
 * and puts it back; a process answers one request at a time in one thread.
 */
#include "base/zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ZONE_FOLDER "/usr/share/zoneinfo"

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
	return access(path, R_OK) == 0;
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

int64_t zone_unix(const char *zone, const struct tm *local)
{
	struct tm copy = *local;
	time_t moment;

	copy.tm_isdst = -1;
	enter(zone);
	moment = mktime(&copy);
	leave();
	return (int64_t)moment;
}
