/*
 * Todoist's CSV templates: one project a file, sections and subtasks by the order and indentation of
 * the rows, comments behind their tasks.
 */
#include "transfer/csv_import.h"

#include "base/text.h"
#include "base/zone.h"
#include "desk/moment.h"
#include "transfer/todoist_date.h"

#include <ctype.h>
#include <string.h>

#define MOST_INDENT 16
#define MOST_LABELS 100

enum todoist_role {
	ROLE_UNKNOWN,
	ROLE_TYPE,
	ROLE_CONTENT,
	ROLE_DESCRIPTION,
	ROLE_PRIORITY,
	ROLE_INDENT,
	ROLE_AUTHOR,
	ROLE_RESPONSIBLE,
	ROLE_DATE,
	ROLE_DATE_LANGUAGE,
	ROLE_TIME_ZONE,
	ROLE_DURATION,
	ROLE_DURATION_UNIT,
	ROLE_DEADLINE,
	ROLE_IGNORED,
};

static const struct {
	const char *header;
	enum todoist_role role;
} known[] = {
	{ "TYPE", ROLE_TYPE }, { "CONTENT", ROLE_CONTENT }, { "DESCRIPTION", ROLE_DESCRIPTION }, { "PRIORITY", ROLE_PRIORITY },
	{ "INDENT", ROLE_INDENT }, { "AUTHOR", ROLE_AUTHOR }, { "RESPONSIBLE", ROLE_RESPONSIBLE }, { "DATE", ROLE_DATE },
	{ "DATE_LANG", ROLE_DATE_LANGUAGE }, { "TIMEZONE", ROLE_TIME_ZONE }, { "DURATION", ROLE_DURATION },
	{ "DURATION_UNIT", ROLE_DURATION_UNIT }, { "DEADLINE", ROLE_DEADLINE }, { "DEADLINE_LANG", ROLE_IGNORED },
	{ "IS_COLLAPSED", ROLE_IGNORED }, { "meta", ROLE_IGNORED },
};

struct todoist {
	const char *project;
	const char *section;                 /* NULL: none yet */
	size_t above[MOST_INDENT + 1];       /* the last task of each indentation, plus 1; 0: none */
	bool has_task;
	size_t last_task;
};

static bool recognises(const struct csv_record *header)
{
	return csv_header_has(header, "TYPE") && csv_header_has(header, "CONTENT");
}

static bool begin(struct csv_import *csv)
{
	struct importing *importing = csv->importing;
	struct todoist *todoist = arena_alloc(importing->kept, sizeof(*todoist));

	importing->is_lenient = true;
	csv->state = todoist;
	todoist->project = importing->options->project	    ? importing->options->project :
			   importing->options->file_project ? importing->options->file_project :
							      "Todoist";
	for (size_t i = 0; i < csv->column_count; i++) {
		struct csv_meaning *meaning = &csv->meanings[i];

		for (size_t j = 0; j < sizeof(known) / sizeof(known[0]); j++)
			if (csv_header_is(meaning->header, known[j].header))
				meaning->role = (int)known[j].role;
		if (meaning->role == ROLE_UNKNOWN && *meaning->header)
			import_report_note(importing, csv->record->line, "there is no column '%s' here, so it is left out", meaning->header);
	}
	return import_open(importing);
}

static const char *cell(const struct csv_import *csv, enum todoist_role role)
{
	return csv_cell_of_role(csv, (int)role);
}

/* "Evan (14781400)" is Evan. */
static const char *name_of(struct arena *arena, const char *person)
{
	const char *open = person ? strrchr(person, '(') : NULL;
	char *name;

	if (!open || open == person || open[1 + strspn(open + 1, "0123456789")] != ')')
		return person;
	name = arena_copy(arena, person, (size_t)(open - person));
	for (size_t length = strlen(name); length && name[length - 1] == ' '; length--)
		name[length - 1] = '\0';
	return *name ? name : person;
}

