/*
 * The projects that the tasks of a file go to, with their sections and fields.
 */
#include "transfer/importing.h"

#include "base/text.h"
#include "desk/project_shape.h"

#include <stdlib.h>
#include <string.h>

struct place *import_place(const struct importing *importing, const char *key)
{
	size_t at;

	return text_index_find(&importing->places.index, key, &at) ? &importing->places.places[at] : NULL;
}

static struct place *add_place(struct importing *importing, const char *key, const struct place *place)
{
	struct import_places *places = &importing->places;

	places->places = import_with_room(places->places, places->count, &places->capacity, sizeof(*place));
	places->places[places->count] = *place;
	places->places[places->count].name = arena_strdup(importing->kept, place->name);
	if (key)
		text_index_set(&places->index, key, places->count);
	return &places->places[places->count++];
}

/* Grows by one at the end, in the memory that stays. */
static void add_section(struct importing *importing, struct place *place, const struct section *section)
{
	struct section *more = arena_array(importing->kept, place->sections.count + 1, sizeof(*more));

	if (place->sections.count)
		memcpy(more, place->sections.sections, place->sections.count * sizeof(*more));
	more[place->sections.count] = (struct section){ section->id, arena_strdup(importing->kept, section->name) };
	place->sections = (struct section_list){ place->sections.count + 1, more };
}

static void add_field(struct importing *importing, struct place *place, const struct custom_field *field)
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

/* ---- a project as a line describes it ---- */

struct making {
	struct importing *importing;
	const struct project_record *record;
	struct project project;
	struct row_origin origin;
	struct section *sections;
	struct custom_field *fields;
	const char **status_texts;
	struct row_origin *status_origins;
};

static bool save_shape(struct making *making)
{
	struct db *db = making->importing->desk.db;

	for (size_t i = 0; i < making->record->sections.count; i++)
		if (!project_store_add_section(db, making->project.id, &making->sections[i], (int64_t)i + 1))
			return false;
	for (size_t i = 0; i < making->record->fields.count; i++)
		if (!project_store_add_field(db, making->project.id, &making->fields[i]))
			return false;
	return true;
}

static bool save_statuses(struct making *making)
{
	const struct status_record *statuses = making->record->statuses.elements;

	for (size_t i = 0; i < making->record->statuses.count; i++) {
		int64_t id;

		if (!project_store_add_status(making->importing->desk.db, making->project.id,
					      (enum project_health)(HEALTH_ON_TRACK + statuses[i].status.value),
					      making->status_texts[i], making->status_origins[i].created_at,
					      making->status_origins[i].created_by_id, &id))
			return false;
	}
	return true;
}

static bool make(void *context, const char **result)
{
	struct making *making = context;
	struct importing *importing = making->importing;

	(void)result;
	if (!transfer_store_add_project(importing->desk.db, &making->project, &making->origin) || !save_shape(making) ||
	    !save_statuses(making))
		return false;
	change_note(&importing->desk, &(struct activity){
					      .entity = ENTITY_PROJECT,
					      .entity_id = making->project.id,
					      .workspace_id = making->project.workspace_id,
					      .action = ACTION_CREATE,
				      });
	return true;
}

static bool check_sections(struct making *making)
{
	struct importing *importing = making->importing;
	const struct section_record *records = making->record->sections.elements;

	making->sections = arena_array(importing->desk.arena, making->record->sections.count + 1, sizeof(*making->sections));
	for (size_t i = 0; i < making->record->sections.count; i++) {
		making->sections[i].name = records[i].name.value;
		if (!desk_check_line(&importing->desk, records[i].name.value, PROJECT_NAME_LONGEST, "the name of a section"))
			return false;
	}
	return making->record->sections.count <= PROJECT_MOST_SECTIONS ||
	       fail(&importing->error, ERROR_INVALID, "a project has %d sections at most", PROJECT_MOST_SECTIONS);
}

static const char *choice_lines(struct arena *arena, const struct list_value *choices)
{
	const char *const *texts = choices->elements;
	struct text lines = text_in(arena);

	for (size_t i = 0; i < choices->count; i++)
		text_printf(&lines, "%s%s", i ? "\n" : "", texts[i]);
	return choices->count ? text_string(&lines) : NULL;
}

static bool check_field(struct importing *importing, const struct custom_field *field)
{
	if (!desk_check_line(&importing->desk, field->name, PROJECT_NAME_LONGEST, "the name of a field"))
		return false;
	if (strpbrk(field->name, ":=") || *field->name == '-')
		return fail(&importing->error, ERROR_INVALID, "'%.80s' cannot be the name of a field: it has ':' or '=', or begins with '-'",
			    field->name);
	return (field->type == CUSTOM_CHOICE) == (field->choices != NULL) ||
	       fail(&importing->error, ERROR_INVALID, "the field '%.80s' needs choices exactly if its type is choice", field->name);
}

static bool check_fields(struct making *making)
{
	struct importing *importing = making->importing;
	const struct field_record *records = making->record->fields.elements;

	making->fields = arena_array(importing->desk.arena, making->record->fields.count + 1, sizeof(*making->fields));
	for (size_t i = 0; i < making->record->fields.count; i++) {
		making->fields[i] = (struct custom_field){
			.name = records[i].name.value,
			.type = (enum custom_field_type)(CUSTOM_TEXT + records[i].field_type.value),
			.choices = choice_lines(importing->desk.arena, &records[i].choices),
		};
		if (!check_field(importing, &making->fields[i]))
			return false;
	}
	return making->record->fields.count <= PROJECT_MOST_FIELDS ||
	       fail(&importing->error, ERROR_INVALID, "a project has %d fields at most", PROJECT_MOST_FIELDS);
}

