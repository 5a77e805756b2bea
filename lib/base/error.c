#include "base/error.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const kind_names[] = {
	[ERROR_NONE] = "none",
	[ERROR_INVALID] = "invalid",
	[ERROR_DENIED] = "denied",
	[ERROR_NOT_FOUND] = "not_found",
	[ERROR_CONFLICT] = "conflict",
	[ERROR_LIMITED] = "limited",
	[ERROR_UNAVAILABLE] = "unavailable",
	[ERROR_INTERNAL] = "internal",
};

const char *error_kind_name(enum error_kind kind)
{
	return kind_names[kind];
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
	/* A format like %.60s, or the end of the room, may cut in the middle of a character. */
	utf8_mend(error->message);
	return false;
}

bool fail_remedy(struct error *error, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(error->remedy, sizeof(error->remedy), format, values);
	va_end(values);
	utf8_mend(error->remedy);
	return false;
}
