#include "transfer/csv_columns.h"

#include "base/text.h"
#include "fields/lines_field.h"
#include "transfer/csv_writer.h"
#include "transfer/record.h"

#include <stddef.h>
#include <string.h>

#define PLAIN(member) \
	static const char *write_##member(struct arena *arena, const struct whole_task *whole) \
	{ \
		(void)arena; \
		return whole->task.member; \
	}

PLAIN(project)
PLAIN(section)
PLAIN(title)
PLAIN(notes)
PLAIN(assignee)
PLAIN(start_on)
PLAIN(due_on)
PLAIN(due_at)
PLAIN(due_clock)
PLAIN(due_zone)
PLAIN(recurrence)
PLAIN(occurs_on)
PLAIN(completed_at)
PLAIN(created_at)
PLAIN(created_by)
PLAIN(updated_at)
PLAIN(updated_by)

#define LINES(member) \
	static const char *write_##member(struct arena *arena, const struct whole_task *whole) \
	{ \
		return csv_cell_of_lines(arena, whole->task.member); \
	}

LINES(tags)
LINES(followers)
LINES(blocked_by)

static const char *write_id(struct arena *arena, const struct whole_task *whole)
{
	return arena_printf(arena, "%lld", (long long)whole->task.id);
}

static const char *write_parent_id(struct arena *arena, const struct whole_task *whole)
{
	return whole->task.parent_id ? arena_printf(arena, "%lld", (long long)whole->task.parent_id) : NULL;
}

static const char *write_project_id(struct arena *arena, const struct whole_task *whole)
{
	return whole->task.project_id ? arena_printf(arena, "%lld", (long long)whole->task.project_id) : NULL;
}

static const char *write_position(struct arena *arena, const struct whole_task *whole)
{
	return arena_printf(arena, "%lld", (long long)whole->task.position);
}

static const char *write_priority(struct arena *arena, const struct whole_task *whole)
{
	(void)arena;
	return priority_words[whole->task.priority - PRIORITY_NONE];
}

static const char *write_completed_by(struct arena *arena, const struct whole_task *whole)
{
	(void)arena;
	return whole->completed_by;
}

/* "URL title", one a line. */
static const char *write_links(struct arena *arena, const struct whole_task *whole)
{
	char *links = arena_strdup(arena, whole->task.links);

	for (char *at = links; at && *at; at++)
		if (*at == '\t')
			*at = ' ';
	return csv_cell_of_lines(arena, links);
}

const struct csv_column csv_columns[] = {
	{ "id", CSV_CELL_TEXT, offsetof(struct task_record, id), write_id },
	{ "parent_id", CSV_CELL_TEXT, offsetof(struct task_record, parent), write_parent_id },
	{ "project", CSV_CELL_TEXT, offsetof(struct task_record, project), write_project },
	{ CSV_PROJECT_ID, CSV_CELL_TEXT, offsetof(struct task_record, project_id), write_project_id },
	{ "section", CSV_CELL_TEXT, offsetof(struct task_record, section), write_section },
	{ "title", CSV_CELL_TEXT, offsetof(struct task_record, title), write_title },
	{ "notes", CSV_CELL_TEXT, offsetof(struct task_record, notes), write_notes },
	{ "assignee", CSV_CELL_TEXT, offsetof(struct task_record, assignee), write_assignee },
	{ "priority", CSV_CELL_PRIORITY, offsetof(struct task_record, priority), write_priority },
	{ "start_on", CSV_CELL_TEXT, offsetof(struct task_record, start_on), write_start_on },
	{ "due_on", CSV_CELL_TEXT, offsetof(struct task_record, due_on), write_due_on },
	{ "due_at", CSV_CELL_TEXT, offsetof(struct task_record, due_at), write_due_at },
	{ "due_clock", CSV_CELL_TEXT, offsetof(struct task_record, due_clock), write_due_clock },
	{ "due_zone", CSV_CELL_TEXT, offsetof(struct task_record, due_zone), write_due_zone },
	{ "recurrence", CSV_CELL_TEXT, offsetof(struct task_record, recurrence), write_recurrence },
	{ "occurs_on", CSV_CELL_TEXT, offsetof(struct task_record, occurs_on), write_occurs_on },
	{ "tags", CSV_CELL_LIST, offsetof(struct task_record, tags), write_tags },
	{ "followers", CSV_CELL_LIST, offsetof(struct task_record, followers), write_followers },
	{ "blocked_by", CSV_CELL_LIST, offsetof(struct task_record, blocked_by), write_blocked_by },
	{ "links", CSV_CELL_LINKS, offsetof(struct task_record, links), write_links },
	{ "position", CSV_CELL_POSITION, offsetof(struct task_record, position), write_position },
	{ "completed_at", CSV_CELL_TEXT, offsetof(struct task_record, completed_at), write_completed_at },
	{ "completed_by", CSV_CELL_TEXT, offsetof(struct task_record, completed_by), write_completed_by },
	{ "created_at", CSV_CELL_TEXT, offsetof(struct task_record, origin.created_at), write_created_at },
	{ "created_by", CSV_CELL_TEXT, offsetof(struct task_record, origin.created_by), write_created_by },
	{ "updated_at", CSV_CELL_TEXT, offsetof(struct task_record, origin.updated_at), write_updated_at },
	{ "updated_by", CSV_CELL_TEXT, offsetof(struct task_record, origin.updated_by), write_updated_by },
	{ 0 },
};

