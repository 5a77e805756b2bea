#include "desk/project_shape.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/change.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_CHOICE 2000

const char *const custom_type_names[] = { "", "text", "number", "choice", "date", NULL };

void project_note_change(struct project_update *update, const char *field, const char *before, const char *after)
{
	change_field(update->changes, &update->count, field, before, after);
}

/* The sections as the activity keeps them: "id<TAB>name", in order. */
static bool sections_text(struct project_update *update, const char **text)
{
	struct text lines = text_in(update->desk->arena);
	struct section_list list;

	if (!project_store_sections(update->desk->db, update->project->id, &list))
		return false;
	for (size_t i = 0; i < list.count; i++)
		text_printf(&lines, "%s%lld\t%s", i ? "\n" : "", (long long)list.sections[i].id, list.sections[i].name);
	*text = lines.length ? text_string(&lines) : NULL;
	return true;
}

static const struct section *section_named(const struct section_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_same_name(list->sections[i].name, name))
			return &list->sections[i];
	return NULL;
}

#define RENAMING "Send 'Old=New' to rename a section; leave '=' out of new names."

/* "Name", or "Old=New" which renames. */
struct wanted_section {
	const char *old_name;      /* NULL: not renamed */
	const char *name;
};

/* A section of the whole text is meant before a new name for one: an import brings names with '=' along. */
static struct wanted_section read_section(struct arena *arena, const struct section_list *old, const char *text)
{
	const char *first = strchr(text, '=');

	if (!first || section_named(old, text))
		return (struct wanted_section){ NULL, text };
	for (const char *equals = first; equals; equals = strchr(equals + 1, '=')) {
		const char *name = arena_copy(arena, text, (size_t)(equals - text));

		if (section_named(old, name))
			return (struct wanted_section){ name, equals + 1 };
	}
	return (struct wanted_section){ arena_copy(arena, text, (size_t)(first - text)), first + 1 };
}

static bool check_section_name(struct desk *desk, const struct wanted_section *wanted)
{
	if (!desk_check_line(desk, wanted->name, PROJECT_NAME_LONGEST, "the name of a section"))
		return false;
	if (!wanted->old_name || !strchr(wanted->name, '='))
		return true;
	fail(desk->error, ERROR_INVALID, "'%.100s' cannot be the new name of a section: it has '='", wanted->name);
	return fail_remedy(desk->error, RENAMING);
}

static bool check_section_names(struct desk *desk, const struct wanted_section *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!check_section_name(desk, &wanted[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (text_same_name(wanted[i].name, wanted[j].name))
				return fail(desk->error, ERROR_INVALID, "two sections would have the name '%.100s'", wanted[i].name);
	}
	return true;
}

/* One wanted section: an old one keeps its id, also under a new name. */
static bool place_section(struct project_update *update, const struct section_list *old, bool *kept, const struct wanted_section *wanted,
			  size_t position)
{
	struct desk *desk = update->desk;
	const struct section *section = section_named(old, wanted->old_name ? wanted->old_name : wanted->name);
	struct section placed = { section ? section->id : 0, wanted->name };

	if (wanted->old_name && !section) {
		fail(desk->error, ERROR_NOT_FOUND, "the project has no section '%.100s' to rename", wanted->old_name);
		return fail_remedy(desk->error, RENAMING);
	}
	if (!section)
		return project_store_add_section(desk->db, update->project->id, &placed, (int64_t)position);
	if (kept[section - old->sections])
		return fail(desk->error, ERROR_INVALID, "the section '%.100s' is there twice", section->name);
	kept[section - old->sections] = true;
	return project_store_set_section(desk->db, &placed, (int64_t)position);
}

static bool place_sections(struct project_update *update, const struct text_list *list)
{
	struct desk *desk = update->desk;
	struct wanted_section *wanted = arena_array(desk->arena, list->count + 1, sizeof(*wanted));
	struct section_list old;
	bool *kept;

	if (!project_store_sections(desk->db, update->project->id, &old))
		return false;
	for (size_t i = 0; i < list->count; i++)
		wanted[i] = read_section(desk->arena, &old, list->texts[i]);
	if (!check_section_names(desk, wanted, list->count))
		return false;
	kept = arena_array(desk->arena, old.count + 1, sizeof(*kept));
	for (size_t i = 0; i < list->count; i++)
		if (!place_section(update, &old, kept, &wanted[i], i + 1))
			return false;
	for (size_t i = 0; i < old.count; i++)
		if (!kept[i] && !project_store_remove_section(desk->db, old.sections[i].id))
			return false;
	return true;
}

bool project_set_sections(struct project_update *update, const struct text_list *wanted)
{
	struct desk *desk = update->desk;
	const char *before, *after;

	if (!wanted->is_given)
		return true;
	if (wanted->count > PROJECT_MOST_SECTIONS)
		return fail(desk->error, ERROR_INVALID, "a project has %d sections at most", PROJECT_MOST_SECTIONS);
	if (!sections_text(update, &before) || !place_sections(update, wanted) || !sections_text(update, &after))
		return false;
	project_note_change(update, "sections", before, after);
	return true;
}

/* The fields as the activity keeps them: "id<TAB>type<TAB>name<TAB>a|b". */
static bool fields_text(struct project_update *update, const char **text)
{
	struct arena *arena = update->desk->arena;
	struct text lines = text_in(arena);
	struct custom_field_list list;

	if (!project_store_fields(update->desk->db, update->project->id, &list))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		const struct custom_field *field = &list.fields[i];
		char *choices = arena_strdup(arena, field->choices ? field->choices : "");

		for (char *at = choices; *at; at++)
			if (*at == '\n')
				*at = '|';
		text_printf(&lines, "%s%lld\t%s\t%s\t%s", i ? "\n" : "", (long long)field->id, custom_type_names[field->type],
			    field->name, choices);
	}
	*text = lines.length ? text_string(&lines) : NULL;
	return true;
}

