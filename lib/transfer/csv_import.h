/*
 * What the readers of the CSV formats share. Only for lib/transfer.
 */
#ifndef TASKDESK_TRANSFER_CSV_IMPORT_H
#define TASKDESK_TRANSFER_CSV_IMPORT_H

#include "transfer/csv_columns.h"
#include "transfer/csv_reader.h"
#include "transfer/importing.h"

/* What a column of the file means to its format. */
struct csv_meaning {
	const char *header;
	const struct csv_column *column;       /* NULL: something of the format's own, or nothing */
	struct custom_field field;             /* with a name: a custom field */
	int role;                              /* the format's own */
};

struct csv_import {
	struct importing *importing;
	const struct csv_record *record;       /* the one in hand */
	struct csv_meaning *meanings;          /* one a column */
	size_t column_count;
	bool has_told_position;                /* that there are positions which cannot be read */
	void *state;                           /* the format's own */
};

struct csv_format {
	enum transfer_format format;
	/* Whether this is the header of such a file. */
	bool (*recognises)(const struct csv_record *header);
	/* Fills in the meanings of the columns. */
	bool (*begin)(struct csv_import *csv);
	bool (*take)(struct csv_import *csv);
	/* After the last record; may be NULL. */
	void (*end)(struct csv_import *csv);
};

extern const struct csv_format csv_own_format, csv_asana_format, csv_todoist_format;

/* Whether the header has a column of this name, in any case and with blanks around it. */
bool csv_header_has(const struct csv_record *header, const char *name);
bool csv_header_is(const char *header, const char *name);

/* The cell of a column; NULL where it is empty or not there. */
const char *csv_cell(const struct csv_import *csv, size_t column);

/* The first column that means this to the format; NULL where there is none or the cell is empty. */
const char *csv_cell_of_role(const struct csv_import *csv, int role);

/* Adds a value of a custom field to the record and its target; the place is where the task goes. */
bool csv_add_field_value(struct csv_import *csv, struct place *place, const struct custom_field *wanted, const char *value,
			 struct task_record *record, struct task_target *target);

#endif
