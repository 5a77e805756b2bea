/*
 * CPU time of other processes, all their threads together, to the nanosecond; and order in
 * what was measured.
 */
#ifndef BENCH_CLOCKS_H
#define BENCH_CLOCKS_H

#include <stddef.h>
#include <time.h>

#define CLOCKS_MOST 16

/* Processes whose time is added up under one name: "worker=12,13". */
struct clock_group {
	char name[32];
	clockid_t clocks[CLOCKS_MOST];
	size_t count;
	double began;           /* microseconds, at clock_group_begin */
};

/* False, with a line on stderr, where the text is no such list or a process is not there. */
int clock_group_read(struct clock_group *group, const char *text);
void clock_group_begin(struct clock_group *group);

/* Microseconds since then. */
double clock_group_spent(const struct clock_group *group);

double wall_microseconds(void);

/* Sorts the values; 0.5 is the median. */
double quantile(double *values, size_t count, double part);

#endif
