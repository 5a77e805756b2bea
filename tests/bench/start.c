/*
 * Runs a program many times, one after the other, as a web server runs a CGI program, and says what one run took.
 * usage: start --times N --input FILE [--want TEXT] [--cpu NAME=PID,PID…] -- PROGRAM ARGUMENT…
 *
 * CPU time is that of the program, user and system, plus what the named processes used meanwhile.
 */
#include "clocks.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_BYTES 262144

extern char **environ;

struct start {
	long times;
	const char *input;
	const char *want;
	struct clock_group group;
	char **program;
};

static _Noreturn void give_up(const char *doing)
{
	fprintf(stderr, "%s: %s\n", doing, strerror(errno));
	exit(1);
}

static pid_t spawn(const struct start *start, int output)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, start->input, O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, output, 1);
	errno = posix_spawn(&pid, start->program[0], &actions, NULL, start->program, environ);
	if (errno)
		give_up(start->program[0]);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static void check(const struct start *start, int output)
{
	static char answer[ANSWER_BYTES];
	size_t length = 0;
	ssize_t got;

	while ((got = read(output, answer + length, sizeof(answer) - 1 - length)) > 0)
		length += (size_t)got;
	answer[length] = '\0';
	if (start->want && !strstr(answer, start->want)) {
		fprintf(stderr, "an answer that is not as it should be:\n%.1500s\n", answer);
		exit(1);
	}
}

static double cpu_of(const struct rusage *usage)
{
	return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1e6 +
	       (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
}

static void run_once(const struct start *start, double *cpu, double *wall)
{
	double began = wall_microseconds();
	struct rusage usage;
	int ends[2], status;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		give_up("pipe");
	pid = spawn(start, ends[1]);
	close(ends[1]);
	check(start, ends[0]);
	close(ends[0]);
	if (wait4(pid, &status, 0, &usage) != pid || status) {
		fprintf(stderr, "%s ended with status %d\n", start->program[0], status);
		exit(1);
	}
	*wall = wall_microseconds() - began;
	*cpu = cpu_of(&usage);
}

static int read_arguments(struct start *start, int count, char **arguments)
{
	int i = 1;

	for (; i + 1 < count && strcmp(arguments[i], "--") != 0; i += 2) {
		if (strcmp(arguments[i], "--times") == 0)
			start->times = atol(arguments[i + 1]);
		else if (strcmp(arguments[i], "--input") == 0)
			start->input = arguments[i + 1];
		else if (strcmp(arguments[i], "--want") == 0)
			start->want = arguments[i + 1];
		else if (strcmp(arguments[i], "--cpu") != 0 || !clock_group_read(&start->group, arguments[i + 1]))
			return 0;
	}
	start->program = arguments + i + 1;
	return i + 1 < count && start->times > 0 && start->input;
}

int main(int count, char **arguments)
{
	struct start start = { 0 };
	double *cpu, *wall;
	double elsewhere, own;

	if (!read_arguments(&start, count, arguments)) {
		fprintf(stderr, "usage: start --times N --input FILE [--want TEXT] [--cpu NAME=PID,PID] -- PROGRAM\n");
		return 2;
	}
	cpu = calloc((size_t)start.times, sizeof(*cpu));
	wall = calloc((size_t)start.times, sizeof(*wall));
	if (!cpu || !wall)
		give_up("memory");
	clock_group_begin(&start.group);
	for (long i = 0; i < start.times; i++)
		run_once(&start, &cpu[i], &wall[i]);
	elsewhere = clock_group_spent(&start.group) / (double)start.times;
	own = quantile(cpu, (size_t)start.times, 0.5);
	printf("cpu_program=%.0f cpu_%s=%.0f cpu=%.0f requests=%ld failed=0 per_second=%.0f p50=%.0f p99=%.0f answer_bytes=0\n",
	       own, start.group.name, elsewhere, own + elsewhere, start.times,
	       1e6 / quantile(wall, (size_t)start.times, 0.5), quantile(wall, (size_t)start.times, 0.5),
	       quantile(wall, (size_t)start.times, 0.99));
	free(cpu);
	free(wall);
	return 0;
}
