/*
 * Files become workspaces: our JSON lines and CSV, and what Asana and Todoist export.
 *
 * Lines are saved in batches, each a change of its own that undo takes back. A line that cannot be
 * taken is reported by its number, and the rest goes on. What a line says and has no place here (a
 * person who has no account, a date nobody can read) is kept in the task's notes and reported.
 */
#ifndef TASKDESK_TRANSFER_IMPORT_H
#define TASKDESK_TRANSFER_IMPORT_H

#include "desk/desk.h"
#include "transfer/export.h"

#include <signal.h>
#include <stdio.h>

struct import_options {
	enum transfer_format format;
	const char *workspace;     /* a reference, or the name of a new one; NULL: as the file calls it */
	const char *project;       /* where tasks go: those of our CSV that name none, all of Asana and Todoist. NULL: not said, as it must be for JSON lines */
	const char *file_project;  /* the same for Todoist, whose files are named after their project; NULL: not said */
	bool is_dry_run;           /* everything is read and checked, nothing saved */
	bool adds_members;         /* who has an account and is named in the file becomes a member */
	const volatile sig_atomic_t *interrupted;    /* where it becomes true, the file ends there; NULL: never */
};

struct import_totals {
	struct workspace workspace;
	bool is_new;               /* the workspace was made */
	size_t projects, tasks, comments;
	size_t failed;             /* lines that were not taken */
	size_t notes;              /* what could not be kept as it was */
	size_t change_count;
	const char **changes;      /* their ids, oldest first, in the desk's arena */
};

/*
 * Reads the file to its end as the desk's user; reports go to the log file as they come. False, with the
 * desk's error, when it had to stop; totals tell what was done until then.
 */
bool import_file(struct desk *desk, const struct import_options *options, FILE *file, FILE *log,
		 struct import_totals *totals);

#endif
