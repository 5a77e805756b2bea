#include "base/clock.h"

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

static char *put_digits(char *at, unsigned number, size_t count)
{
	for (size_t i = count; i--; number /= 10)
		at[i] = (char)('0' + number % 10);
	return at + count;
}

static char *put_marked(char *at, char mark, unsigned number, size_t count)
{
	*at++ = mark;
	return put_digits(at, number, count);
}

size_t clock_write_day(char text[CLOCK_DAY_BYTES], const struct clock_moment *moment)
{
	char *at = put_digits(text, moment->year, 4);

	at = put_marked(at, '-', moment->month, 2);
	at = put_marked(at, '-', moment->day, 2);
	*at = '\0';
	return (size_t)(at - text);
}

size_t clock_write_utc(char text[CLOCK_UTC_BYTES], const struct clock_moment *moment)
{
	char *at = text + clock_write_day(text, moment);

	at = put_marked(at, 'T', moment->hour, 2);
	at = put_marked(at, ':', moment->minute, 2);
	at = put_marked(at, ':', moment->second, 2);
	if (moment->milliseconds >= 0)
		at = put_marked(at, '.', (unsigned)moment->milliseconds, 3);
	*at++ = 'Z';
	*at = '\0';
	return (size_t)(at - text);
}

void clock_utc_now(char text[CLOCK_UTC_BYTES])
{
	struct clock_moment moment;
	struct timespec now;
	struct tm utc;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	moment = (struct clock_moment){
		(unsigned)utc.tm_year + 1900, (unsigned)utc.tm_mon + 1, (unsigned)utc.tm_mday, (unsigned)utc.tm_hour,
		(unsigned)utc.tm_min, (unsigned)utc.tm_sec, (int)(now.tv_nsec / 1000000),
	};
	clock_write_utc(text, &moment);
}
