/*
 * Starts a program with exactly the variables that descriptor 3 holds, each with a NUL behind it: a name may come
 * twice there and values may be any bytes, as web servers pass them on, and as no shell or script can.
 * usage: with-variables PROGRAM [ARGUMENT…] 3<VARIABLES
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SOURCE 3
#define MOST_BYTES ((size_t)1024 * 1024)
#define MOST_VARIABLES 500

static size_t read_all(char *bytes)
{
	size_t length = 0;
	ssize_t got;

	while ((got = read(SOURCE, bytes + length, MOST_BYTES - length)) > 0)
		length += (size_t)got;
	return length;
}

int main(int count, char **arguments)
{
	static char bytes[MOST_BYTES + 1];
	static char *variables[MOST_VARIABLES + 1];
	size_t length = read_all(bytes), found = 0;

	if (count < 2)
		return 2;
	for (size_t at = 0; at < length && found < MOST_VARIABLES; at += strlen(bytes + at) + 1)
		variables[found++] = bytes + at;
	close(SOURCE);
	execve(arguments[1], arguments + 1, variables);
	perror(arguments[1]);
	return 127;
}