static bool check_statuses(struct making *making, size_t line)
{
	struct importing *importing = making->importing;
	struct arena *arena = importing->desk.arena;
	const struct status_record *records = making->record->statuses.elements;
	size_t count = making->record->statuses.count;

	making->status_texts = arena_array(arena, count + 1, sizeof(*making->status_texts));
	making->status_origins = arena_array(arena, count + 1, sizeof(*making->status_origins));
	for (size_t i = 0; i < count; i++) {
		const struct origin_record origin = { .created_at = records[i].created_at };
		const char *stranger;

		if (!import_origin(importing, line, &origin, &making->status_origins[i]) ||
		    !import_origin_person(importing, line, &records[i].created_by, &making->status_origins[i].created_by_id, &stranger))
			return false;
		making->status_texts[i] = import_said_by(importing, stranger, record_text(&records[i].text));
	}
	return true;
}

static bool check(struct making *making, size_t line)
{
	struct importing *importing = making->importing;
	const struct project_record *record = making->record;

	making->project = (struct project){
		.workspace_id = importing->totals->workspace.id,
		.name = record->name.value,
		.description = record_text(&record->description),
	};
	return desk_check_line(&importing->desk, making->project.name, PROJECT_NAME_LONGEST, "the name of a project") &&
	       import_moment(importing, &record->archived_at, "moment of archiving", NULL, &making->project.archived_at) &&
	       import_moment(importing, &record->deleted_at, "moment of deletion", NULL, &making->project.deleted_at) &&
	       import_origin(importing, line, &record->origin, &making->origin) && check_sections(making) && check_fields(making) &&
	       check_statuses(making, line);
}

/* Ids for what a dry run does not save. */
static void count_ids(struct making *making)
{
	struct import_places *places = &making->importing->places;

	if (!making->importing->options->is_dry_run)
		return;
	making->project.id = --places->dry_ids;
	for (size_t i = 0; i < making->record->sections.count; i++)
		making->sections[i].id = --places->dry_ids;
	for (size_t i = 0; i < making->record->fields.count; i++)
		making->fields[i].id = --places->dry_ids;
}

/* Under the file's own ids, so that tasks find them. */
static void remember(struct making *making, const char *key)
{
	struct importing *importing = making->importing;
	const struct section_record *sections = making->record->sections.elements;
	const struct field_record *fields = making->record->fields.elements;
	struct place *place = add_place(importing, key,
					&(struct place){ .id = making->project.id, .name = making->project.name, .is_new = true });

	for (size_t i = 0; i < making->record->sections.count; i++) {
		if (record_text(&sections[i].id))
			text_index_set(&importing->places.sections, sections[i].id.value, place->sections.count);
		add_section(importing, place, &making->sections[i]);
	}
	for (size_t i = 0; i < making->record->fields.count; i++) {
		if (record_text(&fields[i].id))
			text_index_set(&importing->places.fields, fields[i].id.value, place->fields.count);
		add_field(importing, place, &making->fields[i]);
	}
}

bool import_project(struct importing *importing, size_t line, const struct project_record *record)
{
	struct making making = { .importing = importing, .record = record };

	if (!import_open(importing) || !check(&making, line) || !import_change(importing, make, &making))
		return false;
	count_ids(&making);
	remember(&making, record_text(&record->id));
	importing->totals->projects++;
	return true;
}

/* ---- projects, sections and fields by name ---- */

static bool take_existing(struct importing *importing, const struct project *project)
{
	struct place *place = add_place(importing, project->name, &(struct place){ .id = project->id, .name = project->name });
	struct section_list sections;
	struct custom_field_list fields;

	if (!project_store_sections(importing->desk.db, project->id, &sections) ||
	    !project_store_fields(importing->desk.db, project->id, &fields))
		return false;
	for (size_t i = 0; i < sections.count; i++)
		add_section(importing, place, &sections.sections[i]);
	for (size_t i = 0; i < fields.count; i++)
		add_field(importing, place, &fields.fields[i]);
	return true;
}

bool import_place_named(struct importing *importing, const char *name, struct place **place)
{
	const struct project_record record = { .id = record_value(name), .name = record_value(name) };
	int64_t workspace_id = importing->totals->workspace.id;
	struct project_list list = { 0 };

	*place = import_place(importing, name);
	if (*place)
		return true;
	if (workspace_id && !project_store_find_by_name(importing->desk.db, name, workspace_id, 0, &list))
		return false;
	if (list.count && list.projects[0].archived_at)
		return fail(&importing->error, ERROR_CONFLICT, "the project '%.100s' is archived", name);
	if (list.count ? !take_existing(importing, &list.projects[0]) : !import_project(importing, 0, &record))
		return false;
	*place = import_place(importing, list.count ? list.projects[0].name : name);
	if (list.count)
		text_index_set(&importing->places.index, name, (size_t)(*place - importing->places.places));
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
		if (text_equals_ignoring_case(place->sections.sections[i].name, name)) {
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
	add_section(importing, place, &adding.section);
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
		if (text_equals_ignoring_case((*field)->name, wanted->name))
			return true;
	}
	if (!check_field(importing, wanted))
		return false;
	if (place->fields.count == PROJECT_MOST_FIELDS)
		return fail(&importing->error, ERROR_INVALID, "the project '%.80s' has %d fields already, the most there can be",
			    place->name, PROJECT_MOST_FIELDS);
	adding.field.id = --importing->places.dry_ids;
	if (!import_change(importing, save_field, &adding))
		return false;
	add_field(importing, place, &adding.field);
	*field = &place->fields.fields[place->fields.count - 1];
	return true;
}
