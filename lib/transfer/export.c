#include "transfer/exporting.h"

#include "desk/resolve.h"

#include <errno.h>
#include <string.h>

#define PAGE_TASKS 200
#define PAGE_PROJECTS 100
#define PAGE_BYTES ((size_t)1024 * 1024 * 1024)
#define DEEPEST 16                     /* deeper than subtasks can go */

bool export_write(struct exporting *exporting, const char *bytes, size_t length)
{
	if (fwrite(bytes, 1, length, exporting->file) == length)
		return true;
	return fail(exporting->desk->error, ERROR_UNAVAILABLE, "the file cannot be written: %s", strerror(errno));
}

static bool read_project(struct exporting *exporting, const struct project *project, struct whole_project *whole)
{
	struct db *db = exporting->desk->db;

	whole->project = project;
	return project_store_sections(db, project->id, &whole->sections) && project_store_fields(db, project->id, &whole->fields);
}

bool export_each_project(struct exporting *exporting, bool (*each)(struct exporting *exporting, const struct whole_project *whole))
{
	struct project_list list;
	int64_t after_id = 0;

	do {
		if (!transfer_store_projects(exporting->desk->db, exporting->workspace.id, exporting->options->with_trash, after_id,
					     PAGE_PROJECTS, &list))
			return false;
		for (size_t i = 0; i < list.count; i++) {
			struct whole_project whole;

			if (!read_project(exporting, &list.projects[i], &whole) || !each(exporting, &whole))
				return false;
			after_id = list.projects[i].id;
		}
		arena_reset(&exporting->page);
	} while (list.count == PAGE_PROJECTS);
	return true;
}

static bool write_with_subtasks(struct exporting *exporting, const struct export_writer *writer, const struct whole_task *task,
				int depth);

static bool write_subtasks(struct exporting *exporting, const struct export_writer *writer, int64_t parent_id, int depth)
{
	struct task_place_read place = {
		.workspace_id = exporting->workspace.id,
		.parent_id = parent_id,
		.with_trash = exporting->options->with_trash,
	};
	struct whole_task_list list;

	do {
		if (!transfer_store_tasks(exporting->desk->db, &place, PAGE_TASKS, &list))
			return false;
		for (size_t i = 0; i < list.count; i++) {
			if (!write_with_subtasks(exporting, writer, &list.tasks[i], depth + 1))
				return false;
			place.after_id = list.tasks[i].task.id;
		}
	} while (list.count == PAGE_TASKS);
	return true;
}

static bool write_with_subtasks(struct exporting *exporting, const struct export_writer *writer, const struct whole_task *task,
				int depth)
{
	const volatile sig_atomic_t *interrupted = exporting->options->interrupted;

	if (interrupted && *interrupted)
		return fail(exporting->desk->error, ERROR_CONFLICT, "interrupted, so the file is not whole");
	exporting->totals->tasks++;
	if (!writer->task(exporting, task))
		return false;
	return !task->has_subtasks || depth == DEEPEST || write_subtasks(exporting, writer, task->task.id, depth);
}

/* The tasks that are no subtasks, each followed by its own. */
static bool write_tasks(struct exporting *exporting, const struct export_writer *writer, bool in_trash)
{
	char after_deleted_at[CLOCK_UTC_BYTES] = "";
	struct task_place_read place = {
		.workspace_id = exporting->workspace.id,
		.with_trash = exporting->options->with_trash,
		.in_trash = in_trash,
		.after_deleted_at = after_deleted_at,
	};
	struct whole_task_list list;

	do {
		if (!transfer_store_tasks(exporting->desk->db, &place, PAGE_TASKS, &list))
			return false;
		for (size_t i = 0; i < list.count; i++)
			if (!write_with_subtasks(exporting, writer, &list.tasks[i], 1))
				return false;
		if (list.count) {
			const struct task *last = &list.tasks[list.count - 1].task;

			place.after_id = last->id;
			if (in_trash)
				snprintf(after_deleted_at, sizeof(after_deleted_at), "%s", last->deleted_at);
		}
		arena_reset(&exporting->page);
	} while (list.count == PAGE_TASKS);
	return true;
}

static bool write_all(void *context)
{
	struct exporting *exporting = context;
	const struct export_options *options = exporting->options;
	const struct export_writer *writer = options->format == FORMAT_CSV ? &csv_writer : &jsonl_writer;

	/* What was written cannot be taken back, so a transaction that broke is not begun again. */
	if (exporting->has_begun)
		return fail(exporting->desk->error, ERROR_UNAVAILABLE, "the connection to the database broke, and the file is not whole");
	exporting->has_begun = true;
	return writer->begin(exporting) && write_tasks(exporting, writer, false) &&
	       (!options->with_trash || write_tasks(exporting, writer, true));
}

bool export_workspace(struct desk *desk, const char *reference, const struct export_options *options, FILE *file,
		      struct export_totals *totals)
{
	struct exporting exporting = { .desk = desk, .options = options, .file = file, .totals = totals };
	bool is_written;

	*totals = (struct export_totals){ 0 };
	if (!resolve_workspace(desk, reference, &exporting.workspace))
		return false;
	arena_init(&exporting.page, PAGE_BYTES);
	db_begin_request(desk->db, &exporting.page, desk->error);
	/* One transaction, so that all of it is of one moment. */
	is_written = db_transaction(desk->db, write_all, &exporting);
	db_begin_request(desk->db, desk->arena, desk->error);
	arena_free(&exporting.page);
	if (!is_written)
		return false;
	return fflush(file) == 0 || fail(desk->error, ERROR_UNAVAILABLE, "the file cannot be written: %s", strerror(errno));
}
