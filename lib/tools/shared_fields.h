/*
 * Rows that several tools have in common.
 */
#ifndef TASKDESK_TOOLS_SHARED_FIELDS_H
#define TASKDESK_TOOLS_SHARED_FIELDS_H

#include "fields/field.h"

/* Rows of arguments whose struct has these members. The server's instructions say what they mean for all tools. */
#define FIELD_IDEMPOTENCY_KEY(owner) \
	{ .name = "idempotency_key", .type = FIELD_TEXT, FIELD_AT(owner, idempotency_key), .minimum = 1, .maximum = 100 }

#define FIELD_DRY_RUN(owner) \
	{ .name = "dry_run", .type = FIELD_BOOLEAN, FIELD_AT(owner, dry_run) }

#define FIELD_LIMIT(owner) \
	{ .name = "limit", .type = FIELD_INTEGER, FIELD_AT(owner, limit), .minimum = 1, .maximum = 100, .standard = "50" }

#define FIELD_CURSOR(owner) \
	{ .name = "cursor", .type = FIELD_TEXT, FIELD_AT(owner, cursor), .minimum = 1, .maximum = 300 }

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
