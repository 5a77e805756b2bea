#include "desk/projects.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/resolve.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SECTIONS 50
#define MOST_FIELDS 30
#define LONGEST_NAME 200
#define FIXED_FIELDS 8

const char *const health_names[] = { "", "on_track", "at_risk", "off_track", NULL };
const char *const custom_type_names[] = { "", "text", "number", "choice", "date", NULL };

static void note(struct desk *desk, const struct project *project, enum activity_action action,
		 const struct field_change *changes, size_t count)
{
	change_note(desk, &(struct activity){
				  .entity = ENTITY_PROJECT,
				  .entity_id = project->id,
				  .workspace_id = project->workspace_id,
				  .action = action,
				  .changes = changes,
				  .change_count = count,
			  });
}

/* What one update changes, gathered while it goes. */
struct update {
	struct desk *desk;
	struct project *project;
	struct field_change changes[FIXED_FIELDS];
	size_t count;
};

static void changed(struct update *update, const char *field, const char *before, const char *after)
{
	change_field(update->changes, &update->count, field, before, after);
}

static void set_text(struct update *update, const char *field, const char **text, const char *value)
{
	changed(update, field, *text, value);
	*text = value;
}

/* The sections as the activity keeps them: "id<TAB>name", in order. */
static bool sections_text(struct update *update, const char **text)
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

static bool check_name(struct desk *desk, const char *name, const char *what)
{
	if (*name && utf8_length(name) <= LONGEST_NAME && !strpbrk(name, "\n\t"))
		return true;
	return fail(desk->error, ERROR_INVALID, "'%.80s' cannot be the name of a %s: one line of 1 to %d characters", name, what,
		    LONGEST_NAME);
}

static struct section *section_named(struct section_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equals_ignoring_case(list->sections[i].name, name))
			return &list->sections[i];
	return NULL;
}

/* One wanted section: an old one keeps its id, also under a new name. */
static bool place_section(struct update *update, struct section_list *old, bool *kept, const char *wanted, size_t position)
{
	struct desk *desk = update->desk;
	const char *equals = strchr(wanted, '=');
	const char *old_name = equals ? arena_copy(desk->arena, wanted, (size_t)(equals - wanted)) : wanted;
	struct section *section = section_named(old, old_name);
	struct section fresh = { .name = equals ? equals + 1 : wanted };

	if (!check_name(desk, fresh.name, "section"))
		return false;
	if (equals && !section)
		return fail(desk->error, ERROR_NOT_FOUND, "the project has no section '%.100s' to rename", old_name);
	if (!section)
		return project_store_add_section(desk->db, update->project->id, &fresh, (int64_t)position);
	kept[section - old->sections] = true;
	section->name = fresh.name;
	return project_store_set_section(desk->db, section, (int64_t)position);
}

static bool set_sections(struct update *update, const struct text_list *wanted)
{
	struct desk *desk = update->desk;
	struct section_list old;
	const char *before, *after;
	bool *kept;

	if (!wanted->is_given)
		return true;
	if (wanted->count > MOST_SECTIONS)
		return fail(desk->error, ERROR_INVALID, "a project has %d sections at most", MOST_SECTIONS);
	if (!sections_text(update, &before) || !project_store_sections(desk->db, update->project->id, &old))
		return false;
	kept = arena_array(desk->arena, old.count + 1, sizeof(*kept));
	for (size_t i = 0; i < wanted->count; i++)
		if (!place_section(update, &old, kept, wanted->texts[i], i + 1))
			return false;
	for (size_t i = 0; i < old.count; i++)
		if (!kept[i] && !project_store_remove_section(desk->db, old.sections[i].id))
			return false;
	if (!sections_text(update, &after))
		return false;
	changed(update, "sections", before, after);
	return true;
}

/* The fields as the activity keeps them: "id<TAB>type<TAB>name<TAB>a|b". */
static bool fields_text(struct update *update, const char **text)
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
	if (field->type == CUSTOM_CHOICE && choices)
		field->choices = choice_lines(desk->arena, choices);
	if (field->type && (field->type == CUSTOM_CHOICE) == (field->choices != NULL) && !strchr(name, '='))
		return check_name(desk, name, "field");
	fail(desk->error, ERROR_INVALID, "'%.100s' does not describe a field", text);
	return fail_remedy(desk->error, "Send 'Name:text', 'Name:number', 'Name:date', 'Name:choice:one|two', or '-Name' to remove it.");
}

