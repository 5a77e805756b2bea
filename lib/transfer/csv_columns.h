/*
 * The columns of our CSV, for writing and reading: each is one text of a task's record. Custom
 * fields follow as columns of their own, "field:Effort:number", "field:Stage:choice:one|two".
 */
#ifndef TASKDESK_TRANSFER_CSV_COLUMNS_H
#define TASKDESK_TRANSFER_CSV_COLUMNS_H

#include "store/transfer_store.h"
#include "transfer/record.h"

#define CSV_FIELD_PREFIX "field:"

/* How a cell goes into a record. */
enum csv_cell {
	CSV_CELL_TEXT,          /* struct text_value */
	CSV_CELL_LIST,          /* struct list_value of texts */
	CSV_CELL_LINKS,         /* struct list_value of struct link_record */
	CSV_CELL_POSITION,      /* struct integer_value */
	CSV_CELL_PRIORITY,      /* struct integer_value */
};

struct csv_column {
	const char *name;
	enum csv_cell cell;
	size_t offset;          /* in struct task_record */
	/* The cell's text in the arena or the task's; NULL for none. */
	const char *(*write)(struct arena *arena, const struct whole_task *whole);
};

/* Ends with a row without a name. */
extern const struct csv_column csv_columns[];

/* Only written where projects have the same name. */
#define CSV_PROJECT_ID "project_id"

/* Puts a cell that is not empty into the record; ERROR_INVALID where it cannot be one. */
bool csv_read_cell(struct arena *arena, const struct csv_column *column, const char *text, struct task_record *record,
		   struct error *error);

/* "field:Stage:choice:one|two", and the way back: false where the header is no field's. */
const char *csv_field_header(struct arena *arena, const struct custom_field *field);
bool csv_read_field_header(struct arena *arena, const char *header, struct custom_field *field);

#endif
