/*
 * The field table: one row describes one named value, and the same rows print JSON Schema,
 * check and read JSON arguments into a C struct, and write a C struct as JSON.
 *
 * Schemas are JSON Schema 2020-12 in the subset that MCP clients accept: no null unions, no
 * dots in names, no $ref.
 */
#ifndef TASKDESK_FIELDS_FIELD_H
#define TASKDESK_FIELDS_FIELD_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

/*
 * The members that fields are read into and written from. Absent is not zero and not empty:
 * each says whether it was there. JSON null counts as absent.
 */
struct text_value {
	bool present;
	const char *value;      /* UTF-8 without NUL, in the arena */
};

struct integer_value {
	bool present;
	int64_t value;
};

struct boolean_value {
	bool present;
	bool value;
};

/* FIELD_LIST: elements are structs of the row's items; FIELD_TEXT_LIST: const char *. */
struct list_value {
	bool present;
	size_t count;
	void *elements;
};

enum field_type {
	FIELD_TEXT,       /* struct text_value */
	FIELD_REFERENCE,  /* struct text_value: a name or an id; a JSON integer is taken as its digits */
	FIELD_INTEGER,    /* struct integer_value; 3.0 is an integer */
	FIELD_BOOLEAN,    /* struct boolean_value */
	FIELD_CHOICE,     /* struct integer_value: the position in choices */
	FIELD_TEXT_LIST,  /* struct list_value of const char * */
	FIELD_OBJECT,     /* pointer to the items' struct, NULL when absent */
	FIELD_LIST,       /* struct list_value of the items' struct */
	FIELD_ITEMS,      /* input only: as FIELD_LIST, but a bad element does not refuse the others; the
			     items' struct begins with a struct field_refusal */
};

/* Why one element of a FIELD_ITEMS list was refused; NULL when it was fine. */
struct field_refusal {
	struct error *error;
};

struct field_set;

struct field {
	const char *name;
	const char *alias;              /* another name that is accepted and not advertised */
	enum field_type type;
	size_t offset;
	bool required;
	const char *description;
	int64_t minimum, maximum;       /* integer: value; text: characters; lists: elements. 0, 0: unbounded */
	const char *standard;           /* the default, as JSON, for the schema only */
	const char *const *choices;     /* FIELD_CHOICE, NULL at the end */
	const struct field_set *items;  /* FIELD_OBJECT, FIELD_LIST, FIELD_ITEMS */
	const char *format;             /* JSON Schema "format" of a text */
	bool takes_empty;               /* text lists: elements may be empty */
	bool is_brief;                  /* objects: the schema says no more than that; another tool's has it whole */
};

struct field_set {
	const struct field *fields;     /* a row without a name ends the table */
	size_t size;                    /* of the C struct */
};

/* For rows: FIELD_AT(struct task_arguments, title). */
#define FIELD_AT(type, member) .offset = offsetof(type, member)

enum field_direction {
	FIELD_INPUT,    /* unknown members are refused: "additionalProperties": false */
	FIELD_OUTPUT,   /* the set may grow: additional members are allowed */
};

/* The JSON Schema of a set. The caller owns it. */
struct json_object *field_schema(const struct field_set *set, enum field_direction direction);

/*
 * Checks value (NULL counts as {}) against the set and fills the struct at target, which
 * must be zeroed and set->size large. Texts are copied into the arena. Fails with
 * ERROR_INVALID, naming the place ("tasks[2].title") and what to send instead.
 */
bool field_read(struct arena *arena, const struct field_set *set, struct json_object *value, void *target,
		struct error *error);

/* Adds the struct as a JSON object, present members only. */
void field_write(struct text *text, const struct field_set *set, const void *source);

/* The row of this name or alias, or NULL. */
const struct field *field_find(const struct field_set *set, const char *name);

#endif