/* Takes the words "@label" out of a title. Labels are one word. */
static const char *without_labels(struct arena *arena, const char *content, struct list_value *labels)
{
	const char **texts = arena_array(arena, MOST_LABELS, sizeof(*texts));
	struct text title = text_in(arena);

	*labels = (struct list_value){ .elements = texts };
	while (*content) {
		size_t blanks = strspn(content, " ");
		size_t length = strcspn(content + blanks, " ");
		const char *word = content + blanks;

		if (length > 1 && *word == '@' && !memchr(word + 1, '@', length - 1) && labels->count < MOST_LABELS) {
			texts[labels->count++] = arena_copy(arena, word + 1, length - 1);
		} else {
			if (title.length)
				text_add_bytes(&title, content, blanks);
			text_add_bytes(&title, word, length);
		}
		content = word + length;
	}
	labels->present = labels->count > 0;
	return text_string(&title);
}

/* 1 is the highest there, 4 is none. */
static bool set_priority(struct csv_import *csv, struct task_record *record)
{
	static const int64_t priorities[] = { 4, 3, 2, 0 };
	const char *text = cell(csv, ROLE_PRIORITY);
	int64_t number;

	if (!text)
		return true;
	if (!text_to_int64(text, &number) || number < 1 || number > 4)
		return fail(&csv->importing->error, ERROR_INVALID, "'%.20s' is no priority; it is 1, 2, 3 or 4", text);
	record->priority = (struct integer_value){ .present = true, .value = priorities[number - 1] };
	return true;
}

/* Reads a date if it can be; else it becomes text. */
static bool understood(struct csv_import *csv, const char *text, struct todoist_date *date)
{
	struct importing *importing = csv->importing;
	const char *language = cell(csv, ROLE_DATE_LANGUAGE);
	bool is_english = !language || strncasecmp(language, "en", 2) == 0 || isdigit((unsigned char)*text);

	if (is_english && todoist_date_read(importing->desk.arena, text, moment_today(importing->zone), date))
		return true;
	import_report_note(importing, csv->record->line, "the date '%s' cannot be read, and is kept as text", text);
	return false;
}

/* When it is to be done is the due date; with a deadline behind it, it is the start. */
static void set_dates(struct csv_import *csv, struct task_record *record, struct text *leftovers)
{
	const char *date = cell(csv, ROLE_DATE), *deadline = cell(csv, ROLE_DEADLINE);
	struct todoist_date when = { 0 }, end = { 0 };
	bool has_when = date && understood(csv, date, &when), has_end = deadline && understood(csv, deadline, &end);

	if (date && !has_when)
		text_printf(leftovers, "- date: %s\n", date);
	if (has_when && has_end && !when.recurrence && strlen(when.due) == 10) {
		record->start_on = record_value(when.due);
		record->due_on = record_value(end.due);
		return;
	}
	if (has_when) {
		record->due_on = record_value(when.due);
		record->recurrence = record_value(when.recurrence);
	} else if (has_end) {
		record->due_on = record_value(end.due);
		return;
	}
	if (deadline)
		text_printf(leftovers, "- deadline: %s\n", deadline);
}

static void set_zone(struct csv_import *csv)
{
	struct importing *importing = csv->importing;
	const char *zone = cell(csv, ROLE_TIME_ZONE);

	importing->zone = zone && zone_is_known(zone) ? zone : importing->given->principal->user.time_zone;
}

static const char *leftovers_of(struct csv_import *csv, struct text *leftovers)
{
	const char *duration = cell(csv, ROLE_DURATION), *unit = cell(csv, ROLE_DURATION_UNIT);

	if (duration)
		text_printf(leftovers, "- duration: %s %s\n", duration, unit ? unit : "");
	return leftovers->length ? text_string(leftovers) : NULL;
}

/* The task that this one hangs under: the last one that is indented less, in this section. */
static bool indent(struct csv_import *csv, int *depth, struct task_record *record)
{
	const struct todoist *todoist = csv->state;
	const char *text = cell(csv, ROLE_INDENT);
	int64_t number = 1;

	if (text && (!text_to_int64(text, &number) || number < 1 || number > MOST_INDENT))
		return fail(&csv->importing->error, ERROR_INVALID, "'%.20s' is no indentation; it is 1, 2, 3 or 4", text);
	*depth = (int)number;
	for (int above = *depth - 1; above > 0; above--) {
		if (!todoist->above[above])
			continue;
		record->parent = record_value(arena_printf(csv->importing->desk.arena, "row %zu", todoist->above[above]));
		return true;
	}
	return true;
}

