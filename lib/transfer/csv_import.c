/*
 * CSV files, whoever wrote them: the header is recognised, then each record is the format's.
 */
#include "transfer/csv_import.h"

#include "base/text.h"

#include <string.h>

#define MOST_ROWS_BEFORE_HEADER 10

static const struct csv_format *const formats[] = { &csv_asana_format, &csv_todoist_format, &csv_own_format };

#define FORMAT_COUNT (sizeof(formats) / sizeof(formats[0]))

bool csv_header_is(const char *header, const char *name)
{
	size_t length = strlen(name);

	header += strspn(header, " ");
	return strncasecmp(header, name, length) == 0 && header[length + strspn(header + length, " ")] == '\0';
}

bool csv_header_has(const struct csv_record *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++)
		if (csv_header_is(header->fields[i], name))
			return true;
	return false;
}

const char *csv_cell(const struct csv_import *csv, size_t column)
{
	return column < csv->record->count && *csv->record->fields[column] ? csv->record->fields[column] : NULL;
}

const char *csv_cell_of_role(const struct csv_import *csv, int role)
{
	for (size_t i = 0; i < csv->column_count; i++)
		if (csv->meanings[i].role == role)
			return csv_cell(csv, i);
	return NULL;
}

bool csv_add_field_value(struct csv_import *csv, struct place *place, const struct custom_field *wanted, const char *value,
			 struct task_record *record, struct task_target *target)
{
	struct importing *importing = csv->importing;
	const struct custom_field *field;

	if (!place)
		return fail(&importing->error, ERROR_INVALID, "the field '%.80s' belongs to a project, and the task is in none", wanted->name);
	if (!record->fields.elements) {
		record->fields.elements = arena_array(importing->desk.arena, csv->column_count, sizeof(struct value_record));
		target->fields = arena_array(importing->desk.arena, csv->column_count, sizeof(*target->fields));
	}
	if (!import_field_named(importing, place, wanted, &field))
		return false;
	target->fields[record->fields.count] = field;
	((struct value_record *)record->fields.elements)[record->fields.count++].value = record_value(value);
	return true;
}

static const struct csv_format *recognise(const struct importing *importing, const struct csv_record *header)
{
	enum transfer_format wanted = importing->options->format;

	for (size_t i = 0; i < FORMAT_COUNT; i++)
		if ((wanted == FORMAT_GUESSED || wanted == formats[i]->format) && formats[i]->recognises(header))
			return formats[i];
	return NULL;
}

/* The header, which a few rows may precede, and the format that has such a one. */
static const struct csv_format *find_header(struct importing *importing, struct csv_reader *reader, struct csv_record *header)
{
	for (int row = 0; row < MOST_ROWS_BEFORE_HEADER; row++) {
		const struct csv_format *format;

		if (csv_reader_next(reader, importing->kept, header, &importing->error) != CSV_READ_RECORD)
			break;
		format = recognise(importing, header);
		if (format)
			return format;
	}
	importing->is_stopped = true;
	fail(&importing->error, ERROR_INVALID, "the file has no header that names its columns as %s does",
	     importing->options->format == FORMAT_ASANA	  ? "an export of Asana" :
	     importing->options->format == FORMAT_TODOIST ? "a template of Todoist" :
							    "a CSV of ours (it needs title), an export of Asana or a template of Todoist");
	return NULL;
}

static bool is_blank(const struct csv_record *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (*record->fields[i])
			return false;
	return true;
}

static bool take_record(struct csv_import *csv, const struct csv_format *format, const struct csv_record *record)
{
	csv->record = record;
	if (is_blank(record))
		return true;
	for (size_t i = csv->column_count; i < record->count; i++)
		if (*record->fields[i])
			return fail(&csv->importing->error, ERROR_INVALID, "it has %zu fields, and the header names %zu", record->count,
				    csv->column_count);
	return format->take(csv);
}

static bool take_records(struct csv_import *csv, const struct csv_format *format, struct csv_reader *reader)
{
	struct importing *importing = csv->importing;
	enum csv_outcome outcome;
	struct csv_record record;

	while ((outcome = csv_reader_next(reader, importing->desk.arena, &record, &importing->error)) != CSV_READ_END) {
		if (outcome == CSV_READ_BAD || !take_record(csv, format, &record)) {
			if (import_is_over(importing))
				return false;
			import_report_failure(importing, record.line);
		}
		if (!import_step(importing))
			return false;
	}
	return true;
}

static bool read_records(struct importing *importing, struct csv_reader *reader)
{
	struct csv_record header;
	const struct csv_format *format = find_header(importing, reader, &header);
	struct csv_import csv = { .importing = importing, .record = &header };

	if (!format)
		return false;
	csv.column_count = header.count;
	csv.meanings = arena_array(importing->kept, header.count + 1, sizeof(*csv.meanings));
	for (size_t i = 0; i < header.count; i++)
		csv.meanings[i].header = header.fields[i];
	if (!format->begin(&csv)) {
		importing->is_stopped = true;
		return false;
	}
	if (!take_records(&csv, format, reader))
		return false;
	if (format->end)
		format->end(&csv);
	return true;
}

bool import_csv(struct importing *importing)
{
	struct csv_reader *reader = csv_reader_new(&importing->lines);
	bool is_read = reader ? read_records(importing, reader) : fail(&importing->error, ERROR_UNAVAILABLE, "out of memory");

	csv_reader_free(reader);
	return is_read;
}
