/*
 * What the writers of the two formats share while a workspace goes out. Only for lib/transfer.
 */
#ifndef TASKDESK_TRANSFER_EXPORTING_H
#define TASKDESK_TRANSFER_EXPORTING_H

#include "store/transfer_store.h"
#include "transfer/export.h"

struct exporting {
	struct desk *desk;             /* its arena keeps what stays until the end */
	const struct export_options *options;
	FILE *file;
	struct export_totals *totals;
	struct workspace workspace;
	struct arena page;             /* of the database while pages are read; emptied after each top task */
	void *format_state;            /* the format's own, in the desk's arena */
	bool has_begun;
};

/* A format: how what comes before the tasks is written, then each task, parents first. */
struct export_writer {
	bool (*begin)(struct exporting *exporting);
	bool (*task)(struct exporting *exporting, const struct whole_task *task);
};

extern const struct export_writer jsonl_writer, csv_writer;

/* Calls for each project, with its sections and fields in the page's arena, oldest first. */
struct whole_project {
	const struct project *project;
	struct section_list sections;
	struct custom_field_list fields;
};

bool export_each_project(struct exporting *exporting, bool (*each)(struct exporting *exporting, const struct whole_project *whole));

/* Writes bytes to the file; ERROR_UNAVAILABLE when it takes no more. */
bool export_write(struct exporting *exporting, const char *bytes, size_t length);

#endif
