/*
 * Values of a project's own fields, as an edit sets them.
 */
#include "desk/task_edit.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/moment.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_FIELD 1000

static const char *between_commas(struct arena *arena, const char *lines)
{
	struct text text = text_in(arena);
	const char *line;

	while ((line = lines_next(arena, &lines)))
		text_printf(&text, "%s%s", text.length ? ", " : "", line);
	return text_string(&text);
}

bool task_edit_value(struct desk *desk, const struct custom_field *field, const char *value, const char **kept)
{
	struct moment moment;
	char *end;

	*kept = value;
	switch (field->type) {
	case CUSTOM_TEXT:
		return true;
	case CUSTOM_NUMBER:
		strtod(value, &end);
		if (!*end && strspn(value, "0123456789+-.eE") == strlen(value))
			return true;
		return fail(desk->error, ERROR_INVALID, "the field '%.100s' takes a number, not '%.60s'", field->name, value);
	case CUSTOM_CHOICE:
		if (lines_have(field->choices, value, LINES_AS_NAMES))
			return true;
		fail(desk->error, ERROR_INVALID, "the field '%.100s' has no choice '%.60s'", field->name, value);
		return fail_remedy(desk->error, "Its choices are: %s.", between_commas(desk->arena, field->choices));
	case CUSTOM_DATE:
		if (!moment_read(desk->arena, value, desk->principal->user.time_zone, "date", &moment, desk->error))
			return false;
		*kept = moment.day ? moment.day : "";
		return true;
	}
	return false;
}

static const struct custom_field *field_named(const struct custom_field_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_same_name(list->fields[i].name, name))
			return &list->fields[i];
	return NULL;
}

static bool unknown_field(struct desk *desk, const struct custom_field_list *list, const char *name)
{
	struct text names = text_in(desk->arena);

	for (size_t i = 0; i < list->count; i++)
		text_printf(&names, "%s%s", i ? ", " : "", list->fields[i].name);
	fail(desk->error, ERROR_NOT_FOUND, "the project has no field '%.100s'", name);
	return fail_remedy(desk->error, "Its fields are: %s.", list->count ? text_string(&names) : "none; update_project adds them");
}

bool task_edit_field(struct desk *desk, int64_t project_id, const char *text, const char **line)
{
	const char *equals = strchr(text, '=');
	struct custom_field_list list;
	const struct custom_field *field;
	const char *name, *value;

	if (!equals || strpbrk(text, "\n\t") || utf8_length(text) > LONGEST_FIELD)
		return fail(desk->error, ERROR_INVALID, "'%.100s' is not a field value; send 'Name=value'", text);
	if (!project_id)
		return fail(desk->error, ERROR_INVALID, "fields belong to a project, and none is named here; send project too");
	if (!project_store_fields(desk->db, project_id, &list))
		return false;
	name = arena_copy(desk->arena, text, (size_t)(equals - text));
	field = field_named(&list, name);
	if (!field)
		return unknown_field(desk, &list, name);
	value = equals + 1;
	if (*value && !task_edit_value(desk, field, value, &value))
		return false;
	*line = arena_printf(desk->arena, "%lld\t%s", (long long)field->id, value);
	return true;
}

bool task_edit_values(struct desk *desk, const struct text_list *list, struct task *task)
{
	struct line_set set = line_set_of(desk->arena, task->field_values, LINES_AS_NUMBERS);

	for (size_t i = 0; i < list->count; i++) {
		const char *line;

		if (!task_edit_field(desk, task->project_id, list->texts[i], &line))
			return false;
		if (text_ends_with(line, "\t"))
			line_set_remove(&set, line);
		else
			line_set_add(&set, line);
	}
	task->field_values = line_set_text(&set);
	return task_edit_check_lines(desk, task->field_values, "field values");
}
