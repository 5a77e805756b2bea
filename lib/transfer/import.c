#include "transfer/importing.h"

#include "base/text.h"
#include "desk/tasks.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_BYTES ((size_t)1024 * 1024 * 1024)

/* One line of the report; what the file brought along of control characters does not reach a terminal. */
static void say(struct importing *importing, size_t line, const char *text)
{
	fprintf(importing->log, "line %zu: ", line);
	for (; *text; text++)
		fputc((unsigned char)*text < ' ' || *text == 0x7F ? ' ' : *text, importing->log);
	fputc('\n', importing->log);
}

void import_report_failure(struct importing *importing, size_t line)
{
	const struct error *error = &importing->error;
	const char *stop = text_ends_with(error->message, "?") ? " " : ". ";

	say(importing, line, arena_printf(importing->desk.arena, "%s%s%s", error->message, *error->remedy ? stop : "", error->remedy));
	importing->totals->failed++;
	importing->error = (struct error){ 0 };
}

void import_report_note(struct importing *importing, size_t line, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	say(importing, line, arena_printf(importing->desk.arena, "note: %s", arena_vprintf(importing->desk.arena, format, values)));
	va_end(values);
	importing->totals->notes++;
}

bool import_is_over(const struct importing *importing)
{
	return importing->is_stopped || importing->error.kind == ERROR_UNAVAILABLE;
}

void *import_with_room(void *elements, size_t count, size_t *capacity, size_t element_bytes)
{
	void *more;

	if (count < *capacity)
		return elements;
	*capacity = *capacity ? *capacity * 2 : 16;
	more = reallocarray(elements, *capacity, element_bytes);
	if (!more)
		abort();
	return more;
}

bool import_change(struct importing *importing, bool (*work)(void *context, const char **result), void *context)
{
	struct import_totals *totals = importing->totals;
	struct change change = { .work = work, .context = context };

	if (importing->options->is_dry_run)
		return true;
	if (!change_run(&importing->desk, &change))
		return false;
	if (!importing->desk.activity_count)
		return true;
	if (totals->change_count % 64 == 0) {
		const char **more = arena_array(importing->kept, totals->change_count + 64, sizeof(*more));

		if (totals->change_count)
			memcpy(more, totals->changes, totals->change_count * sizeof(*more));
		totals->changes = more;
	}
	totals->changes[totals->change_count++] = arena_strdup(importing->kept, importing->desk.change_id);
	return true;
}

/* A desk with the caller's rights in fresh memory. */
static void use_memory(struct importing *importing)
{
	const struct desk *given = importing->given;

	arena_reset(&importing->memory);
	desk_init(&importing->desk, given->db, &importing->memory, &importing->error, given->config, given->principal);
	db_begin_request(given->db, &importing->memory, &importing->error);
}

#define MEMORY_AT_ONCE ((size_t)32 * 1024 * 1024)

bool import_step(struct importing *importing)
{
	if (importing->batch.count < BATCH_ITEMS && importing->memory.used_bytes < MEMORY_AT_ONCE)
		return true;
	return import_flush(importing);
}

bool import_flush(struct importing *importing)
{
	bool is_saved = import_save(importing);

	if (is_saved)
		use_memory(importing);
	return is_saved;
}

static void begin(struct importing *importing)
{
	arena_init(&importing->memory, BATCH_BYTES);
	use_memory(importing);
	text_index_init(&importing->people.index, importing->kept);
	text_index_init(&importing->places.index, importing->kept);
	text_index_init(&importing->places.sections, importing->kept);
	text_index_init(&importing->places.fields, importing->kept);
	ties_init(&importing->ties, importing->kept);
	importing->zone = importing->given->principal->user.time_zone;
	importing->next_position = tasks_last_position(0);
}

static void end(struct importing *importing)
{
	*importing->given->error = importing->error;
	db_begin_request(importing->given->db, importing->given->arena, importing->given->error);
	text_index_free(&importing->people.index);
	text_index_free(&importing->places.index);
	text_index_free(&importing->places.sections);
	text_index_free(&importing->places.fields);
	ties_free(&importing->ties);
	free(importing->people.people);
	free(importing->places.places);
	free(importing->late.ties);
	free(importing->members);
	arena_free(&importing->memory);
	line_file_free(&importing->lines);
}

static bool read_all(struct importing *importing)
{
	enum transfer_format format = importing->options->format;

	if (!line_file_next(&importing->lines))
		return fail(&importing->error, ERROR_INVALID, "the file is empty");
	if (importing->lines.length >= 2 && (memcmp(importing->lines.bytes, "\xFF\xFE", 2) == 0 ||
					     memcmp(importing->lines.bytes, "\xFE\xFF", 2) == 0))
		return fail(&importing->error, ERROR_INVALID, "the file is UTF-16; save it as UTF-8");
	line_file_again(&importing->lines);
	if (format == FORMAT_JSONL || (format == FORMAT_GUESSED && importing->lines.bytes[0] == '{'))
		return import_jsonl(importing);
	return import_csv(importing);
}

/* Where the file was not read to its end, that is what has to be said, whatever came of it. */
static bool is_read(struct importing *importing)
{
	const struct line_file *lines = &importing->lines;

	if (!lines->failure)
		return true;
	if (lines->failure == EINTR)
		return fail(&importing->error, ERROR_CONFLICT, "interrupted behind line %zu", lines->number);
	if (!lines->number)
		return fail(&importing->error, ERROR_INVALID, "the file cannot be read: %s", strerror(lines->failure));
	return fail(&importing->error, ERROR_INVALID, "the file cannot be read behind line %zu: %s", lines->number, strerror(lines->failure));
}

bool import_file(struct desk *desk, const struct import_options *options, FILE *file, FILE *log,
		 struct import_totals *totals)
{
	struct importing *importing = arena_alloc(desk->arena, sizeof(*importing));
	bool is_done;

	*totals = (struct import_totals){ 0 };
	*importing = (struct importing){
		.options = options, .totals = totals, .given = desk, .kept = desk->arena, .log = log,
	};
	line_file_init(&importing->lines, file);
	importing->lines.interrupted = options->interrupted;
	begin(importing);
	is_done = read_all(importing) && import_finish(importing);
	is_done = is_read(importing) && is_done;
	end(importing);
	return is_done;
}
