/*
 * The projects that the tasks of a file go to, with their sections and fields.
 */
#include "transfer/importing.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/project_shape.h"

#include <stdlib.h>
#include <string.h>

struct place *import_place(const struct importing *importing, const char *key)
{
	size_t at;

	return text_index_find(&importing->places.index, key, &at) ? &importing->places.places[at] : NULL;
}

struct place *import_add_place(struct importing *importing, const char *key, const struct place *place)
{
	struct import_places *places = &importing->places;

	places->places = import_with_room(places->places, places->count, &places->capacity, sizeof(*place));
	places->places[places->count] = *place;
	places->places[places->count].name = arena_strdup(importing->kept, place->name);
	places->places[places->count].archived_at = arena_strdup(importing->kept, place->archived_at);
	if (key)
		text_index_set(&places->index, key, places->count);
	return &places->places[places->count++];
}

const char *import_part_key(const struct importing *importing, const struct place *place, const char *file_id)
{
	return arena_printf(importing->desk.arena, "%zu\t%s", (size_t)(place - importing->places.places), file_id);
}

/* Grows by one at the end, in the memory that stays. */
void import_add_section(struct importing *importing, struct place *place, const struct section *section)
{
	struct section *more = arena_array(importing->kept, place->sections.count + 1, sizeof(*more));

	if (place->sections.count)
		memcpy(more, place->sections.sections, place->sections.count * sizeof(*more));
	more[place->sections.count] = (struct section){ section->id, arena_strdup(importing->kept, section->name) };
	place->sections = (struct section_list){ place->sections.count + 1, more };
}

void import_add_field(struct importing *importing, struct place *place, const struct custom_field *field)
{
	struct custom_field *more = arena_array(importing->kept, place->fields.count + 1, sizeof(*more));

	if (place->fields.count)
		memcpy(more, place->fields.fields, place->fields.count * sizeof(*more));
	more[place->fields.count] = (struct custom_field){
		.id = field->id,
		.name = arena_strdup(importing->kept, field->name),
		.type = field->type,
		.choices = arena_strdup(importing->kept, field->choices),
	};
	place->fields = (struct custom_field_list){ place->fields.count + 1, more };
}

void import_tidy_choices(struct importing *importing, size_t line, struct custom_field *field)
{
	struct text kept = text_in(importing->kept);
	const char *rest = field->choices;
	const char *choice;

	while ((choice = lines_next(importing->kept, &rest)))
		if (choice[strspn(choice, " ")] && !lines_have(text_string(&kept), choice, LINES_AS_NAMES))
			text_printf(&kept, "%s%s", kept.length ? "\n" : "", choice);
	if (!field->choices || (kept.length && strcmp(text_string(&kept), field->choices) == 0))
		return;
	field->choices = kept.length ? text_string(&kept) : NULL;
	if (!field->choices)
		field->type = CUSTOM_TEXT;
	import_report_note(importing, line, "choices of the field '%.80s' that are empty or there twice are left out%s", field->name,
			   field->choices ? "" : ", and none is left, so it takes any text");
}

bool import_check_field(struct importing *importing, const struct custom_field *field)
{
	if (!desk_check_line(&importing->desk, field->name, PROJECT_NAME_LONGEST, "the name of a field"))
		return false;
	if (strpbrk(field->name, ":=") || *field->name == '-')
		return fail(&importing->error, ERROR_INVALID, "'%.80s' cannot be the name of a field: it has ':' or '=', or begins with '-'",
			    field->name);
	return (field->type == CUSTOM_CHOICE) == (field->choices != NULL) ||
	       fail(&importing->error, ERROR_INVALID, "the field '%.80s' needs choices exactly if its type is choice", field->name);
}

static bool take_existing(struct importing *importing, const char *key, const struct project *project)
{
	struct place *place = import_add_place(importing, key, &(struct place){ .id = project->id, .name = project->name });
	struct section_list sections;
	struct custom_field_list fields;

	if (!project_store_sections(importing->desk.db, project->id, &sections) ||
	    !project_store_fields(importing->desk.db, project->id, &fields))
		return false;
	for (size_t i = 0; i < sections.count; i++)
		import_add_section(importing, place, &sections.sections[i]);
	for (size_t i = 0; i < fields.count; i++)
		import_add_field(importing, place, &fields.fields[i]);
	return true;
}

/* Whether tasks go to this project already, and which place it is then. */
static bool is_taken(const struct import_places *places, int64_t project_id, size_t *at)
{
	for (*at = 0; *at < places->count; (*at)++)
		if (places->places[*at].id == project_id)
			return true;
	return false;
}

/* Of the projects of a name the first, or the first that is not taken; NULL for none. */
static const struct project *choose(const struct import_places *places, const struct project_list *list, bool is_apart)
{
	size_t ignored;

	for (size_t i = 0; i < list->count; i++)
		if (!is_apart || !is_taken(places, list->projects[i].id, &ignored))
			return &list->projects[i];
	return NULL;
}

static bool find_or_make(struct importing *importing, const char *key, const char *name, bool is_apart)
{
	const struct project_record record = { .id = record_value(key), .name = record_value(name) };
	int64_t workspace_id = importing->totals->workspace.id;
	struct project_list list = { 0 };
	const struct project *project;
	size_t at;

	if (workspace_id && !project_store_find_by_name(importing->desk.db, name, workspace_id, 0, &list))
		return false;
	project = choose(&importing->places, &list, is_apart);
	if (!project)
		return import_project(importing, 0, &record);
	if (project->archived_at)
		return fail(&importing->error, ERROR_CONFLICT, "the project '%.100s' is archived", name);
	if (!is_taken(&importing->places, project->id, &at))
		return take_existing(importing, key, project);
	text_index_set(&importing->places.index, key, at);
	return true;
}

