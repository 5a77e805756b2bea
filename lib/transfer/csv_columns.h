/*
 * The columns of our CSV, for writing and reading: each is one text of a task's record. Custom
 * fields follow as columns of their own, "field:Effort:number", "field:Stage:choice:one|two".
 */
#ifndef TASKDESK_TRANSFER_CSV_COLUMNS_H
#define TASKDESK_TRANSFER_CSV_COLUMNS_H

#include "store/transfer_store.h"

#define CSV_FIELD_PREFIX "field:"

struct csv_column {
	const char *name;
	/* The cell's text in the arena or the task's; NULL for none. */
	const char *(*write)(struct arena *arena, const struct whole_task *whole);
};

/* Ends with a row without a name. */
extern const struct csv_column csv_columns[];

/* "field:Stage:choice:one|two", and the way back: false where the header is no field's. */
const char *csv_field_header(struct arena *arena, const struct custom_field *field);
bool csv_read_field_header(struct arena *arena, const char *header, struct custom_field *field);

#endif
