/*
 * Why something failed: written once where it is known, passed on untouched, and given
 * its outward form (tool error, OAuth error, HTTP status) at the edge.
 */
#ifndef TASKDESK_BASE_ERROR_H
#define TASKDESK_BASE_ERROR_H

#include <stdbool.h>

enum error_kind {
	ERROR_NONE = 0,
	ERROR_INVALID,     /* the input is wrong; sending it again cannot help */
	ERROR_DENIED,      /* the caller may not do this */
	ERROR_NOT_FOUND,   /* no such thing, or none that the caller may see */
	ERROR_CONFLICT,    /* the state changed or forbids it */
	ERROR_LIMITED,     /* too often: try again after retry_after_seconds */
	ERROR_UNAVAILABLE, /* try again later: the database is away, or busy */
	ERROR_INTERNAL,    /* our fault; the detail is in the log only */
};

struct error {
	enum error_kind kind;
	char message[600];        /* a sentence the caller may read */
	char remedy[400];         /* what to send instead; may be empty */
	int retry_after_seconds;  /* 0: not given */
};

/* The word for a kind, as it is sent to clients: "invalid", "not_found", … */
const char *error_kind_name(enum error_kind kind);

/* Writes the reason and returns false, so that a refusal is one line. */
bool fail(struct error *error, enum error_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds what to do about it to a failure already written. Returns false. */
bool fail_remedy(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
