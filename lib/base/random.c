#include "base/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

void random_bytes(void *bytes, size_t length)
{
	unsigned char *at = bytes;

	while (length) {
		ssize_t got = getrandom(at, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			abort();
		at += got;
		length -= (size_t)got;
	}
}

void random_name(char *name, size_t length)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

	random_bytes(name, length);
	for (size_t i = 0; i < length; i++)
		name[i] = alphabet[(unsigned char)name[i] % 32];
	name[length] = '\0';
}
