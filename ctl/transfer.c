#include "ctl/ctl.h"

#include "base/text.h"
#include "transfer/export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
	const char *unfinished;
	FILE *file;
};

static bool open_new(struct ctl *ctl, const char *path, struct new_file *new)
{
	int descriptor;

	*new = (struct new_file){ .path = path, .file = stdout };
	if (!path)
		return true;
	new->unfinished = arena_printf(&ctl->arena, "%s.%d", path, (int)getpid());
	descriptor = open(new->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	new->file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	return new->file || fail(&ctl->error, ERROR_INVALID, "%s cannot be written: %s", path, strerror(errno));
}

static bool close_new(struct ctl *ctl, struct new_file *new, bool is_whole)
{
	if (!new->path)
		return is_whole;
	if (fclose(new->file) != 0 && is_whole)
		is_whole = fail(&ctl->error, ERROR_UNAVAILABLE, "%s cannot be written: %s", new->path, strerror(errno));
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
	struct export_options options = { 0 };
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
	if (!ctl_desk(ctl, &desk, &principal) || !open_new(ctl, path, &new))
		return ctl_failed(ctl);
	if (!close_new(ctl, &new, export_workspace(&desk, ctl->arguments[0], &options, new.file, &totals)))
		return ctl_failed(ctl);
	fprintf(stderr, "%zu projects, %zu tasks, %zu comments\n", totals.projects, totals.tasks, totals.comments);
	return 0;
}