static struct custom_field *field_named(struct custom_field_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equals_ignoring_case(list->fields[i].name, name))
			return &list->fields[i];
	return NULL;
}

static bool place_field(struct update *update, struct custom_field_list *old, const char *wanted)
{
	struct desk *desk = update->desk;
	struct custom_field field;
	struct custom_field *same;

	if (*wanted == '-') {
		same = field_named(old, wanted + 1);
		if (!same)
			return fail(desk->error, ERROR_NOT_FOUND, "the project has no field '%.100s' to remove", wanted + 1);
		return project_store_remove_field(desk->db, same->id);
	}
	if (!read_field(desk, wanted, &field))
		return false;
	same = field_named(old, field.name);
	if (!same)
		return project_store_add_field(desk->db, update->project->id, &field);
	field.id = same->id;
	return project_store_set_field(desk->db, &field);
}

static bool set_fields(struct update *update, const struct text_list *wanted)
{
	struct desk *desk = update->desk;
	struct custom_field_list old;
	const char *before, *after;

	if (!wanted->is_given)
		return true;
	if (!fields_text(update, &before) || !project_store_fields(desk->db, update->project->id, &old))
		return false;
	for (size_t i = 0; i < wanted->count; i++)
		if (!place_field(update, &old, wanted->texts[i]))
			return false;
	if (!fields_text(update, &after))
		return false;
	if (lines_count(after) > MOST_FIELDS)
		return fail(desk->error, ERROR_INVALID, "a project has %d fields at most", MOST_FIELDS);
	changed(update, "fields", before, after);
	return true;
}

static bool add_status(struct update *update, const struct project_edit *edit)
{
	struct desk *desk = update->desk;
	struct project *project = update->project;
	int64_t id;

	if (!edit->health)
		return !edit->health_text ||
		       fail(desk->error, ERROR_INVALID, "status_text goes with status: on_track, at_risk or off_track");
	if (!project_store_add_status(desk->db, project->id, edit->health, edit->health_text, desk->now,
				      desk->principal->user.id, &id))
		return false;
	project->health = edit->health;
	project->health_text = edit->health_text;
	project->health_at = arena_strdup(desk->arena, desk->now);
	project->health_by = desk->principal->user.email;
	changed(update, arena_printf(desk->arena, "status %lld", (long long)id), NULL,
		arena_printf(desk->arena, "%s %s", health_names[edit->health], edit->health_text ? edit->health_text : ""));
	return true;
}

static bool apply(struct update *update, const struct project_edit *edit)
{
	struct desk *desk = update->desk;
	struct project *project = update->project;

	if (edit->name)
		set_text(update, "name", &project->name, edit->name);
	if (edit->description)
		set_text(update, "description", &project->description, *edit->description ? edit->description : NULL);
	if (edit->has_archived && edit->archived != (project->archived_at != NULL))
		set_text(update, "archived_at", &project->archived_at,
			 edit->archived ? arena_strdup(desk->arena, desk->now) : NULL);
	return set_sections(update, &edit->sections) && set_fields(update, &edit->fields) && add_status(update, edit);
}

static bool save(struct update *update)
{
	struct desk *desk = update->desk;
	struct project *project = update->project;
	struct field_change *changes;
	bool written;

	if (!update->count)
		return true;
	if (!project_store_update(desk->db, project, desk->now, desk->principal->user.id, &written))
		return false;
	if (!written)
		return db_lost_race(desk->db);
	project->version++;
	project->updated_at = arena_strdup(desk->arena, desk->now);
	project->updated_by = desk->principal->user.email;
	changes = arena_array(desk->arena, update->count, sizeof(*changes));
	memcpy(changes, update->changes, update->count * sizeof(*changes));
	note(desk, project, ACTION_UPDATE, changes, update->count);
	return true;
}

/* Where the copied sections and fields of a template have come to. */
struct copying {
	struct desk *desk;
	const struct project *from;
	struct project *to;
	struct section_list old_sections, new_sections;
	struct custom_field_list old_fields, new_fields;
};

static bool copy_sections(struct copying *copying)
{
	struct db *db = copying->desk->db;

	if (!project_store_sections(db, copying->from->id, &copying->old_sections) ||
	    !project_store_sections(db, copying->from->id, &copying->new_sections))
		return false;
	for (size_t i = 0; i < copying->new_sections.count; i++)
		if (!project_store_add_section(db, copying->to->id, &copying->new_sections.sections[i], (int64_t)i + 1))
			return false;
	return true;
}

