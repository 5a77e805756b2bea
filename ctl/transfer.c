#include "ctl/ctl.h"

#include "base/text.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "desk/undo.h"
#include "transfer/import.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATUS_INTERRUPTED 130

/* What goes on looks at it between one line or task and the next. */
static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
	(void)signal_number;
	interrupted = true;
}

/* The first signal is waited for; another one ends the program at once. */
static void heed_signals(void)
{
	const struct sigaction action = { .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static int failed(struct ctl *ctl)
{
	int status = ctl_failed(ctl);

	return interrupted ? STATUS_INTERRUPTED : status;
}

struct format_name {
	const char *name;
	enum transfer_format format;
};

static const struct format_name format_names[] = {
	{ "jsonl", FORMAT_JSONL }, { "csv", FORMAT_CSV }, { "asana", FORMAT_ASANA }, { "todoist", FORMAT_TODOIST },
};

static enum transfer_format format_named(const char *name)
{
	for (size_t i = 0; i < sizeof(format_names) / sizeof(format_names[0]); i++)
		if (strcmp(format_names[i].name, name) == 0)
			return format_names[i].format;
	return FORMAT_GUESSED;
}

/* A file that appears whole or not at all, for its owner alone. */
struct new_file {
	const char *path;        /* NULL: standard output */
	const char *unfinished;  /* NULL: written as it is, since it is a device or a pipe */
	FILE *file;
};

/* As /dev/stdout does, whatever that is, and be it a file that is open already. */
static bool leads_to_standard_output(const char *path)
{
	struct stat status, output;

	return stat(path, &status) == 0 && fstat(STDOUT_FILENO, &output) == 0 && status.st_dev == output.st_dev &&
	       status.st_ino == output.st_ino;
}

static bool leads_nowhere(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0 && stat(path, &status) != 0;
}

static bool is_device(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/* Through links, which stay. */
static bool open_new(struct ctl *ctl, const char *path, struct new_file *new)
{
	char real[PATH_MAX];
	int descriptor;

	*new = (struct new_file){ .file = stdout };
	if (!path || leads_to_standard_output(path))
		return true;
	if (leads_nowhere(path))
		return fail(&ctl->error, ERROR_INVALID, "%s cannot be written: it is a link that leads nowhere", path);
	new->path = realpath(path, real) ? arena_strdup(&ctl->arena, real) : path;
	if (!is_device(new->path))
		new->unfinished = arena_printf(&ctl->arena, "%s.%d", new->path, (int)getpid());
	descriptor = new->unfinished ? open(new->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) :
				       open(new->path, O_WRONLY | O_CLOEXEC);
	new->file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	return new->file || fail(&ctl->error, ERROR_INVALID, "%s cannot be written: %s", path, strerror(errno));
}

static bool close_new(struct ctl *ctl, struct new_file *new, bool is_whole)
{
	if (!new->path)
		return is_whole;
	if (fclose(new->file) != 0 && is_whole)
		is_whole = fail(&ctl->error, ERROR_UNAVAILABLE, "%s cannot be written: %s", new->path, strerror(errno));
	if (!new->unfinished)
		return is_whole;
	if (is_whole && rename(new->unfinished, new->path) != 0)
		is_whole = fail(&ctl->error, ERROR_INVALID, "%s cannot be written: %s", new->path, strerror(errno));
	if (!is_whole)
		unlink(new->unfinished);
	return is_whole;
}

static enum transfer_format export_format(const char *name, const char *path)
{
	if (name)
		return format_named(name);
	return path && text_ends_with(path, ".csv") ? FORMAT_CSV : FORMAT_JSONL;
}

int ctl_export(struct ctl *ctl)
{
	const char *format = NULL, *path;
	struct export_options options = { .interrupted = &interrupted };
	struct export_totals totals;
	struct principal principal;
	struct new_file new;
	struct desk desk;

	ctl_option(ctl, "--format", &format);
	options.with_trash = ctl_flag(ctl, "--trash");
	options.with_byte_order_mark = ctl_flag(ctl, "--bom");
	if (!ctl_arguments(ctl, 1, 2, "a workspace, by id or name, and perhaps a file"))
		return 2;
	path = ctl->count == 2 && strcmp(ctl->arguments[1], "-") != 0 ? ctl->arguments[1] : NULL;
	options.format = export_format(format, path);
	if (options.format != FORMAT_JSONL && options.format != FORMAT_CSV)
		return ctl_misused("--format takes jsonl or csv");
	if (options.format == FORMAT_CSV && options.with_trash)
		return ctl_misused("CSV does not carry what is in the trash; use --format jsonl");
	if (options.format == FORMAT_JSONL && options.with_byte_order_mark)
		return ctl_misused("--bom is for CSV");
	if (!ctl_desk(ctl, &desk, &principal))
		return ctl_failed(ctl);
	heed_signals();
	if (!open_new(ctl, path, &new))
		return failed(ctl);
	if (!close_new(ctl, &new, export_workspace(&desk, ctl->arguments[0], &options, new.file, &totals)))
		return failed(ctl);
	fprintf(stderr, "%zu projects, %zu tasks, %zu comments\n", totals.projects, totals.tasks, totals.comments);
	return 0;
}

static bool act_as(struct desk *desk, const char *email, struct principal *principal)
{
	return !email || resolve_user(desk, email, &principal->user);
}

static FILE *open_old(struct ctl *ctl, const char *path)
{
	FILE *file = path ? fopen(path, "re") : stdin;

	if (!file)
		fail(&ctl->error, ERROR_INVALID, "%s cannot be read: %s", path, strerror(errno));
	return file;
}

/* "plans/Garden work.csv" is of the project "Garden work". */
static const char *project_called_after(struct ctl *ctl, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = arena_strdup(&ctl->arena, slash ? slash + 1 : path);
	char *dot = strrchr(name, '.');

	if (dot && dot != name)
		*dot = '\0';
	return name;
}

static void say_imported(const struct import_options *options, const struct import_totals *totals)
{
	const char *name = totals->workspace.name;

	if (totals->workspace.id)
		printf("%s workspace %lld, %s\n", totals->is_new ? "made" : "into", (long long)totals->workspace.id, name);
	else if (name)
		printf("would make the workspace %s\n", name);
	printf("%s: %zu projects, %zu tasks, %zu comments; %zu lines failed, %zu notes\n",
	       options->is_dry_run ? "would be imported" : "imported", totals->projects, totals->tasks, totals->comments,
	       totals->failed, totals->notes);
	if (!totals->change_count)
		return;
	printf("to take it back: taskdeskctl undo");
	for (size_t i = totals->change_count; i-- > 0;)
		printf(" %s", totals->changes[i]);
	putchar('\n');
}

static int import_into(struct ctl *ctl, struct desk *desk, const struct import_options *options, FILE *file)
{
	struct import_totals totals;
	bool is_done = import_file(desk, options, file, stderr, &totals);

	say_imported(options, &totals);
	if (!is_done)
		return failed(ctl);
	return totals.failed ? 1 : 0;
}

int ctl_import(struct ctl *ctl)
{
	const char *format = NULL, *email = NULL, *path;
	struct import_options options = { .interrupted = &interrupted };
	struct principal principal;
	struct desk desk;
	FILE *file;
	int status;

	ctl_option(ctl, "--format", &format);
	ctl_option(ctl, "--as", &email);
	ctl_option(ctl, "--workspace", &options.workspace);
	ctl_option(ctl, "--project", &options.project);
	options.is_dry_run = ctl_flag(ctl, "--dry-run");
	options.adds_members = ctl_flag(ctl, "--add-members");
	if (!ctl_arguments(ctl, 0, 1, "one file, or none for standard input"))
		return 2;
	options.format = format ? format_named(format) : FORMAT_GUESSED;
	if (format && options.format == FORMAT_GUESSED)
		return ctl_misused("--format takes jsonl, csv, asana or todoist");
	path = ctl->count && strcmp(ctl->arguments[0], "-") != 0 ? ctl->arguments[0] : NULL;
	if (!ctl_desk(ctl, &desk, &principal) || !act_as(&desk, email, &principal))
		return ctl_failed(ctl);
	file = open_old(ctl, path);
	if (!file)
		return ctl_failed(ctl);
	if (path)
		options.file_project = project_called_after(ctl, path);
	heed_signals();
	status = import_into(ctl, &desk, &options, file);
	if (path)
		fclose(file);
	return status;
}

struct undoing {
	struct desk *desk;
	const char *change_id;
	int64_t undone;
};

static bool undo(void *context, const char **result)
{
	struct undoing *undoing = context;

	(void)result;
	return undo_change(undoing->desk, undoing->change_id, &undoing->undone);
}

int ctl_undo(struct ctl *ctl)
{
	struct principal principal;
	struct desk desk;

	if (!ctl_arguments(ctl, 1, 100000, "the ids of changes, newest first"))
		return 2;
	if (!ctl_desk(ctl, &desk, &principal))
		return ctl_failed(ctl);
	for (int i = 0; i < ctl->count; i++) {
		struct undoing undoing = { .desk = &desk, .change_id = ctl->arguments[i] };
		struct change change = { .work = undo, .context = &undoing };

		if (!change_run(&desk, &change))
			return ctl_failed(ctl);
		printf("%s: %lld things taken back, in change %s\n", ctl->arguments[i], (long long)undoing.undone, desk.change_id);
	}
	return 0;
}
