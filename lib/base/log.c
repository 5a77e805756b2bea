#include "base/log.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 2048
#define VALUE_CHARACTERS 200

static const char *const level_names[] = {
	[LOG_ERROR] = "error",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

void log_begin_request(struct log *log)
{
	if (!log->prefix[0])
		random_name(log->prefix, sizeof(log->prefix) - 1);
	snprintf(log->request_id, sizeof(log->request_id), "%s%08" PRIx32, log->prefix, ++log->requests);
}

/* How many visible characters of ASCII follow: nearly all of them. */
static size_t plain_bytes(const char *at, size_t most)
{
	size_t count = 0;

	while (count < most && at[count] >= 0x20 && at[count] < 0x7F)
		count++;
	return count;
}

/* The bytes of the character that starts here, or 0 for what is none or not to be shown. */
static size_t shown_bytes(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;
	size_t left = strnlen(at, 4);

	if (bytes[0] < 0x80)
		return bytes[0] >= 0x20 && bytes[0] != 0x7F;
	/* U+0080 to U+009F are control characters as well (ISO 6429). */
	if (bytes[0] == 0xC2 && bytes[1] < 0xA0)
		return 0;
	for (size_t length = 2; length <= left; length++)
		if (utf8_is_valid(at, length))
			return length;
	return 0;
}

/* Terminals and log readers act on control bytes; nobody may forge a line or a colour. */
static size_t escape_controls(const char *line, char *out, size_t capacity)
{
	size_t length = 0;

	while (*line && length + 5 < capacity) {
		size_t bytes = plain_bytes(line, capacity - length - 5);

		if (!bytes)
			bytes = shown_bytes(line);
		if (bytes) {
			memcpy(out + length, line, bytes);
			length += bytes;
			line += bytes;
		} else {
			length += (size_t)snprintf(out + length, capacity - length, "\\x%02x", (unsigned char)*line);
			line++;
		}
	}
	return length;
}

/* "moment level event request=id " */
static size_t write_head(char line[LINE_BYTES], const struct log *log, enum log_level level, const char *event)
{
	const char *const words[] = {
		" ", level_names[level], " ", event, " request=", log->request_id[0] ? log->request_id : "-", " ",
	};
	char *at = line;

	clock_utc_now(at);
	at += strlen(at);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		at = stpcpy(at, words[i]);
	return (size_t)(at - line);
}

void log_event(const struct log *log, enum log_level level, const char *event, const char *format, ...)
{
	char line[LINE_BYTES], escaped[LINE_BYTES * 2];
	va_list values;
	size_t length;

	if (level > log->level)
		return;
	length = write_head(line, log, level, event);
	va_start(values, format);
	vsnprintf(line + length, sizeof(line) - length, format, values);
	va_end(values);
	length = escape_controls(line, escaped, sizeof(escaped) - 1);
	escaped[length++] = '\n';
	if (write(STDERR_FILENO, escaped, length) < 0)
		return; /* nowhere left to say it */
}

const char *log_quote(struct arena *arena, const char *value)
{
	struct text quoted = text_in(arena);
	size_t length;

	if (!value || !*value)
		return "-";
	length = utf8_prefix_bytes(value, VALUE_CHARACTERS);
	if (length == strcspn(value, " \"=") && !value[length])
		return value;
	text_add_json(&quoted, value, length);
	return text_string(&quoted);
}
