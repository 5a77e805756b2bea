#include "clocks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

int clock_group_read(struct clock_group *group, const char *text)
{
	const char *equals = strchr(text, '=');
	char *end = NULL;

	*group = (struct clock_group){ 0 };
	if (!equals || (size_t)(equals - text) >= sizeof(group->name)) {
		fprintf(stderr, "not name=pid,pid: %s\n", text);
		return 0;
	}
	memcpy(group->name, text, (size_t)(equals - text));
	for (const char *at = equals + 1; *at && group->count < CLOCKS_MOST; at = *end == ',' ? end + 1 : end) {
		pid_t pid = (pid_t)strtol(at, &end, 10);

		if (end == at || clock_getcpuclockid(pid, &group->clocks[group->count])) {
			fprintf(stderr, "no process: %s\n", at);
			return 0;
		}
		group->count++;
	}
	return 1;
}

static double microseconds(clockid_t clock)
{
	struct timespec time = { 0 };

	clock_gettime(clock, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static double total(const struct clock_group *group)
{
	double sum = 0;

	for (size_t i = 0; i < group->count; i++)
		sum += microseconds(group->clocks[i]);
	return sum;
}

void clock_group_begin(struct clock_group *group)
{
	group->began = total(group);
}

double clock_group_spent(const struct clock_group *group)
{
	return total(group) - group->began;
}

double wall_microseconds(void)
{
	return microseconds(CLOCK_MONOTONIC);
}

static int by_size(const void *one, const void *other)
{
	double difference = *(const double *)one - *(const double *)other;

	return difference < 0 ? -1 : difference > 0;
}

double quantile(double *values, size_t count, double part)
{
	if (!count)
		return 0;
	qsort(values, count, sizeof(*values), by_size);
	return values[(size_t)((double)(count - 1) * part + 0.5)];
}
