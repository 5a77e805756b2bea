#include "fcgi/record.h"

#include <errno.h>
#include <stdint.h>
#include <sys/uio.h>

#include <fastcgi.h>

/* The most that fits, in eights, so that no record needs padding but perhaps the last. */
#define RECORD_BYTES (FCGI_MAX_LENGTH - FCGI_MAX_LENGTH % 8)

/* Steps over what was written already. */
static void step(struct iovec *parts, size_t count, size_t written)
{
	for (size_t i = 0; i < count; i++) {
		size_t taken = written < parts[i].iov_len ? written : parts[i].iov_len;

		parts[i].iov_base = (char *)parts[i].iov_base + taken;
		parts[i].iov_len -= taken;
		written -= taken;
	}
}

static bool write_record(int connection, int request_id, char *bytes, size_t length)
{
	FCGI_Header header = {
		.version = FCGI_VERSION_1,
		.type = FCGI_STDOUT,
		.requestIdB1 = (unsigned char)(request_id >> 8),
		.requestIdB0 = (unsigned char)request_id,
		.contentLengthB1 = (unsigned char)(length >> 8),
		.contentLengthB0 = (unsigned char)length,
	};
	struct iovec parts[] = { { &header, sizeof(header) }, { bytes, length } };
	const size_t count = sizeof(parts) / sizeof(parts[0]);

	while (parts[0].iov_len + parts[1].iov_len) {
		ssize_t written = writev(connection, parts, (int)count);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		step(parts, count, (size_t)written);
	}
	return true;
}

bool record_write_output(int connection, int request_id, const char *bytes, size_t length)
{
	/* writev only reads what it is given through pointers that are not const. */
	char *at = (char *)(uintptr_t)bytes;

	while (length) {
		size_t part = length < RECORD_BYTES ? length : RECORD_BYTES;

		if (!write_record(connection, request_id, at, part))
			return false;
		at += part;
		length -= part;
	}
	return true;
}
