#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const kind_names[] = {
	[ERROR_NONE] = "none",
	[ERROR_INVALID] = "invalid",
	[ERROR_DENIED] = "denied",
	[ERROR_NOT_FOUND] = "not_found",
	[ERROR_CONFLICT] = "conflict",
	[ERROR_UNAVAILABLE] = "unavailable",
	[ERROR_INTERNAL] = "internal",
};

const char *error_kind_name(enum error_kind kind)
{
	return kind_names[kind];
}

/* A cut in the middle of a character would make the whole answer invalid UTF-8. */
static void trim_broken_character(char *message)
{
	size_t length = strlen(message);
	size_t start = length;

	while (start && ((unsigned char)message[start - 1] & 0xC0) == 0x80)
		start--;
	if (start && (unsigned char)message[start - 1] >= 0xC0) {
		unsigned char first = (unsigned char)message[start - 1];
		size_t wanted = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

		if (length - (start - 1) < wanted)
			message[start - 1] = '\0';
	}
}

bool fail(struct error *error, enum error_kind kind, const char *format, ...)
{
	va_list values;

	error->kind = kind;
	error->remedy[0] = '\0';
	error->retry_after_seconds = kind == ERROR_UNAVAILABLE ? 2 : 0;
	va_start(values, format);
	vsnprintf(error->message, sizeof(error->message), format, values);
	va_end(values);
	trim_broken_character(error->message);
	return false;
}

bool fail_remedy(struct error *error, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(error->remedy, sizeof(error->remedy), format, values);
	va_end(values);
	trim_broken_character(error->remedy);
	return false;
}
