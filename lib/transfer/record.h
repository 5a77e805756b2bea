/*
 * What a line of a file says, before any of it is looked up: one struct a kind, each with the
 * field table by which it is read from JSON and written as JSON. Readers of other formats fill the
 * same structs. Things are named by whatever the file calls them: ids, names, addresses.
 */
#ifndef TASKDESK_TRANSFER_RECORD_H
#define TASKDESK_TRANSFER_RECORD_H

#include "fields/field.h"

/* Who and when. */
struct origin_record {
	struct text_value created_at, created_by, updated_at, updated_by;
};

/* Some are kept until others have come, so they know their line. */
struct workspace_record {
	size_t line;
	struct text_value type, name, description, archived_at;
	struct origin_record origin;
};

struct member_record {
	size_t line;
	struct text_value type, user, name;
	struct integer_value role;             /* position in member_roles */
	struct text_value created_at, created_by;
};

struct section_record {
	struct text_value id, name;
};

struct field_record {
	struct text_value id, name;
	struct integer_value field_type;       /* position in field_types */
	struct list_value choices;             /* const char * */
};

struct status_record {
	struct integer_value status;           /* position in status_words */
	struct text_value text, created_at, created_by;
};

struct project_record {
	struct text_value type, id, name, description, archived_at;
	struct list_value sections;            /* struct section_record */
	struct list_value fields;              /* struct field_record */
	struct list_value statuses;            /* struct status_record */
	struct origin_record origin;
	struct text_value deleted_at;
};

struct link_record {
	struct text_value url, title;
};

struct value_record {
	struct text_value field, value;
};

struct task_record {
	struct text_value type, id, project, section, parent;
	struct text_value project_id;          /* CSV: tells projects of one name apart */
	struct integer_value position;
	struct text_value title, notes, assignee;
	struct integer_value priority;         /* position in priority_words */
	struct text_value start_on, due_on, due_at, due_clock, due_zone, recurrence, occurs_on;
	struct list_value tags, followers, blocked_by;     /* const char * */
	struct list_value links;               /* struct link_record */
	struct list_value fields;              /* struct value_record */
	struct text_value completed_at, completed_by;
	struct origin_record origin;
	struct text_value deleted_at;
};

struct comment_record {
	struct text_value type, task, text, created_at, created_by, deleted_at;
};

extern const struct field_set workspace_record_fields, member_record_fields, project_record_fields, task_record_fields,
	comment_record_fields;

extern const char *const member_roles[];       /* from ROLE_GUEST on */
extern const char *const field_types[];        /* from CUSTOM_TEXT on */
extern const char *const status_words[];       /* from HEALTH_ON_TRACK on */
extern const char *const priority_words[];     /* from PRIORITY_NONE on */

/* NULL becomes an absent value; record_text is the way back. */
struct text_value record_value(const char *text);
const char *record_text(const struct text_value *value);

#endif
