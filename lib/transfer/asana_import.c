/*
 * What Asana exports of a project as CSV. Parents and dependencies are named by their titles there;
 * the same title may come more than once, and titles may hold the commas that stand between them.
 */
#include "transfer/csv_import.h"

#include "base/text.h"
#include "fields/lines_field.h"
#include "transfer/csv_writer.h"

#include <stdlib.h>
#include <string.h>

/* What a column means beyond a text of the record. */
enum asana_role {
	ROLE_PLAIN,
	ROLE_TASK_ID,
	ROLE_SECTION_NAME,
	ROLE_ASSIGNEE_NAME,
	ROLE_ASSIGNEE_EMAIL,
	ROLE_PROJECTS,
	ROLE_PARENT_TITLE,
	ROLE_BLOCKED_BY,
	ROLE_BLOCKING,
	ROLE_CUSTOM,
};

#define TEXT(header, member) { header, CSV_CELL_TEXT, offsetof(struct task_record, member), ROLE_PLAIN }
#define ROLE(header, role) { header, CSV_CELL_TEXT, 0, role }

static const struct {
	const char *header;
	enum csv_cell cell;
	size_t offset;
	enum asana_role role;
} known[] = {
	ROLE("Task ID", ROLE_TASK_ID),
	TEXT("Created At", origin.created_at),
	TEXT("Completed At", completed_at),
	TEXT("Last Modified", origin.updated_at),
	TEXT("Name", title),
	ROLE("Section/Column", ROLE_SECTION_NAME),
	ROLE("Assignee", ROLE_ASSIGNEE_NAME),
	ROLE("Assignee Email", ROLE_ASSIGNEE_EMAIL),
	TEXT("Start Date", start_on),
	TEXT("Due Date", due_on),
	{ "Tags", CSV_CELL_LIST, offsetof(struct task_record, tags), ROLE_PLAIN },
	TEXT("Notes", notes),
	ROLE("Projects", ROLE_PROJECTS),
	ROLE("Parent task", ROLE_PARENT_TITLE),
	ROLE("Blocked By (Dependencies)", ROLE_BLOCKED_BY),
	ROLE("Blocking (Dependencies)", ROLE_BLOCKING),
};

#define KNOWN_COUNT (sizeof(known) / sizeof(known[0]))

/* Titles that a task waits for, or that wait for it, until all of them are known. */
struct dependency {
	size_t line;
	size_t node;
	const char *titles;
	bool is_blocking;
};

struct asana {
	struct csv_column columns[KNOWN_COUNT];
	const char *main_project;        /* the one that the file was exported from */
	size_t *place_of_node;           /* its position, plus 1; subtasks are where their parents are */
	size_t node_capacity, node_count;
	struct dependency *dependencies;
	size_t dependency_count, dependency_capacity;
};

static bool recognises(const struct csv_record *header)
{
	return csv_header_has(header, "Task ID") && csv_header_has(header, "Name") &&
	       (csv_header_has(header, "Section/Column") || csv_header_has(header, "Created At"));
}

/* A custom field of this name; field names here have neither ':' nor '='. */
static struct custom_field custom_field_named(struct arena *arena, const char *header)
{
	char *name = arena_strdup(arena, header + strspn(header, " -"));

	for (char *at = name; *at; at++)
		if (strchr(":=\t\r\n", *at))
			*at = ' ';
	for (size_t length = strlen(name); length && name[length - 1] == ' '; length--)
		name[length - 1] = '\0';
	return (struct custom_field){ .name = name, .type = CUSTOM_TEXT };
}

static void give_meaning(struct csv_import *csv, struct csv_meaning *meaning)
{
	struct asana *asana = csv->state;

	for (size_t i = 0; i < KNOWN_COUNT; i++) {
		if (!csv_header_is(meaning->header, known[i].header))
			continue;
		meaning->role = (int)known[i].role;
		asana->columns[i] = (struct csv_column){ .name = known[i].header, .cell = known[i].cell, .offset = known[i].offset };
		if (known[i].role == ROLE_PLAIN)
			meaning->column = &asana->columns[i];
		return;
	}
	meaning->field = custom_field_named(csv->importing->kept, meaning->header);
	meaning->role = ROLE_CUSTOM;
}

static void forget(void *context)
{
	struct asana *asana = context;

	free(asana->dependencies);
	free(asana->place_of_node);
}

static bool begin(struct csv_import *csv)
{
	csv->state = arena_alloc(csv->importing->kept, sizeof(struct asana));
	arena_defer(csv->importing->kept, forget, csv->state);
	csv->importing->is_lenient = true;
	for (size_t i = 0; i < csv->column_count; i++)
		give_meaning(csv, &csv->meanings[i]);
	return import_open(csv->importing);
}