/* The rows of the file name each other by where they stand. */
static void remember_task(struct csv_import *csv, int depth, size_t node)
{
	struct importing *importing = csv->importing;
	struct todoist *todoist = csv->state;
	size_t line = csv->record->line;

	ties_name(&importing->ties, arena_printf(importing->desk.arena, "row %zu", line), node);
	todoist->above[depth] = line;
	for (int below = depth + 1; below <= MOST_INDENT; below++)
		todoist->above[below] = 0;
	todoist->has_task = true;
	todoist->last_task = node;
}

static bool take_task(struct csv_import *csv)
{
	struct importing *importing = csv->importing;
	const struct todoist *todoist = csv->state;
	struct arena *arena = importing->desk.arena;
	struct text leftovers = text_in(arena);
	struct task_record record = { 0 };
	struct task_target target = { 0 };
	int depth = 1;
	size_t node;

	set_zone(csv);
	if (!indent(csv, &depth, &record) || !set_priority(csv, &record) ||
	    !import_place_named(importing, todoist->project, &target.place) ||
	    (todoist->section && !import_section_named(importing, target.place, todoist->section, &target.section_id)))
		return false;
	record.title = record_value(cell(csv, ROLE_CONTENT) ? without_labels(arena, cell(csv, ROLE_CONTENT), &record.tags) : NULL);
	if (!record_text(&record.title))
		record.title = record_value(cell(csv, ROLE_CONTENT));
	record.notes = record_value(cell(csv, ROLE_DESCRIPTION));
	record.assignee = record_value(name_of(arena, cell(csv, ROLE_RESPONSIBLE)));
	record.origin.created_by = record_value(name_of(arena, cell(csv, ROLE_AUTHOR)));
	set_dates(csv, &record, &leftovers);
	target.leftovers = leftovers_of(csv, &leftovers);
	if (!import_task(importing, csv->record->line, &record, &target, &node))
		return false;
	remember_task(csv, depth, node);
	return true;
}

static bool take_section(struct csv_import *csv)
{
	struct importing *importing = csv->importing;
	struct todoist *todoist = csv->state;
	const char *name = cell(csv, ROLE_CONTENT);
	struct place *place;
	int64_t id;

	if (!name)
		return fail(&importing->error, ERROR_INVALID, "the section has no name");
	if (!import_place_named(importing, todoist->project, &place) || !import_section_named(importing, place, name, &id))
		return false;
	if (cell(csv, ROLE_DESCRIPTION))
		import_report_note(importing, csv->record->line, "sections have no description here, so '%s' is left out",
				   cell(csv, ROLE_DESCRIPTION));
	todoist->section = arena_strdup(importing->kept, name);
	todoist->has_task = false;
	memset(todoist->above, 0, sizeof(todoist->above));
	return true;
}

static bool take_note(struct csv_import *csv)
{
	struct importing *importing = csv->importing;
	const struct todoist *todoist = csv->state;
	struct comment_record record = {
		.text = record_value(cell(csv, ROLE_CONTENT)),
		.created_by = record_value(name_of(importing->desk.arena, cell(csv, ROLE_AUTHOR))),
		.created_at = record_value(cell(csv, ROLE_DATE)),
	};

	if (!todoist->has_task)
		return fail(&importing->error, ERROR_INVALID, "there is no task before this note that it could be a comment on");
	if (!record_text(&record.text))
		return fail(&importing->error, ERROR_INVALID, "the note is empty");
	set_zone(csv);
	return import_comment(importing, csv->record->line, &record, todoist->last_task);
}

static bool take_nothing(struct csv_import *csv)
{
	(void)csv;
	return true;
}

static const struct {
	const char *type;
	bool (*take)(struct csv_import *csv);
} types[] = {
	{ "task", take_task }, { "section", take_section }, { "note", take_note }, { "meta", take_nothing },
};

static bool take(struct csv_import *csv)
{
	const char *type = cell(csv, ROLE_TYPE);

	for (size_t i = 0; type && i < sizeof(types) / sizeof(types[0]); i++)
		if (text_equals_ignoring_case(types[i].type, type))
			return types[i].take(csv);
	return fail(&csv->importing->error, ERROR_INVALID, "its TYPE is '%.40s'; it is task, section, note or meta", type ? type : "");
}

const struct csv_format csv_todoist_format = { FORMAT_TODOIST, recognises, begin, take, NULL };