static bool copy_fields(struct copying *copying)
{
	struct db *db = copying->desk->db;

	if (!project_store_fields(db, copying->from->id, &copying->old_fields) ||
	    !project_store_fields(db, copying->from->id, &copying->new_fields))
		return false;
	for (size_t i = 0; i < copying->new_fields.count; i++)
		if (!project_store_add_field(db, copying->to->id, &copying->new_fields.fields[i]))
			return false;
	return true;
}

static const char *copied_values(const struct copying *copying, const char *values)
{
	struct arena *arena = copying->desk->arena;
	const char *copied = NULL;
	const char *line;

	while ((line = lines_next(arena, &values)))
		for (size_t i = 0; i < copying->old_fields.count; i++)
			if (copying->old_fields.fields[i].id == strtoll(line, NULL, 10))
				copied = lines_with(arena, copied,
						    arena_printf(arena, "%lld%s", (long long)copying->new_fields.fields[i].id,
								 strchr(line, '\t')),
						    LINES_AS_NUMBERS);
	return copied;
}

static bool copy_task(const struct copying *copying, const struct task *original, int64_t parent_id, struct task *copy)
{
	struct desk *desk = copying->desk;
	struct task *saved = copy;
	bool found;

	/* Read whole: a list leaves the notes out. */
	if (!task_store_find(desk->db, original->id, desk_viewer_id(desk), copy, &found) || !found)
		return false;
	copy->parent_id = parent_id;
	copy->workspace_id = copying->to->workspace_id;
	copy->project_id = copying->to->id;
	copy->assignee_id = 0;
	copy->followers = copy->blocked_by = NULL;
	copy->field_values = copied_values(copying, copy->field_values);
	copy->section_id = 0;
	for (size_t i = 0; i < copying->old_sections.count; i++)
		if (copying->old_sections.sections[i].id == original->section_id)
			copy->section_id = copying->new_sections.sections[i].id;
	return tasks_save_new(desk, &saved, 1);
}

static bool copy_under(const struct copying *copying, int64_t old_parent, int64_t new_parent)
{
	struct desk *desk = copying->desk;
	struct task_list children;

	if (!task_store_children(desk->db, old_parent, desk_viewer_id(desk), &children))
		return false;
	for (size_t i = 0; i < children.count; i++) {
		struct task copy;

		if (children.tasks[i].completed_at)
			continue;
		if (!copy_task(copying, &children.tasks[i], new_parent, &copy) ||
		    !copy_under(copying, children.tasks[i].id, copy.id))
			return false;
	}
	return true;
}

#define MOST_COPIED 500

static bool copy_tasks(const struct copying *copying)
{
	struct desk *desk = copying->desk;
	const struct task_query query = {
		.viewer_id = desk_viewer_id(desk),
		.project_id = copying->from->id,
		.sort = TASK_SORT_POSITION,
		.limit = MOST_COPIED + 1,
	};
	struct task_list list;

	if (!task_store_list(desk->db, &query, &list))
		return false;
	if (list.count > MOST_COPIED)
		return fail(desk->error, ERROR_CONFLICT, "the project has more than %d open tasks, too many to copy", MOST_COPIED);
	for (size_t i = 0; i < list.count; i++) {
		struct task copy;

		if (list.tasks[i].parent_id)
			continue;
		if (!copy_task(copying, &list.tasks[i], 0, &copy) || !copy_under(copying, list.tasks[i].id, copy.id))
			return false;
	}
	return true;
}

static bool copy_project(struct desk *desk, const char *reference, struct project *to)
{
	struct project from;
	struct copying copying = { .desk = desk, .from = &from, .to = to };

	return resolve_project(desk, reference, 0, &from) && copy_sections(&copying) && copy_fields(&copying) &&
	       copy_tasks(&copying);
}

static bool insert(struct desk *desk, const struct workspace *workspace, const struct project_edit *edit,
		   struct project *project)
{
	const char *now = arena_strdup(desk->arena, desk->now);

	*project = (struct project){
		.workspace_id = workspace->id,
		.workspace = workspace->name,
		.role = workspace->role,
		.name = edit->name,
		.description = edit->description && *edit->description ? edit->description : NULL,
		.created_at = now,
		.created_by = desk->principal->user.email,
		.updated_at = now,
		.updated_by = desk->principal->user.email,
	};
	if (!project_store_insert(desk->db, project, desk->now, desk->principal->user.id))
		return false;
	note(desk, project, ACTION_CREATE, NULL, 0);
	return true;
}