/* "URL" or "URL title", one a line. */
static struct list_value links_of_cell(struct arena *arena, const char *text)
{
	const char *lines = csv_lines_of_cell(arena, text);
	struct list_value list = list_of_lines(arena, lines);
	const char *const *texts = list.elements;
	struct link_record *links = arena_array(arena, list.count + 1, sizeof(*links));

	for (size_t i = 0; i < list.count; i++) {
		const char *space = strchr(texts[i], ' ');

		links[i].url = record_value(space ? arena_copy(arena, texts[i], (size_t)(space - texts[i])) : texts[i]);
		links[i].title = record_value(space ? space + 1 : NULL);
	}
	list.elements = links;
	return list;
}

static bool read_priority(const char *text, struct integer_value *priority, struct error *error)
{
	for (int i = 0; priority_words[i]; i++) {
		if (text_equals_ignoring_case(priority_words[i], text)) {
			*priority = (struct integer_value){ .present = true, .value = i };
			return true;
		}
	}
	return fail(error, ERROR_INVALID, "'%.40s' is no priority; it is none, low, medium, high or urgent", text);
}

bool csv_read_cell(struct arena *arena, const struct csv_column *column, const char *text, struct task_record *record,
		   struct error *error)
{
	void *member = (char *)record + column->offset;
	struct integer_value *integer = member;

	switch (column->cell) {
	case CSV_CELL_TEXT:
		*(struct text_value *)member = record_value(text);
		return true;
	case CSV_CELL_LIST:
		*(struct list_value *)member = list_of_lines(arena, csv_lines_of_cell(arena, text));
		return true;
	case CSV_CELL_LINKS:
		*(struct list_value *)member = links_of_cell(arena, text);
		return true;
	case CSV_CELL_POSITION:
		integer->present = text_to_int64(text, &integer->value);
		return integer->present || fail(error, ERROR_INVALID, "'%.40s' is no position, which is a whole number", text);
	case CSV_CELL_PRIORITY:
		return read_priority(text, integer, error);
	}
	return false;
}

static char *with_other(struct arena *arena, const char *text, char from, char to)
{
	char *other = arena_strdup(arena, text);

	for (char *at = other; *at; at++)
		if (*at == from)
			*at = to;
	return other;
}

const char *csv_field_header(struct arena *arena, const struct custom_field *field)
{
	const char *type = field_types[field->type - CUSTOM_TEXT];

	if (!field->choices)
		return arena_printf(arena, CSV_FIELD_PREFIX "%s:%s", field->name, type);
	return arena_printf(arena, CSV_FIELD_PREFIX "%s:%s:%s", field->name, type, with_other(arena, field->choices, '\n', '|'));
}

static enum custom_field_type type_named(const char *name)
{
	for (int i = 0; field_types[i]; i++)
		if (text_equals_ignoring_case(field_types[i], name))
			return (enum custom_field_type)(CUSTOM_TEXT + i);
	return 0;
}

bool csv_read_field_header(struct arena *arena, const char *header, struct custom_field *field)
{
	char *name, *type, *choices;

	if (!text_starts_with(header, CSV_FIELD_PREFIX))
		return false;
	name = arena_strdup(arena, header + strlen(CSV_FIELD_PREFIX));
	type = strchr(name, ':');
	choices = type ? strchr(type + 1, ':') : NULL;
	if (type)
		*type++ = '\0';
	if (choices)
		*choices++ = '\0';
	*field = (struct custom_field){ .name = name, .type = type ? type_named(type) : CUSTOM_TEXT };
	if (field->type == CUSTOM_CHOICE && choices && *choices)
		field->choices = with_other(arena, choices, '|', '\n');
	if (name[strspn(name, " ")] && field->type && (field->type == CUSTOM_CHOICE) == (field->choices != NULL))
		return true;
	*field = (struct custom_field){ 0 };
	return false;
}