static const char *title_key(struct arena *arena, const char *title)
{
	return arena_printf(arena, "%s" TITLE_KEY_END, title);
}

/* Whose task it is, as far as somebody here is found by address or name. */
static bool set_assignee(struct csv_import *csv, struct task_record *record)
{
	struct importing *importing = csv->importing;
	const char *email = csv_cell_of_role(csv, ROLE_ASSIGNEE_EMAIL), *name = csv_cell_of_role(csv, ROLE_ASSIGNEE_NAME);
	struct person *person;

	if (!email || !name) {
		record->assignee = record_value(email ? email : name);
		return true;
	}
	if (!import_person(importing, email, &person))
		return false;
	if (person->id) {
		record->assignee = record_value(email);
		return true;
	}
	if (!import_person(importing, name, &person))
		return false;
	record->assignee = record_value(person->id ? name : arena_printf(importing->desk.arena, "%s <%s>", name, email));
	return true;
}

/* An id that a spreadsheet has rounded names nothing any more. */
static void set_id(struct csv_import *csv, struct task_record *record)
{
	const char *id = csv_cell_of_role(csv, ROLE_TASK_ID);

	if (id && !strpbrk(id, ".,Ee+"))
		record->id = record_value(id);
}

static bool read_columns(struct csv_import *csv, struct task_record *record)
{
	struct importing *importing = csv->importing;

	for (size_t i = 0; i < csv->column_count; i++) {
		const char *text = csv_cell(csv, i);

		if (text && csv->meanings[i].column &&
		    !csv_read_cell(importing->desk.arena, csv->meanings[i].column, text, record, &importing->error))
			return false;
	}
	if (!record_text(&record->title))
		record->title = record_value("(untitled)");
	set_id(csv, record);
	return set_assignee(csv, record);
}

/* The project among several: the one that the file is of, else the first. The others become text. */
static const char *choose_project(struct csv_import *csv, struct text *leftovers)
{
	struct importing *importing = csv->importing;
	struct asana *asana = csv->state;
	const char *cell = csv_cell_of_role(csv, ROLE_PROJECTS);
	struct list_value names = list_of_lines(importing->desk.arena, cell ? csv_lines_of_cell(importing->desk.arena, cell) : NULL);
	const char *const *texts = names.elements;
	const char *chosen = importing->options->project;

	for (size_t i = 0; i < names.count && !chosen; i++)
		if (asana->main_project && strcmp(texts[i], asana->main_project) == 0)
			chosen = texts[i];
	if (!chosen && names.count)
		chosen = texts[0];
	for (size_t i = 0; i < names.count; i++)
		if (strcmp(texts[i], chosen) != 0)
			text_printf(leftovers, "- also in project: %s\n", texts[i]);
	if (!asana->main_project && chosen)
		asana->main_project = arena_strdup(importing->kept, chosen);
	return chosen;
}

/* A subtask is named without a project, and is where its parent is. */
static struct place *place_of_parent(const struct csv_import *csv, const struct task_record *record)
{
	const struct importing *importing = csv->importing;
	const struct asana *asana = csv->state;
	const char *key = record_text(&record->parent);
	size_t node;

	if (!key || !ties_find(&importing->ties, key, &node) || node >= asana->node_count || !asana->place_of_node[node])
		return NULL;
	return &importing->places.places[asana->place_of_node[node] - 1];
}

static bool aim(struct csv_import *csv, const struct task_record *record, struct task_target *target)
{
	struct importing *importing = csv->importing;
	const char *section = csv_cell_of_role(csv, ROLE_SECTION_NAME);
	struct text leftovers = text_in(importing->desk.arena);
	const char *project = choose_project(csv, &leftovers);

	if (leftovers.length)
		target->leftovers = text_string(&leftovers);
	target->place = project || !record_text(&record->parent) ? NULL : place_of_parent(csv, record);
	if (project && !import_place_named(importing, project, &target->place))
		return false;
	return !section || !target->place || import_section_named(importing, target->place, section, &target->section_id);
}

/* A field called Priority is what priorities are for, where it has a value that is one. */
static bool is_priority(const struct csv_meaning *meaning, const char *text, struct integer_value *priority)
{
	for (int i = 0; csv_header_is(meaning->header, "Priority") && priority_words[i]; i++) {
		if (text_equals_ignoring_case(priority_words[i], text)) {
			*priority = (struct integer_value){ .present = true, .value = i };
			return true;
		}
	}
	return false;
}

