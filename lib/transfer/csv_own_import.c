/*
 * Our own CSV, and what people write after its fashion.
 */
#include "transfer/csv_import.h"

#include "base/text.h"
#include "transfer/csv_writer.h"

#include <string.h>

static bool recognises(const struct csv_record *header)
{
	return csv_header_has(header, "title");
}

/* Short names that are taken as well. */
static const struct {
	const char *alias;
	const char *name;
} aliases[] = {
	{ "due", "due_on" }, { "start", "start_on" }, { "parent", "parent_id" },
};

static const struct csv_column *column_named(const char *header)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (csv_header_is(header, aliases[i].alias))
			header = aliases[i].name;
	for (const struct csv_column *column = csv_columns; column->name; column++)
		if (csv_header_is(header, column->name))
			return column;
	return NULL;
}

static bool is_there_before(const struct csv_import *csv, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (csv->meanings[i].column && csv->meanings[i].column == csv->meanings[index].column)
			return true;
	return false;
}

static bool begin(struct csv_import *csv)
{
	struct importing *importing = csv->importing;

	importing->is_lenient = true;
	for (size_t i = 0; i < csv->column_count; i++) {
		struct csv_meaning *meaning = &csv->meanings[i];

		meaning->column = column_named(meaning->header);
		if (is_there_before(csv, i)) {
			import_report_note(importing, csv->record->line, "the column '%s' is there twice, so this one is left out", meaning->column->name);
			meaning->column = NULL;
		} else if (!meaning->column && csv_read_field_header(importing->kept, meaning->header, &meaning->field)) {
			import_tidy_choices(importing, csv->record->line, &meaning->field);
		} else if (!meaning->column && *meaning->header) {
			import_report_note(importing, csv->record->line, "there is no column '%s' here, so it is left out", meaning->header);
		}
	}
	return import_open(importing);
}

/* Spreadsheets round long numbers, all of them; the order of the rows says the same. */
static void pass_over_position(struct csv_import *csv)
{
	struct importing *importing = csv->importing;

	if (!csv->has_told_position)
		import_report_note(importing, csv->record->line, "%s; such tasks stand in the order of the file", importing->error.message);
	csv->has_told_position = true;
	importing->error = (struct error){ 0 };
}

static bool read_columns(struct csv_import *csv, struct task_record *record)
{
	struct importing *importing = csv->importing;

	for (size_t i = 0; i < csv->column_count; i++) {
		const struct csv_column *column = csv->meanings[i].column;
		const char *text = csv_cell(csv, i);

		if (!text || !column ||
		    csv_read_cell(importing->desk.arena, column, csv_unguarded(text), record, &importing->error))
			continue;
		if (column->cell != CSV_CELL_POSITION)
			return false;
		pass_over_position(csv);
	}
	return true;
}

/* A project has one field of a name, which may be of another type than the column. */
static void tell_other_type(const struct csv_import *csv, const struct csv_meaning *meaning, const struct custom_field *field)
{
	bool says_type = strchr(meaning->header + strlen(CSV_FIELD_PREFIX), ':');

	if (says_type && field->type != meaning->field.type)
		import_report_note(csv->importing, csv->record->line, "the project's field '%s' is of the type %s, so the value of '%s' is taken as that",
				   field->name, field_types[field->type - CUSTOM_TEXT], meaning->header);
}

static bool read_field_values(struct csv_import *csv, struct task_record *record, struct task_target *target)
{
	for (size_t i = 0; i < csv->column_count; i++) {
		const struct csv_meaning *meaning = &csv->meanings[i];
		const char *text = csv_cell(csv, i);

		if (!text || !meaning->field.name)
			continue;
		if (!csv_add_field_value(csv, target->place, &meaning->field, csv_unguarded(text), record, target))
			return false;
		tell_other_type(csv, meaning, target->fields[record->fields.count - 1]);
	}
	return true;
}

static bool aim_at_project(struct csv_import *csv, const struct task_record *record, struct task_target *target)
{
	struct importing *importing = csv->importing;
	const char *project = record_text(&record->project), *file_id = record_text(&record->project_id);

	if (project && file_id)
		return import_place_apart(importing, project, file_id, &target->place);
	if (!project)
		project = importing->options->project;
	return !project || import_place_named(importing, project, &target->place);
}

static bool aim(struct csv_import *csv, const struct task_record *record, struct task_target *target)
{
	struct importing *importing = csv->importing;
	const char *section = record_text(&record->section);

	if (!aim_at_project(csv, record, target))
		return false;
	if (!section)
		return true;
	if (!target->place)
		return fail(&importing->error, ERROR_INVALID, "the section '%.80s' belongs to a project, and the task is in none", section);
	return import_section_named(importing, target->place, section, &target->section_id);
}

static bool take(struct csv_import *csv)
{
	struct task_record record = { 0 };
	struct task_target target = { 0 };
	size_t node;

	return read_columns(csv, &record) && aim(csv, &record, &target) && read_field_values(csv, &record, &target) &&
	       import_task(csv->importing, csv->record->line, &record, &target, &node);
}

const struct csv_format csv_own_format = { FORMAT_CSV, recognises, begin, take, NULL };
