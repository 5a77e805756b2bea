#include "base/clock.h"

#include <stdio.h>
#include <time.h>

int64_t clock_unix_seconds(void)
{
	return (int64_t)time(NULL);
}

int64_t clock_unix_microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_monotonic_microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void clock_utc_now(char text[CLOCK_UTC_BYTES])
{
	struct timespec now;
	struct tm utc;
	size_t length;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	length = strftime(text, CLOCK_UTC_BYTES, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text + length, CLOCK_UTC_BYTES - length, ".%03uZ", (unsigned)(now.tv_nsec / 1000000) % 1000U);
}