static enum custom_field_type type_named(const char *name)
{
	for (int i = CUSTOM_TEXT; custom_type_names[i]; i++)
		if (text_equals_ignoring_case(custom_type_names[i], name))
			return (enum custom_field_type)i;
	return 0;
}

/* "a|b" as lines; NULL where there are none. */
static const char *choice_lines(struct arena *arena, const char *choices)
{
	char *lines = arena_strdup(arena, choices);

	for (char *at = lines; *at; at++)
		if (*at == '|')
			*at = '\n';
	return *lines ? lines : NULL;
}

/* The same from somebody's hand: each choice once, and none empty. */
static bool read_choices(struct desk *desk, const char *choices, const char **lines)
{
	struct text read = text_in(desk->arena);
	const char *end = choices + strlen(choices);

	for (const char *at = choices; at <= end; at += strcspn(at, "|") + 1) {
		const char *choice = arena_copy(desk->arena, at, strcspn(at, "|"));

		if (!desk_check_line(desk, choice, LONGEST_CHOICE, "a choice"))
			return false;
		if (lines_have(text_string(&read), choice, LINES_AS_NAMES))
			return fail(desk->error, ERROR_INVALID, "the choice '%.100s' is there twice", choice);
		text_printf(&read, "%s%s", read.length ? "\n" : "", choice);
	}
	*lines = text_string(&read);
	return true;
}

/* "Name:type" or "Name:choice:a|b". */
static bool read_field(struct desk *desk, const char *text, struct custom_field *field)
{
	char *name = arena_strdup(desk->arena, text);
	char *type = strchr(name, ':');
	char *choices = type ? strchr(type + 1, ':') : NULL;

	if (type)
		*type++ = '\0';
	if (choices)
		*choices++ = '\0';
	*field = (struct custom_field){ .name = name, .type = type ? type_named(type) : 0 };
	if (field->type == CUSTOM_CHOICE && choices && !read_choices(desk, choices, &field->choices))
		return fail_remedy(desk->error, "Send the choices between '|' as in 'Size:choice:S|M|L', each once and none of them empty.");
	if (field->type && (field->type == CUSTOM_CHOICE) == (field->choices != NULL) && !strchr(name, '='))
		return desk_check_line(desk, name, PROJECT_NAME_LONGEST, "the name of a field");
	fail(desk->error, ERROR_INVALID, "'%.100s' does not describe a field", text);
	return fail_remedy(desk->error, "Send 'Name:text', 'Name:number', 'Name:date', 'Name:choice:one|two', or '-Name' to remove it.");
}

static const struct custom_field *field_named(const struct custom_field_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_same_name(list->fields[i].name, name))
			return &list->fields[i];
	return NULL;
}

static bool remove_field(struct project_update *update, const struct custom_field_list *list, const char *name)
{
	struct desk *desk = update->desk;
	const struct custom_field *field = field_named(list, name);

	if (!field)
		return fail(desk->error, ERROR_NOT_FOUND, "the project has no field '%.100s' to remove", name);
	return project_store_remove_field(desk->db, field->id);
}

