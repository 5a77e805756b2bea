#include "http/cgi_gateway.h"

#include <errno.h>
#include <unistd.h>

static long read_input(void *context, char *bytes, size_t length)
{
	ssize_t got;

	(void)context;
	do
		got = read(STDIN_FILENO, bytes, length);
	while (got < 0 && errno == EINTR);
	return got;
}

static bool write_output(void *context, const char *bytes, size_t length)
{
	(void)context;
	while (length) {
		ssize_t sent = write(STDOUT_FILENO, bytes, length);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

static bool flush_output(void *context)
{
	(void)context;
	return true;
}

struct gateway cgi_gateway(void)
{
	return (struct gateway){
		.params = environ,
		.read = read_input,
		.write = write_output,
		.flush = flush_output,
		.body_ends_at_content_length = true,
	};
}