bool import_place_named(struct importing *importing, const char *name, struct place **place)
{
	if (!import_place(importing, name) && !find_or_make(importing, name, name, false))
		return false;
	*place = import_place(importing, name);
	return true;
}

bool import_place_apart(struct importing *importing, const char *name, const char *file_id, struct place **place)
{
	const char *key = arena_printf(importing->desk.arena, "\t%s", file_id);

	*place = import_place(importing, key);
	if (*place && !text_same_name((*place)->name, name))
		return import_place_named(importing, name, place);
	if (!*place && !find_or_make(importing, key, name, true))
		return false;
	*place = import_place(importing, key);
	return true;
}

/* What is added to a project, as its activity keeps the whole of it. */
struct adding {
	struct importing *importing;
	const struct place *place;
	struct section section;
	struct custom_field field;
	const char *what;            /* "sections" or "fields" */
	const char *before, *after;
};

static void note_added(struct adding *adding)
{
	struct importing *importing = adding->importing;
	struct field_change *change = arena_alloc(importing->desk.arena, sizeof(*change));

	/* Of a project that this import makes, its creation says it. */
	if (adding->place->is_new)
		return;
	*change = (struct field_change){ adding->what, adding->before, adding->after };
	change_note(&importing->desk, &(struct activity){
					      .entity = ENTITY_PROJECT,
					      .entity_id = adding->place->id,
					      .workspace_id = importing->totals->workspace.id,
					      .action = ACTION_UPDATE,
					      .changes = change,
					      .change_count = 1,
				      });
}

static const char *section_lines(struct arena *arena, const struct section_list *list, const struct section *more)
{
	struct text lines = text_in(arena);

	for (size_t i = 0; i < list->count; i++)
		text_printf(&lines, "%s%lld\t%s", i ? "\n" : "", (long long)list->sections[i].id, list->sections[i].name);
	if (more)
		text_printf(&lines, "%s%lld\t%s", lines.length ? "\n" : "", (long long)more->id, more->name);
	return lines.length ? text_string(&lines) : NULL;
}

static bool save_section(void *context, const char **result)
{
	struct adding *adding = context;
	const struct section_list *sections = &adding->place->sections;
	struct arena *arena = adding->importing->desk.arena;

	(void)result;
	if (!project_store_add_section(adding->importing->desk.db, adding->place->id, &adding->section,
				       (int64_t)sections->count + 1))
		return false;
	adding->what = "sections";
	adding->before = section_lines(arena, sections, NULL);
	adding->after = section_lines(arena, sections, &adding->section);
	note_added(adding);
	return true;
}

bool import_section_named(struct importing *importing, struct place *place, const char *name, int64_t *id)
{
	struct adding adding = { .importing = importing, .place = place, .section = { .name = name } };

	for (size_t i = 0; i < place->sections.count; i++) {
		if (text_same_name(place->sections.sections[i].name, name)) {
			*id = place->sections.sections[i].id;
			return true;
		}
	}
	if (!desk_check_line(&importing->desk, name, PROJECT_NAME_LONGEST, "the name of a section"))
		return false;
	if (place->sections.count == PROJECT_MOST_SECTIONS)
		return fail(&importing->error, ERROR_INVALID, "the project '%.80s' has %d sections already, the most there can be",
			    place->name, PROJECT_MOST_SECTIONS);
	adding.section.id = --importing->places.dry_ids;
	if (!import_change(importing, save_section, &adding))
		return false;
	import_add_section(importing, place, &adding.section);
	*id = adding.section.id;
	return true;
}

static void add_field_line(struct text *lines, const struct custom_field *field)
{
	char *choices = arena_strdup(lines->arena, field->choices ? field->choices : "");

	for (char *at = choices; *at; at++)
		if (*at == '\n')
			*at = '|';
	text_printf(lines, "%s%lld\t%s\t%s\t%s", lines->length ? "\n" : "", (long long)field->id, custom_type_names[field->type],
		    field->name, choices);
}

static const char *field_lines(struct arena *arena, const struct custom_field_list *list, const struct custom_field *more)
{
	struct text lines = text_in(arena);

	for (size_t i = 0; i < list->count; i++)
		add_field_line(&lines, &list->fields[i]);
	if (more)
		add_field_line(&lines, more);
	return lines.length ? text_string(&lines) : NULL;
}

static bool save_field(void *context, const char **result)
{
	struct adding *adding = context;
	struct arena *arena = adding->importing->desk.arena;

	(void)result;
	if (!project_store_add_field(adding->importing->desk.db, adding->place->id, &adding->field))
		return false;
	adding->what = "fields";
	adding->before = field_lines(arena, &adding->place->fields, NULL);
	adding->after = field_lines(arena, &adding->place->fields, &adding->field);
	note_added(adding);
	return true;
}

bool import_field_named(struct importing *importing, struct place *place, const struct custom_field *wanted,
			const struct custom_field **field)
{
	struct adding adding = { .importing = importing, .place = place, .field = *wanted };

	for (size_t i = 0; i < place->fields.count; i++) {
		*field = &place->fields.fields[i];
		if (text_same_name((*field)->name, wanted->name))
			return true;
	}
	if (!import_check_field(importing, wanted))
		return false;
	if (place->fields.count == PROJECT_MOST_FIELDS)
		return fail(&importing->error, ERROR_INVALID, "the project '%.80s' has %d fields already, the most there can be",
			    place->name, PROJECT_MOST_FIELDS);
	adding.field.id = --importing->places.dry_ids;
	if (!import_change(importing, save_field, &adding))
		return false;
	import_add_field(importing, place, &adding.field);
	*field = &place->fields.fields[place->fields.count - 1];
	return true;
}
