#include "transfer/record.h"

#define MOST_LINES 100

const char *const member_roles[] = { "guest", "member", "owner", NULL };
const char *const field_types[] = { "text", "number", "choice", "date", NULL };
const char *const status_words[] = { "on_track", "at_risk", "off_track", NULL };
const char *const priority_words[] = { "none", "low", "medium", "high", "urgent", NULL };

#define TEXT(owner, member) { .name = #member, .type = FIELD_TEXT, FIELD_AT(owner, member) }
#define NEEDED(owner, member, most) \
	{ .name = #member, .type = FIELD_TEXT, FIELD_AT(owner, member), .required = true, .minimum = 1, .maximum = most }
#define REFERENCE(owner, member) \
	{ .name = #member, .type = FIELD_REFERENCE, FIELD_AT(owner, member), .minimum = 1, .maximum = 500 }
#define ORIGIN(owner) \
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(owner, origin.created_at) }, \
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(owner, origin.created_by) }, \
	{ .name = "updated_at", .type = FIELD_TEXT, FIELD_AT(owner, origin.updated_at) }, \
	{ .name = "updated_by", .type = FIELD_TEXT, FIELD_AT(owner, origin.updated_by) }
#define END { 0 }

static const struct field workspace_rows[] = {
	TEXT(struct workspace_record, type),
	NEEDED(struct workspace_record, name, 200),
	TEXT(struct workspace_record, description),
	TEXT(struct workspace_record, archived_at),
	ORIGIN(struct workspace_record),
	END,
};
const struct field_set workspace_record_fields = { workspace_rows, sizeof(struct workspace_record) };

static const struct field member_rows[] = {
	TEXT(struct member_record, type),
	NEEDED(struct member_record, user, 254),
	TEXT(struct member_record, name),
	{ .name = "role", .type = FIELD_CHOICE, FIELD_AT(struct member_record, role), .required = true, .choices = member_roles },
	TEXT(struct member_record, created_at),
	TEXT(struct member_record, created_by),
	END,
};
const struct field_set member_record_fields = { member_rows, sizeof(struct member_record) };

static const struct field section_rows[] = {
	REFERENCE(struct section_record, id),
	NEEDED(struct section_record, name, 200),
	END,
};
static const struct field_set section_fields = { section_rows, sizeof(struct section_record) };

static const struct field field_rows[] = {
	REFERENCE(struct field_record, id),
	NEEDED(struct field_record, name, 200),
	{ .name = "type", .type = FIELD_CHOICE, FIELD_AT(struct field_record, field_type), .required = true, .choices = field_types },
	{ .name = "choices", .type = FIELD_TEXT_LIST, FIELD_AT(struct field_record, choices), .takes_empty = true },
	END,
};
static const struct field_set field_fields = { field_rows, sizeof(struct field_record) };

static const struct field status_rows[] = {
	{ .name = "status", .type = FIELD_CHOICE, FIELD_AT(struct status_record, status), .required = true, .choices = status_words },
	TEXT(struct status_record, text),
	TEXT(struct status_record, created_at),
	TEXT(struct status_record, created_by),
	END,
};
static const struct field_set status_fields = { status_rows, sizeof(struct status_record) };

static const struct field project_rows[] = {
	TEXT(struct project_record, type),
	REFERENCE(struct project_record, id),
	NEEDED(struct project_record, name, 200),
	TEXT(struct project_record, description),
	TEXT(struct project_record, archived_at),
	{ .name = "sections", .type = FIELD_LIST, FIELD_AT(struct project_record, sections), .items = &section_fields },
	{ .name = "fields", .type = FIELD_LIST, FIELD_AT(struct project_record, fields), .items = &field_fields },
	{ .name = "statuses", .type = FIELD_LIST, FIELD_AT(struct project_record, statuses), .items = &status_fields },
	ORIGIN(struct project_record),
	TEXT(struct project_record, deleted_at),
	END,
};
const struct field_set project_record_fields = { project_rows, sizeof(struct project_record) };

static const struct field link_rows[] = {
	NEEDED(struct link_record, url, 2000),
	TEXT(struct link_record, title),
	END,
};
static const struct field_set link_fields = { link_rows, sizeof(struct link_record) };

static const struct field value_rows[] = {
	REFERENCE(struct value_record, field),
	TEXT(struct value_record, value),
	END,
};
static const struct field_set value_fields = { value_rows, sizeof(struct value_record) };

#define TEXTS(owner, member) \
	{ .name = #member, .type = FIELD_TEXT_LIST, FIELD_AT(owner, member), .maximum = MOST_LINES }

static const struct field task_rows[] = {
	TEXT(struct task_record, type),
	REFERENCE(struct task_record, id),
	REFERENCE(struct task_record, project),
	REFERENCE(struct task_record, section),
	REFERENCE(struct task_record, parent),
	{ .name = "position", .type = FIELD_INTEGER, FIELD_AT(struct task_record, position) },
	NEEDED(struct task_record, title, 500),
	TEXT(struct task_record, notes),
	TEXT(struct task_record, assignee),
	{ .name = "priority", .type = FIELD_CHOICE, FIELD_AT(struct task_record, priority), .choices = priority_words },
	TEXT(struct task_record, start_on),
	TEXT(struct task_record, due_on),
	TEXT(struct task_record, due_at),
	TEXT(struct task_record, due_clock),
	TEXT(struct task_record, due_zone),
	TEXT(struct task_record, recurrence),
	TEXT(struct task_record, occurs_on),
	TEXTS(struct task_record, tags),
	TEXTS(struct task_record, followers),
	TEXTS(struct task_record, blocked_by),
	{ .name = "links", .type = FIELD_LIST, FIELD_AT(struct task_record, links), .maximum = MOST_LINES, .items = &link_fields },
	{ .name = "fields", .type = FIELD_LIST, FIELD_AT(struct task_record, fields), .items = &value_fields },
	TEXT(struct task_record, completed_at),
	TEXT(struct task_record, completed_by),
	ORIGIN(struct task_record),
	TEXT(struct task_record, deleted_at),
	END,
};
const struct field_set task_record_fields = { task_rows, sizeof(struct task_record) };

static const struct field comment_rows[] = {
	TEXT(struct comment_record, type),
	REFERENCE(struct comment_record, task),
	NEEDED(struct comment_record, text, 0),
	TEXT(struct comment_record, created_at),
	TEXT(struct comment_record, created_by),
	TEXT(struct comment_record, deleted_at),
	END,
};
const struct field_set comment_record_fields = { comment_rows, sizeof(struct comment_record) };

struct text_value record_value(const char *text)
{
	return (struct text_value){ .present = text != NULL, .value = text };
}

const char *record_text(const struct text_value *value)
{
	return value->present && value->value && *value->value ? value->value : NULL;
}