static bool place_field(struct project_update *update, const struct custom_field_list *old, struct custom_field *field)
{
	struct desk *desk = update->desk;
	const struct custom_field *same = field_named(old, field->name);

	if (!same)
		return project_store_add_field(desk->db, update->project->id, field);
	if (same->type != field->type) {
		fail(desk->error, ERROR_INVALID, "the field '%.100s' is of the type %s", same->name, custom_type_names[same->type]);
		return fail_remedy(desk->error, "Add one under another name, or remove this one first with '-%.100s'.", same->name);
	}
	field->id = same->id;
	return project_store_set_field(desk->db, field);
}

/* Reads those to be added or changed. */
static bool read_fields(struct desk *desk, const struct text_list *wanted, struct custom_field_list *list)
{
	*list = (struct custom_field_list){ .fields = arena_array(desk->arena, wanted->count + 1, sizeof(*list->fields)) };
	for (size_t i = 0; i < wanted->count; i++) {
		struct custom_field field;

		if (*wanted->texts[i] == '-')
			continue;
		if (!read_field(desk, wanted->texts[i], &field))
			return false;
		if (field_named(list, field.name))
			return fail(desk->error, ERROR_INVALID, "two fields would have the name '%.100s'", field.name);
		list->fields[list->count++] = field;
	}
	return true;
}

/* What is removed makes room for others of its name, wherever it stands in the list. */
static bool place_fields(struct project_update *update, const struct text_list *wanted)
{
	struct desk *desk = update->desk;
	struct custom_field_list old, fields;

	if (!read_fields(desk, wanted, &fields) || !project_store_fields(desk->db, update->project->id, &old))
		return false;
	for (size_t i = 0; i < wanted->count; i++)
		if (*wanted->texts[i] == '-' && !remove_field(update, &old, wanted->texts[i] + 1))
			return false;
	if (!project_store_fields(desk->db, update->project->id, &old))
		return false;
	for (size_t i = 0; i < fields.count; i++)
		if (!place_field(update, &old, &fields.fields[i]))
			return false;
	return true;
}

bool project_set_fields(struct project_update *update, const struct text_list *wanted)
{
	struct desk *desk = update->desk;
	const char *before, *after;

	if (!wanted->is_given)
		return true;
	if (!fields_text(update, &before) || !place_fields(update, wanted) || !fields_text(update, &after))
		return false;
	if (lines_count(after) > PROJECT_MOST_FIELDS)
		return fail(desk->error, ERROR_INVALID, "a project has %d fields at most", PROJECT_MOST_FIELDS);
	project_note_change(update, "fields", before, after);
	return true;
}

/* Brings the sections back to what a text says, ids and all. */
bool project_sections_back(struct project_update *update, const struct field_change *change)
{
	struct desk *desk = update->desk;
	const char *rest = change->before;
	const char *after = change->after;
	int64_t position = 0;
	const char *line;

	while ((line = lines_next(desk->arena, &rest))) {
		struct section section = { strtoll(line, NULL, 10), strchr(line, '\t') + 1 };

		if (!project_store_set_section(desk->db, &section, ++position))
			return false;
	}
	while ((line = lines_next(desk->arena, &after)))
		if (!lines_have(change->before, line, LINES_AS_NUMBERS) &&
		    !project_store_remove_section(desk->db, strtoll(line, NULL, 10)))
			return false;
	project_note_change(update, "sections", change->after, change->before);
	return true;
}

static bool field_back(struct desk *desk, char *line)
{
	char *type = strchr(line, '\t');
	char *name = type ? strchr(type + 1, '\t') : NULL;
	char *choices = name ? strchr(name + 1, '\t') : NULL;
	struct custom_field field = { .id = strtoll(line, NULL, 10) };

	if (!choices)
		return fail(desk->error, ERROR_INTERNAL, "the activity of a field cannot be read");
	*type++ = *name++ = *choices++ = '\0';
	field.name = name;
	field.type = type_named(type);
	field.choices = choice_lines(desk->arena, choices);
	return project_store_set_field(desk->db, &field);
}

bool project_fields_back(struct project_update *update, const struct field_change *change)
{
	struct desk *desk = update->desk;
	const char *rest = change->before;
	const char *after = change->after;
	const char *line;

	while ((line = lines_next(desk->arena, &rest)))
		if (!field_back(desk, arena_strdup(desk->arena, line)))
			return false;
	while ((line = lines_next(desk->arena, &after)))
		if (!lines_have(change->before, line, LINES_AS_NUMBERS) &&
		    !project_store_remove_field(desk->db, strtoll(line, NULL, 10)))
			return false;
	project_note_change(update, "fields", change->after, change->before);
	return true;
}
