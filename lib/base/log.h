/*
 * The log: one line per event on stderr, in UTC, "name=value" words after the event's name.
 * Under FastCGI stderr is the web server's error log.
 */
#ifndef TASKDESK_BASE_LOG_H
#define TASKDESK_BASE_LOG_H

#include "base/arena.h"

#include <stdint.h>

enum log_level {
	LOG_ERROR,
	LOG_INFO,
	LOG_DEBUG,
};

struct log {
	enum log_level level;   /* events above it are dropped */
	char request_id[17];    /* of the request being answered; empty between requests */
	char prefix[9];         /* of all ids of this process, drawn by lot with the first */
	uint32_t requests;      /* so far */
};

/* Starts a new request: gives it an id of its own: what the process drew by lot, and a number. */
void log_begin_request(struct log *log);

/*
 * Writes one event. The format's text is trusted; pass values that came from outside
 * through log_quote. Control characters are escaped in any case, so an event is one line.
 */
void log_event(const struct log *log, enum log_level level, const char *event, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * A value from outside, fit to stand in a log line: cut to a bounded length, in quotes
 * where it has spaces or quotes, and "-" for none. It lives in the arena.
 */
const char *log_quote(struct arena *arena, const char *value);

#endif