bool projects_create(struct desk *desk, const char *workspace, const char *copy_of, const struct project_edit *edit,
		     struct project *project)
{
	struct update update = { .desk = desk, .project = project };
	struct project_edit rest = *edit;
	struct task_place place;
	bool found;

	if (!tasks_open_place(desk, workspace, NULL, NULL, &place) || !check_name(desk, edit->name, "project") ||
	    !insert(desk, &place.workspace, edit, project) || (copy_of && !copy_project(desk, copy_of, project)))
		return false;
	rest.name = rest.description = NULL;
	if (!apply(&update, &rest))
		return false;
	/* Read again for the counts; creating is one activity, whatever it was created with. */
	return project_store_find(desk->db, project->id, desk_viewer_id(desk), project, &found) && found;
}

static bool may_change(struct desk *desk, const struct project *project, int64_t if_version)
{
	if (!desk_requires_role(desk, project->role, ROLE_MEMBER, project->workspace))
		return false;
	if (!if_version || if_version == project->version)
		return true;
	fail(desk->error, ERROR_CONFLICT, "project %lld is at version %lld, not %lld: last changed by %s at %s",
	     (long long)project->id, (long long)project->version, (long long)if_version, project->updated_by,
	     project->updated_at);
	return fail_remedy(desk->error, "list_activity shows what was changed; send the present version.");
}

bool projects_update(struct desk *desk, const char *reference, int64_t if_version, const struct project_edit *edit,
		     struct project *project)
{
	struct update update = { .desk = desk, .project = project };

	return resolve_project(desk, reference, 0, project) && may_change(desk, project, if_version) &&
	       (!edit->name || check_name(desk, edit->name, "project")) && apply(&update, edit) && save(&update);
}

bool projects_list(struct desk *desk, const char *workspace, bool archived, int64_t after_id, int64_t limit,
		   struct project_list *list)
{
	struct workspace place = { 0 };

	if (workspace && !resolve_workspace(desk, workspace, &place))
		return false;
	return project_store_list(desk->db, place.id, archived, desk_viewer_id(desk), after_id, limit, list);
}

bool projects_sections(struct desk *desk, const struct project *project, struct section_list *list)
{
	return project_store_sections(desk->db, project->id, list);
}

bool projects_fields(struct desk *desk, const struct project *project, struct custom_field_list *list)
{
	return project_store_fields(desk->db, project->id, list);
}

/* Brings the sections back to what a text says, ids and all. */
static bool sections_back(struct update *update, const struct field_change *change)
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
	changed(update, "sections", change->after, change->before);
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

static bool fields_back(struct update *update, const struct field_change *change)
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
	changed(update, "fields", change->after, change->before);
	return true;
}

static bool status_back(struct update *update, const struct field_change *change)
{
	int64_t id = strtoll(change->field + strlen("status "), NULL, 10);

	changed(update, change->field, change->after, change->before);
	return project_store_set_status_deleted(update->desk->db, id, change->before == NULL);
}

static bool set_back(struct update *update, const struct field_change *change)
{
	struct project *project = update->project;

	if (strcmp(change->field, "sections") == 0)
		return sections_back(update, change);
	if (strcmp(change->field, "fields") == 0)
		return fields_back(update, change);
	if (text_starts_with(change->field, "status "))
		return status_back(update, change);
	if (strcmp(change->field, "name") == 0)
		set_text(update, "name", &project->name, change->before);
	else if (strcmp(change->field, "description") == 0)
		set_text(update, "description", &project->description, change->before);
	else
		set_text(update, "archived_at", &project->archived_at, change->before);
	return true;
}

bool projects_set_back(struct desk *desk, struct project *project, const struct field_change *changes, size_t count)
{
	struct update update = { .desk = desk, .project = project };

	for (size_t i = 0; i < count && i < FIXED_FIELDS; i++)
		if (!set_back(&update, &changes[i]))
			return false;
	return save(&update);
}

bool projects_save_trash(struct desk *desk, struct project *project, enum activity_action action)
{
	bool written;

	if (!project_store_set_deleted(desk->db, project->id, project->version, action == ACTION_DELETE, desk->now,
				       desk->principal->user.id, &written))
		return false;
	if (!written)
		return db_lost_race(desk->db);
	note(desk, project, action, NULL, 0);
	return true;
}
