/*
 * A workspace as a file.
 *
 * JSON lines carry everything but the history: one object a line, "type" saying what it is: taskdesk,
 * workspace, member, project, task, comment; what names another thing comes behind it, blockers
 * aside. CSV carries tasks: one header row, one row a task.
 */
#ifndef TASKDESK_TRANSFER_EXPORT_H
#define TASKDESK_TRANSFER_EXPORT_H

#include "desk/desk.h"

#include <signal.h>
#include <stdio.h>

#define TRANSFER_VERSION 1

enum transfer_format {
	FORMAT_GUESSED,      /* by what the file begins with; import only */
	FORMAT_JSONL,
	FORMAT_CSV,
	FORMAT_ASANA,        /* import only, as the next */
	FORMAT_TODOIST,
};

struct export_options {
	enum transfer_format format;
	bool with_trash;           /* JSON lines: what was deleted too */
	bool with_byte_order_mark; /* CSV: for spreadsheets that need one to see UTF-8 */
	const volatile sig_atomic_t *interrupted;    /* where it becomes true, exporting fails; NULL: never */
};

struct export_totals {
	size_t projects, tasks, comments;
};

/*
 * Writes the workspace that the reference names, as it is at one moment, a page at a time.
 * ERROR_UNAVAILABLE when the file cannot be written to its end.
 */
bool export_workspace(struct desk *desk, const char *reference, const struct export_options *options, FILE *file,
		      struct export_totals *totals);

#endif