static bool read_custom_fields(struct csv_import *csv, struct task_record *record, struct task_target *target)
{
	struct importing *importing = csv->importing;
	struct text leftovers = text_in(importing->desk.arena);

	for (size_t i = 0; i < csv->column_count; i++) {
		const struct csv_meaning *meaning = &csv->meanings[i];
		const char *text = csv_cell(csv, i);

		if (!text || meaning->role != ROLE_CUSTOM || is_priority(meaning, text, &record->priority))
			continue;
		if (target->place && *meaning->field.name &&
		    csv_add_field_value(csv, target->place, &meaning->field, text, record, target))
			continue;
		if (import_is_over(importing))
			return false;
		importing->error = (struct error){ 0 };
		text_printf(&leftovers, "- %s: %s\n", meaning->header, text);
	}
	if (leftovers.length)
		target->leftovers = arena_printf(importing->desk.arena, "%s%s", target->leftovers ? target->leftovers : "",
						 text_string(&leftovers));
	return true;
}

static void remember_dependencies(struct csv_import *csv, size_t node, enum asana_role role)
{
	struct asana *asana = csv->state;
	const char *titles = csv_cell_of_role(csv, (int)role);

	if (!titles)
		return;
	asana->dependencies = import_with_room(asana->dependencies, asana->dependency_count, &asana->dependency_capacity,
					       sizeof(*asana->dependencies));
	asana->dependencies[asana->dependency_count++] = (struct dependency){
		.line = csv->record->line,
		.node = node,
		.titles = arena_strdup(csv->importing->kept, titles),
		.is_blocking = role == ROLE_BLOCKING,
	};
}

static void remember_task(struct csv_import *csv, const char *title, const struct place *place, size_t node)
{
	struct importing *importing = csv->importing;
	struct asana *asana = csv->state;

	while (asana->node_count <= node) {
		asana->place_of_node = import_with_room(asana->place_of_node, asana->node_count, &asana->node_capacity,
							sizeof(*asana->place_of_node));
		asana->place_of_node[asana->node_count++] = 0;
	}
	if (place)
		asana->place_of_node[node] = (size_t)(place - importing->places.places) + 1;
	ties_name(&importing->ties, title_key(importing->desk.arena, title), node);
	remember_dependencies(csv, node, ROLE_BLOCKED_BY);
	remember_dependencies(csv, node, ROLE_BLOCKING);
}

static bool take(struct csv_import *csv)
{
	struct importing *importing = csv->importing;
	const char *parent = csv_cell_of_role(csv, ROLE_PARENT_TITLE);
	struct task_record record = { 0 };
	struct task_target target = { 0 };
	size_t node;

	if (parent)
		record.parent = record_value(title_key(importing->desk.arena, parent));
	if (!read_columns(csv, &record) || !aim(csv, &record, &target) || !read_custom_fields(csv, &record, &target) ||
	    !import_task(importing, csv->record->line, &record, &target, &node))
		return false;
	remember_task(csv, record.title.value, target.place, node);
	return true;
}

/* ---- dependencies, when all titles are known ---- */

static void tie(struct csv_import *csv, const struct dependency *dependency, const char *title)
{
	struct importing *importing = csv->importing;
	struct late_tie tie = { .line = dependency->line, .node = dependency->node };

	if (!ties_find(&importing->ties, title_key(importing->kept, title), &tie.other)) {
		import_report_note(importing, dependency->line, "the task '%s', which %s this one, is not in the file", title,
				   dependency->is_blocking ? "waits for" : "blocks");
		return;
	}
	if (dependency->is_blocking) {
		tie.node = tie.other;
		tie.other = dependency->node;
	}
	import_tie_later(importing, &tie);
}

/* The longest run of the pieces between commas that is a title; of none, the first piece. */
static const char *longest_title(const struct csv_import *csv, struct arena *arena, const char *titles, size_t *length)
{
	size_t first = strcspn(titles, ",");
	size_t ignored;

	for (*length = strlen(titles); *length > first; *length -= 1) {
		if (titles[*length] && titles[*length] != ',')
			continue;
		if (ties_find(&csv->importing->ties, title_key(arena, arena_copy(arena, titles, *length)), &ignored))
			break;
	}
	return arena_copy(arena, titles, *length);
}

static void tie_all(struct csv_import *csv, const struct dependency *dependency)
{
	const char *rest = dependency->titles;
	struct arena arena;

	arena_init(&arena, (size_t)1024 * 1024 * 1024);
	while (*rest) {
		size_t length;
		const char *title;

		rest += strspn(rest, ", ");
		title = longest_title(csv, &arena, rest, &length);
		if (length)
			tie(csv, dependency, title);
		rest += length;
	}
	arena_free(&arena);
}

static void end(struct csv_import *csv)
{
	struct asana *asana = csv->state;

	for (size_t i = 0; i < asana->dependency_count; i++)
		tie_all(csv, &asana->dependencies[i]);
}

const struct csv_format csv_asana_format = { FORMAT_ASANA, recognises, begin, take, end };
