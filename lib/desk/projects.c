#include "desk/projects.h"

#include "base/text.h"
#include "desk/change.h"
#include "desk/project_copy.h"
#include "desk/project_shape.h"
#include "desk/resolve.h"
#include "desk/version.h"

#include <stdlib.h>
#include <string.h>

const char *const health_names[] = { "", "on_track", "at_risk", "off_track", NULL };

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

static void set_text(struct project_update *update, const char *field, const char **text, const char *value)
{
	project_note_change(update, field, *text, value);
	*text = value;
}

static bool add_status(struct project_update *update, const struct project_edit *edit)
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
	project_note_change(update, arena_printf(desk->arena, "status %lld", (long long)id), NULL,
		arena_printf(desk->arena, "%s %s", health_names[edit->health], edit->health_text ? edit->health_text : ""));
	return true;
}

static bool apply(struct project_update *update, const struct project_edit *edit)
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
	return project_set_sections(update, &edit->sections) && project_set_fields(update, &edit->fields) && add_status(update, edit);
}

static bool save(struct project_update *update)
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

static bool check_name(const struct desk *desk, const char *name)
{
	return desk_check_line(desk, name, PROJECT_NAME_LONGEST, "the name of a project");
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
	struct project_update update = { .desk = desk, .project = project };
	struct project_edit rest = *edit;
	struct project template;
	struct task_place place;
	bool found;

	if (!tasks_open_place(desk, workspace, NULL, NULL, &place) || !check_name(desk, edit->name) ||
	    (copy_of && !project_copy_find(desk, copy_of, place.workspace.id, &template)) ||
	    !insert(desk, &place.workspace, edit, project) || (copy_of && !project_copy(desk, &template, project)))
		return false;
	rest.name = rest.description = NULL;
	if (!apply(&update, &rest))
		return false;
	/* Read again as it is now; creating is one activity, whatever it was created with. */
	return project_store_find(desk->db, project->id, desk_viewer_id(desk), project, &found) && found;
}

bool projects_check_open(struct desk *desk, const struct project *project)
{
	if (!project->is_workspace_archived)
		return true;
	fail(desk->error, ERROR_CONFLICT, "the workspace '%.100s' is archived", project->workspace);
	return fail_remedy(desk->error, "update_workspace with archived false opens it again.");
}

static bool may_change(struct desk *desk, const struct project *project, int64_t if_version)
{
	if (!desk_requires_role(desk, project->role, ROLE_MEMBER, project->workspace) || !projects_check_open(desk, project))
		return false;
	return version_check(desk,
			     &(struct versioned){ ENTITY_PROJECT, project->id, project->version, project->updated_at,
						  project->updated_by },
			     if_version);
}

bool projects_update(struct desk *desk, const char *reference, int64_t if_version, const struct project_edit *edit,
		     struct project *project)
{
	struct project_update update = { .desk = desk, .project = project };

	return resolve_project(desk, reference, 0, project) && may_change(desk, project, if_version) &&
	       (!edit->name || check_name(desk, edit->name)) && apply(&update, edit) && save(&update);
}

bool projects_list(struct desk *desk, const char *workspace, bool archived, int64_t after_id, int64_t limit,
		   struct project_list *list)
{
	struct workspace place = { 0 };

	if (workspace && !resolve_workspace(desk, workspace, &place))
		return false;
	return project_store_list(desk->db, place.id, archived, desk_viewer_id(desk), after_id, limit, list);
}

bool projects_named(struct desk *desk, const char *workspace, const char *id_begins, const char *name_holds, int64_t limit,
		    struct project_list *list)
{
	struct workspace place = { 0 };

	if (workspace && !resolve_workspace(desk, workspace, &place))
		return false;
	return project_store_names(desk->db, place.id, desk_viewer_id(desk), id_begins, name_holds, limit, list);
}

bool projects_count(struct desk *desk, struct project *projects, size_t count)
{
	return project_store_count(desk->db, projects, count);
}

bool projects_count_open(struct desk *desk, struct project *projects, size_t count)
{
	return project_store_count_open(desk->db, projects, count);
}

bool projects_shapes(struct desk *desk, struct project *projects, size_t count)
{
	return project_store_shapes(desk->db, projects, count);
}

bool projects_sections(struct desk *desk, const struct project *project, struct section_list *list)
{
	return project_store_sections(desk->db, project->id, list);
}

bool projects_fields(struct desk *desk, const struct project *project, struct custom_field_list *list)
{
	return project_store_fields(desk->db, project->id, list);
}

static bool status_back(struct project_update *update, const struct field_change *change)
{
	int64_t id = strtoll(change->field + strlen("status "), NULL, 10);

	project_note_change(update, change->field, change->after, change->before);
	return project_store_set_status_deleted(update->desk->db, id, change->before == NULL);
}

static bool set_back(struct project_update *update, const struct field_change *change)
{
	struct project *project = update->project;

	if (strcmp(change->field, "sections") == 0)
		return project_sections_back(update, change);
	if (strcmp(change->field, "fields") == 0)
		return project_fields_back(update, change);
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
	struct project_update update = { .desk = desk, .project = project };

	for (size_t i = 0; i < count && i < PROJECT_FIELDS; i++)
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
