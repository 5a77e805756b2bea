/*
 * The tasks of a workspace as CSV.
 */
#include "transfer/exporting.h"

#include "base/lines.h"
#include "transfer/csv_columns.h"
#include "transfer/csv_writer.h"
#include "transfer/text_index.h"

#include <string.h>

#define MOST_FIELD_COLUMNS 500

/* Which column the values of each custom field go to; fields of one name and type share one. */
struct field_columns {
	struct arena *arena;
	struct text_index by_header;
	struct text_index by_field_id;
	const char *headers[MOST_FIELD_COLUMNS];
	size_t count;
	bool has_namesakes;          /* among the projects */
};

static void forget_columns(void *context)
{
	struct field_columns *columns = context;

	text_index_free(&columns->by_header);
	text_index_free(&columns->by_field_id);
}

static struct field_columns *new_columns(struct arena *arena)
{
	struct field_columns *columns = arena_alloc(arena, sizeof(*columns));

	columns->arena = arena;
	text_index_init(&columns->by_header, arena);
	text_index_init(&columns->by_field_id, arena);
	arena_defer(arena, forget_columns, columns);
	return columns;
}

static bool add_columns(struct exporting *exporting, const struct whole_project *whole)
{
	struct field_columns *columns = exporting->format_state;

	for (size_t i = 0; i < whole->fields.count; i++) {
		const struct custom_field *field = &whole->fields.fields[i];
		const char *header = csv_field_header(columns->arena, field);
		size_t column;

		if (!text_index_find(&columns->by_header, header, &column)) {
			if (columns->count == MOST_FIELD_COLUMNS)
				return fail(exporting->desk->error, ERROR_CONFLICT,
					    "the projects have more than %d different fields, too many for one table; export JSON lines",
					    MOST_FIELD_COLUMNS);
			column = columns->count++;
			columns->headers[column] = header;
			text_index_set(&columns->by_header, header, column);
		}
		text_index_set(&columns->by_field_id, arena_printf(&exporting->page, "%lld", (long long)field->id), column);
	}
	exporting->totals->projects++;
	return true;
}

static bool write_row(struct exporting *exporting, struct csv_row *row)
{
	csv_end_row(row);
	return export_write(exporting, row->text.bytes, row->text.length);
}

static bool is_written(const struct field_columns *columns, const struct csv_column *column)
{
	return columns->has_namesakes || strcmp(column->name, CSV_PROJECT_ID) != 0;
}

static bool begin(struct exporting *exporting)
{
	struct field_columns *columns = new_columns(exporting->desk->arena);
	struct csv_row row = { .text = text_in(exporting->desk->arena) };

	exporting->format_state = columns;
	if (!export_each_project(exporting, add_columns) ||
	    !transfer_store_has_namesakes(exporting->desk->db, exporting->workspace.id, &columns->has_namesakes))
		return false;
	for (const struct csv_column *column = csv_columns; column->name; column++)
		if (is_written(columns, column))
			csv_add_field(&row, column->name);
	for (size_t i = 0; i < columns->count; i++)
		csv_add_field(&row, columns->headers[i]);
	if (exporting->options->with_byte_order_mark && !export_write(exporting, "\xEF\xBB\xBF", 3))
		return false;
	return write_row(exporting, &row);
}

/* The task's field values, each in its column. */
static const char **field_cells(struct exporting *exporting, const struct task *task)
{
	const struct field_columns *columns = exporting->format_state;
	const char **cells = arena_array(&exporting->page, columns->count + 1, sizeof(*cells));
	const char *rest = task->field_values;
	const char *line;
	size_t column;

	while ((line = lines_next(&exporting->page, &rest))) {
		const char *id = arena_copy(&exporting->page, line, strcspn(line, "\t"));

		if (text_index_find(&columns->by_field_id, id, &column))
			cells[column] = strchr(line, '\t') + 1;
	}
	return cells;
}

static bool write_task(struct exporting *exporting, const struct whole_task *task)
{
	const struct field_columns *columns = exporting->format_state;
	struct arena *arena = &exporting->page;
	const char **cells = field_cells(exporting, &task->task);
	struct csv_row row = { .text = text_in(arena) };

	for (const struct csv_column *column = csv_columns; column->name; column++)
		if (is_written(columns, column))
			csv_add_field(&row, csv_guarded(arena, column->write(arena, task)));
	for (size_t i = 0; i < columns->count; i++)
		csv_add_field(&row, csv_guarded(arena, cells[i]));
	return write_row(exporting, &row);
}

const struct export_writer csv_writer = { begin, write_task };
