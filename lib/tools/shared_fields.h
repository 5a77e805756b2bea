/*
 * Rows that several tools have in common.
 */
#ifndef TASKDESK_TOOLS_SHARED_FIELDS_H
#define TASKDESK_TOOLS_SHARED_FIELDS_H

#include "fields/field.h"

/* Rows of arguments whose struct has these members. */
#define FIELD_IDEMPOTENCY_KEY(owner) \
	{ .name = "idempotency_key", .type = FIELD_TEXT, FIELD_AT(owner, idempotency_key), .minimum = 1, .maximum = 100, \
	  .description = "Any text unique to this change. The same call sent again with it is not done twice: it returns the first result." }

#define FIELD_DRY_RUN(owner) \
	{ .name = "dry_run", .type = FIELD_BOOLEAN, FIELD_AT(owner, dry_run), .standard = "false", \
	  .description = "Try everything, report what would happen, and keep nothing." }

#define FIELD_LIMIT(owner) \
	{ .name = "limit", .type = FIELD_INTEGER, FIELD_AT(owner, limit), .minimum = 1, .maximum = 100, .standard = "50", \
	  .description = "Most entries to return." }

#define FIELD_CURSOR(owner) \
	{ .name = "cursor", .type = FIELD_TEXT, FIELD_AT(owner, cursor), .minimum = 1, .maximum = 400, \
	  .description = "next_cursor of the page before, with otherwise the same arguments." }

#define STANDARD_LIMIT 50

/* One refused item of a bulk call. */
struct item_error {
	struct text_value code;
	struct text_value message;
	struct text_value remedy;
};

extern const struct field_set item_error_fields;

/* The same from an error; in the arena. */
struct item_error *item_error_from(struct arena *arena, const struct error *error);

struct text_value text_given(const char *value);             /* absent for NULL */
struct integer_value integer_given(int64_t value);
struct boolean_value boolean_given(bool value);

#endif
