/*
 * A project as a line describes it.
 */
#include "transfer/importing.h"

#include "base/text.h"
#include "desk/project_shape.h"

#include <string.h>

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

/* An id or a name that two sections or two fields have would tell nobody which of them is meant. */
static bool check_apart(struct importing *importing, const char *what, const struct section_record *one,
			const struct section_record *other)
{
	const char *id = record_text(&one->id);

	if (id && record_text(&other->id) && strcmp(id, other->id.value) == 0)
		return fail(&importing->error, ERROR_CONFLICT, "the project has two %s with the id %.60s", what, id);
	return !text_same_name(one->name.value, other->name.value) ||
	       fail(&importing->error, ERROR_CONFLICT, "the project has two %s with the name '%.100s'", what, one->name.value);
}

static bool check_sections(struct making *making)
{
	struct importing *importing = making->importing;
	const struct section_record *records = making->record->sections.elements;

	if (making->record->sections.count > PROJECT_MOST_SECTIONS)
		return fail(&importing->error, ERROR_INVALID, "a project has %d sections at most", PROJECT_MOST_SECTIONS);
	making->sections = arena_array(importing->desk.arena, making->record->sections.count + 1, sizeof(*making->sections));
	for (size_t i = 0; i < making->record->sections.count; i++) {
		making->sections[i].name = records[i].name.value;
		if (!desk_check_line(&importing->desk, records[i].name.value, PROJECT_NAME_LONGEST, "the name of a section"))
			return false;
		for (size_t j = 0; j < i; j++)
			if (!check_apart(importing, "sections", &records[i], &records[j]))
				return false;
	}
	return true;
}

static const char *choice_lines(struct arena *arena, const struct list_value *choices)
{
	const char *const *texts = choices->elements;
	struct text lines = text_in(arena);

	for (size_t i = 0; i < choices->count; i++)
		text_printf(&lines, "%s%s", i ? "\n" : "", texts[i]);
	return choices->count ? text_string(&lines) : NULL;
}

static bool check_fields(struct making *making, size_t line)
{
	struct importing *importing = making->importing;
	const struct field_record *records = making->record->fields.elements;

	if (making->record->fields.count > PROJECT_MOST_FIELDS)
		return fail(&importing->error, ERROR_INVALID, "a project has %d fields at most", PROJECT_MOST_FIELDS);
	making->fields = arena_array(importing->desk.arena, making->record->fields.count + 1, sizeof(*making->fields));
	for (size_t i = 0; i < making->record->fields.count; i++) {
		making->fields[i] = (struct custom_field){
			.name = records[i].name.value,
			.type = (enum custom_field_type)(CUSTOM_TEXT + records[i].field_type.value),
			.choices = choice_lines(importing->desk.arena, &records[i].choices),
		};
		import_tidy_choices(importing, line, &making->fields[i]);
		if (!import_check_field(importing, &making->fields[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (!check_apart(importing, "fields", &(struct section_record){ records[i].id, records[i].name },
					 &(struct section_record){ records[j].id, records[j].name }))
				return false;
	}
	return true;
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
	       import_origin(importing, line, &record->origin, &making->origin) && check_sections(making) && check_fields(making, line) &&
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
	struct place *place = import_add_place(importing, key,
					&(struct place){ .id = making->project.id, .name = making->project.name, .is_new = true,
							 .archived_at = making->project.archived_at });

	for (size_t i = 0; i < making->record->sections.count; i++) {
		if (record_text(&sections[i].id))
			text_index_set(&importing->places.sections, import_part_key(importing, place, sections[i].id.value),
				       place->sections.count);
		import_add_section(importing, place, &making->sections[i]);
	}
	for (size_t i = 0; i < making->record->fields.count; i++) {
		if (record_text(&fields[i].id))
			text_index_set(&importing->places.fields, import_part_key(importing, place, fields[i].id.value), place->fields.count);
		import_add_field(importing, place, &making->fields[i]);
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
