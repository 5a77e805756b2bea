/*
 * Our JSON lines, read.
 */
#include "transfer/importing.h"

#include "base/text.h"
#include "fields/json.h"

#include <string.h>

static bool take_header(struct importing *importing, size_t line, struct json_object *value)
{
	struct json_object *version = json_member(value, "version");

	(void)line;
	if (version && json_object_get_int64(version) <= TRANSFER_VERSION)
		return true;
	importing->is_stopped = true;
	if (!version)
		return fail(&importing->error, ERROR_INVALID, "the file does not say its version; ours begin with \"version\":%d",
			    TRANSFER_VERSION);
	return fail(&importing->error, ERROR_CONFLICT, "the file is of a newer version than this program reads");
}

/* The workspace is made with the first project or task; what is wrong with it, or with a member, is said of its line. */
static bool is_moment(struct importing *importing, const struct text_value *value, const char *what)
{
	const char *ignored;

	return import_moment(importing, value, what, NULL, &ignored);
}

static bool take_workspace(struct importing *importing, size_t line, struct json_object *value)
{
	struct workspace_record *record = arena_alloc(importing->kept, sizeof(*record));

	if (importing->is_open || importing->wanted)
		return fail(&importing->error, ERROR_CONFLICT, "a file has one workspace, before its projects and tasks");
	if (!field_read(importing->kept, &workspace_record_fields, value, record, &importing->error) ||
	    !desk_check_line(&importing->desk, record->name.value, WORKSPACE_NAME_LONGEST, "the name of a workspace") ||
	    !is_moment(importing, &record->archived_at, "moment of archiving") ||
	    !is_moment(importing, &record->origin.created_at, "moment of creation") ||
	    !is_moment(importing, &record->origin.updated_at, "moment of change"))
		return false;
	record->line = line;
	importing->wanted = record;
	return true;
}

static bool take_member(struct importing *importing, size_t line, struct json_object *value)
{
	struct member_record record = { 0 };

	if (importing->is_open)
		return fail(&importing->error, ERROR_CONFLICT, "the members of the workspace stand before its projects and tasks");
	if (!field_read(importing->kept, &member_record_fields, value, &record, &importing->error) ||
	    !is_moment(importing, &record.created_at, "moment of creation"))
		return false;
	record.line = line;
	importing->members = import_with_room(importing->members, importing->member_count, &importing->member_capacity, sizeof(record));
	importing->members[importing->member_count++] = record;
	return true;
}

static bool take_project(struct importing *importing, size_t line, struct json_object *value)
{
	struct project_record record = { 0 };

	if (!field_read(importing->desk.arena, &project_record_fields, value, &record, &importing->error))
		return false;
	if (record_text(&record.id) && import_place(importing, record.id.value))
		return fail(&importing->error, ERROR_CONFLICT, "the file has a project with the id %.60s already", record.id.value);
	return import_project(importing, line, &record);
}

/* Whether the project has a section, or a field, with this id in the file, and which. */
static bool find_part(const struct importing *importing, const struct text_index *index, const struct place *place, const char *id,
		      size_t *at)
{
	return id && place && text_index_find(index, import_part_key(importing, place, id), at);
}

/* Where the task goes, by the ids that the file gave to projects, sections and fields. */
static void aim(struct importing *importing, size_t line, const struct task_record *record, struct task_target *target)
{
	const struct value_record *values = record->fields.elements;
	const char *project = record_text(&record->project), *section = record_text(&record->section);
	size_t at;

	target->fields = arena_array(importing->desk.arena, record->fields.count + 1, sizeof(*target->fields));
	target->place = project ? import_place(importing, project) : NULL;
	if (project && !target->place)
		import_report_note(importing, line, "the project %s is not in the file, so the task is in none", project);
	if (find_part(importing, &importing->places.sections, target->place, section, &at))
		target->section_id = target->place->sections.sections[at].id;
	else if (section)
		import_report_note(importing, line, "the section %s is not in the file as one of its project, so the task is in none", section);
	for (size_t i = 0; i < record->fields.count; i++) {
		const char *field = record_text(&values[i].field);

		if (find_part(importing, &importing->places.fields, target->place, field, &at))
			target->fields[i] = &target->place->fields.fields[at];
		else
			import_report_note(importing, line, "the field %s is not in the file as one of its project, so its value is left out",
					   field ? field : "of a value");
	}
}

static bool take_task(struct importing *importing, size_t line, struct json_object *value)
{
	struct task_record record = { 0 };
	struct task_target target = { 0 };
	size_t node;

	if (!field_read(importing->desk.arena, &task_record_fields, value, &record, &importing->error) || !import_open(importing))
		return false;
	aim(importing, line, &record, &target);
	return import_task(importing, line, &record, &target, &node);
}

static bool take_comment(struct importing *importing, size_t line, struct json_object *value)
{
	struct comment_record record = { 0 };
	size_t node;

	if (!field_read(importing->desk.arena, &comment_record_fields, value, &record, &importing->error))
		return false;
	if (record_text(&record.task) && ties_find(&importing->ties, record.task.value, &node))
		return import_comment(importing, line, &record, node);
	return fail(&importing->error, ERROR_NOT_FOUND, "the comment's task, '%.60s', does not stand before it in the file",
		    record.task.present ? record.task.value : "");
}

struct line_kind {
	const char *type;
	bool (*take)(struct importing *importing, size_t line, struct json_object *value);
};

static const struct line_kind kinds[] = {
	{ "taskdesk", take_header }, { "workspace", take_workspace }, { "member", take_member },
	{ "project", take_project }, { "task", take_task }, { "comment", take_comment },
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static bool unknown_kind(struct importing *importing, const char *type)
{
	const char *names[KIND_COUNT + 1] = { 0 };
	const char *nearest;

	for (size_t i = 0; i < KIND_COUNT; i++)
		names[i] = kinds[i].type;
	nearest = type ? text_nearest(type, names) : NULL;
	return fail(&importing->error, ERROR_INVALID, "its type is '%.40s', which is none of taskdesk, workspace, member, project, task, comment%s%s%s",
		    type ? type : "", nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static bool take_line(struct importing *importing)
{
	const struct line_file *lines = &importing->lines;
	struct json_object *value;
	const char *type;

	if (lines->is_too_long)
		return fail(&importing->error, ERROR_INVALID, "the line is longer than 16 MiB");
	if (strspn(lines->bytes, " \t\r\n") == lines->length)
		return true;
	if (!json_read(importing->desk.arena, lines->bytes, lines->length, &value, &importing->error))
		return false;
	type = json_member_text(value, "type");
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (type && strcmp(kinds[i].type, type) == 0)
			return kinds[i].take(importing, lines->number, value);
	return unknown_kind(importing, type);
}

bool import_jsonl(struct importing *importing)
{
	if (importing->options->project)
		return fail(&importing->error, ERROR_INVALID,
			    "--project is for tables; JSON lines say themselves which project each task belongs to");
	while (line_file_next(&importing->lines)) {
		if (!take_line(importing)) {
			if (import_is_over(importing))
				return false;
			import_report_failure(importing, importing->lines.number);
		}
		if (!import_step(importing))
			return false;
	}
	return true;
}
