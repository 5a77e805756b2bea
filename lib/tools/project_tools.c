/*
 * list_projects, create_project, update_project.
 */
#include "desk/projects.h"
#include "fields/lines_field.h"
#include "tools/cursor.h"
#include "tools/page.h"
#include "tools/task_fields.h"
#include "tools/tools.h"

struct project_result {
	struct integer_value id;
	struct integer_value workspace_id;
	struct text_value workspace;
	struct text_value name;
	struct text_value description;
	struct boolean_value archived;
	struct text_value status, status_text, status_at, status_by;
	struct integer_value open_tasks, completed_tasks;
	struct list_value sections;
	struct list_value custom_fields;
	struct text_value created_at, created_by, updated_at, updated_by;
	struct integer_value version;
};

#define ROW(member, kind) { .name = #member, .type = kind, FIELD_AT(struct project_result, member) }

static const struct field project_rows[] = {
	ROW(id, FIELD_INTEGER),
	ROW(workspace_id, FIELD_INTEGER),
	ROW(workspace, FIELD_TEXT),
	ROW(name, FIELD_TEXT),
	ROW(description, FIELD_TEXT),
	ROW(archived, FIELD_BOOLEAN),
	ROW(status, FIELD_TEXT),
	ROW(status_text, FIELD_TEXT),
	ROW(status_at, FIELD_TEXT),
	ROW(status_by, FIELD_TEXT),
	ROW(open_tasks, FIELD_INTEGER),
	ROW(completed_tasks, FIELD_INTEGER),
	ROW(sections, FIELD_TEXT_LIST),
	ROW(custom_fields, FIELD_TEXT_LIST),
	ROW(created_at, FIELD_TEXT),
	ROW(created_by, FIELD_TEXT),
	ROW(updated_at, FIELD_TEXT),
	ROW(updated_by, FIELD_TEXT),
	ROW(version, FIELD_INTEGER),
	{ 0 },
};

static const struct field_set project_fields = { project_rows, sizeof(struct project_result) };

/* Of projects whose counts and shapes were filled in. */
static struct project_result project_result_from(struct arena *arena, const struct project *project)
{
	struct list_value sections = list_of_lines(arena, project->sections);

	sections.present = true;
	return (struct project_result){
		.id = integer_given(project->id),
		.workspace_id = integer_given(project->workspace_id),
		.workspace = text_given(project->workspace),
		.name = text_given(project->name),
		.description = text_given(project->description),
		.archived = boolean_given(project->archived_at != NULL),
		.status = text_given(project->health ? health_names[project->health] : NULL),
		.status_text = text_given(project->health_text),
		.status_at = text_given(project->health_at),
		.status_by = text_given(project->health_by),
		.open_tasks = integer_given(project->open_tasks),
		.completed_tasks = integer_given(project->completed_tasks),
		.sections = sections,
		.custom_fields = list_of_lines(arena, project->fields),
		.created_at = text_given(project->created_at),
		.created_by = text_given(project->created_by),
		.updated_at = text_given(project->updated_at),
		.updated_by = text_given(project->updated_by),
		.version = integer_given(project->version),
	};
}

struct list_arguments {
	struct text_value workspace;
	struct boolean_value archived;
	struct integer_value limit;
	struct text_value cursor;
};

static const struct field list_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct list_arguments, workspace),
	  .minimum = 1, .maximum = 200, .description = "Name or id; left out: all." },
	{ .name = "archived", .type = FIELD_BOOLEAN, FIELD_AT(struct list_arguments, archived), .standard = "false",
	  .description = "Archived ones too." },
	FIELD_LIMIT(struct list_arguments),
	FIELD_CURSOR(struct list_arguments),
	{ 0 },
};

static const struct field_set list_fields = { list_rows, sizeof(struct list_arguments) };

struct list_result {
	struct list_value projects;
	struct text_value next_cursor;
};

static const struct field list_result_rows[] = {
	{ .name = "projects", .type = FIELD_LIST, FIELD_AT(struct list_result, projects), .required = true,
	  .items = &project_fields },
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct list_result, next_cursor) },
	{ 0 },
};

static const struct field_set list_result_fields = { list_result_rows, sizeof(struct list_result) };

#define ORDER "projects"

struct project_page {
	struct mcp_call *call;
	const struct project_list *list;
};

static const char *cursor_behind(void *context, size_t count)
{
	const struct project_page *page = context;

	return cursor_write(page->call->arena, &(struct cursor){ ORDER, "", page->list->projects[count - 1].id });
}

static bool list_projects(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct list_arguments *given = arguments;
	int64_t limit = given->limit.present ? given->limit.value : STANDARD_LIMIT;
	struct project_list list;
	struct project_page context = { call, &list };
	struct list_result answer = { 0 };
	struct cursor cursor = { 0 };
	struct project_result *rows;

	if (given->cursor.present && !cursor_read(call->arena, given->cursor.value, ORDER, &cursor, call->error))
		return false;
	if (!projects_list(tool_desk(call), given->workspace.value, given->archived.value, cursor.id, limit + 1, &list) ||
	    !projects_count(tool_desk(call), list.projects, list.count) ||
	    !projects_shapes(tool_desk(call), list.projects, list.count))
		return false;
	rows = arena_array(call->arena, list.count + 1, sizeof(*rows));
	for (size_t i = 0; i < list.count; i++)
		rows[i] = project_result_from(call->arena, &list.projects[i]);
	answer.projects = (struct list_value){ true, list.count, rows };
	page_write(call, result, &list_result_fields, &answer,
		   &(struct page){ &answer.projects, &answer.next_cursor, cursor_behind, &context, (size_t)limit });
	return true;
}

const struct tool list_projects_tool = {
	.name = "list_projects",
	.title = "List projects",
	.description = "Lists projects with status, sections, fields and how many tasks are open. Example: {\"workspace\":\"Marketing\"}",
	.toolset = "projects",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &list_fields,
	.returns = &list_result_fields,
	.run = list_projects,
};

struct write_arguments {
	struct text_value workspace;        /* create */
	struct text_value copy_of;
	struct text_value project;          /* update */
	struct integer_value if_version;
	struct text_value name;
	struct text_value description;
	struct boolean_value archived;
	struct list_value sections;
	struct list_value custom_fields;
	struct integer_value status;
	struct text_value status_text;
	struct boolean_value dry_run;
	struct text_value idempotency_key;
};

/* In the order of enum project_health, from 1. */
static const char *const status_choices[] = { "on_track", "at_risk", "off_track", NULL };

#define SHARED_ROWS(DESCRIBE) \
	{ .name = "description", .type = FIELD_TEXT, FIELD_AT(struct write_arguments, description), .maximum = 20000, \
	  .description = DESCRIBE("Markdown.") }, \
	{ .name = "sections", .type = FIELD_TEXT_LIST, FIELD_AT(struct write_arguments, sections), .maximum = 50, \
	  .description = DESCRIBE("All names, in order; 'Old=New' renames; one left out is removed, its tasks stay.") }, \
	{ .name = "custom_fields", .type = FIELD_TEXT_LIST, FIELD_AT(struct write_arguments, custom_fields), .maximum = 30, \
	  .description = DESCRIBE("'Name:text', ':number', ':date', or 'Size:choice:S|M|L' to add or change; '-Name' removes.") }

static const struct field create_rows[] = {
	{ .name = "workspace", .alias = "workspace_id", .type = FIELD_REFERENCE, FIELD_AT(struct write_arguments, workspace),
	  .minimum = 1, .maximum = 200, .description = "Name or id; not needed where there is only one." },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct write_arguments, name), .required = true, .minimum = 1,
	  .maximum = 200 },
	{ .name = "copy_of", .type = FIELD_REFERENCE, FIELD_AT(struct write_arguments, copy_of), .minimum = 1, .maximum = 200,
	  .description = "Template: its sections, fields and open tasks are copied." },
	SHARED_ROWS(DESCRIBED),
	FIELD_DRY_RUN(struct write_arguments),
	FIELD_IDEMPOTENCY_KEY(struct write_arguments),
	{ 0 },
};

static const struct field_set create_fields = { create_rows, sizeof(struct write_arguments) };

static const struct field update_rows[] = {
	{ .name = "project", .alias = "project_id", .type = FIELD_REFERENCE, FIELD_AT(struct write_arguments, project),
	  .required = true, .minimum = 1, .maximum = 200, .description = "Name or id." },
	{ .name = "if_version", .type = FIELD_INTEGER, FIELD_AT(struct write_arguments, if_version), .minimum = 1,
	  .maximum = 4294967295, .description = "Refuse if changed since." },
	{ .name = "name", .type = FIELD_TEXT, FIELD_AT(struct write_arguments, name), .minimum = 1, .maximum = 200 },
	{ .name = "archived", .type = FIELD_BOOLEAN, FIELD_AT(struct write_arguments, archived) },
	{ .name = "status", .type = FIELD_CHOICE, FIELD_AT(struct write_arguments, status), .choices = status_choices,
	  .description = "Posts a status update." },
	{ .name = "status_text", .type = FIELD_TEXT, FIELD_AT(struct write_arguments, status_text), .maximum = 20000,
	  .description = "Why, in Markdown." },
	SHARED_ROWS(NOT_DESCRIBED),
	FIELD_DRY_RUN(struct write_arguments),
	FIELD_IDEMPOTENCY_KEY(struct write_arguments),
	{ 0 },
};

static const struct field_set update_fields = { update_rows, sizeof(struct write_arguments) };

struct write_result {
	struct project_result *project;
	struct boolean_value dry_run;
	struct text_value change_id;
};

static const struct field write_result_rows[] = {
	{ .name = "project", .type = FIELD_OBJECT, .is_brief = true, FIELD_AT(struct write_result, project), .required = true,
	  .items = &project_fields },
	{ .name = "dry_run", .type = FIELD_BOOLEAN, FIELD_AT(struct write_result, dry_run) },
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct write_result, change_id) },
	{ 0 },
};

static const struct field_set write_result_fields = { write_result_rows, sizeof(struct write_result) };

static struct project_edit edit_from(const struct write_arguments *given)
{
	return (struct project_edit){
		.name = given->name.value,
		.description = given->description.value,
		.has_archived = given->archived.present,
		.archived = given->archived.value,
		.sections = text_list_from(&given->sections),
		.fields = text_list_from(&given->custom_fields),
		.health = given->status.present ? (enum project_health)(given->status.value + HEALTH_ON_TRACK) : HEALTH_NONE,
		.health_text = given->status_text.value,
	};
}

/* A new one has no id in a dry run: it goes with the transaction. */
static bool show_project(struct mcp_call *call, struct project *project, bool is_new, struct tool_result *result)
{
	struct project_result row;

	if (!projects_count(tool_desk(call), project, 1) || !projects_shapes(tool_desk(call), project, 1))
		return false;
	row = project_result_from(call->arena, project);
	row.id.present = !is_new || !tool_is_dry_run(call);
	tool_result_fields(call, result, &write_result_fields,
			   &(struct write_result){ &row, tool_dry_run_given(call), tool_change_id_given(call) });
	return true;
}

static bool create_project(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct write_arguments *given = arguments;
	struct project_edit edit = edit_from(given);
	struct project project;

	return projects_create(tool_desk(call), given->workspace.value, given->copy_of.value, &edit, &project) &&
	       show_project(call, &project, true, result);
}

const struct tool create_project_tool = {
	.name = "create_project",
	.title = "Create a project",
	.description = "Creates a project in a workspace, with sections and fields of its own, or as a copy of another. "
		       "Example: {\"workspace\":\"Marketing\",\"name\":\"Website\",\"sections\":[\"To do\",\"Doing\",\"Done\"]}",
	.toolset = "projects",
	.scope = SCOPE_WRITE,
	.effect = TOOL_ADDS,
	.takes = &create_fields,
	.returns = &write_result_fields,
	.run = create_project,
};

static bool update_project(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct write_arguments *given = arguments;
	struct project_edit edit = edit_from(given);
	struct project project;

	return projects_update(tool_desk(call), given->project.value, given->if_version.value, &edit, &project) &&
	       show_project(call, &project, false, result);
}

const struct tool update_project_tool = {
	.name = "update_project",
	.title = "Update a project",
	.description = "Renames, archives or reshapes a project (see create_project), or posts a status update. "
		       "Example: {\"project\":\"Website\",\"status\":\"at_risk\",\"status_text\":\"Copy is late\"}",
	.toolset = "projects",
	.scope = SCOPE_WRITE,
	.effect = TOOL_DESTROYS,
	.takes = &update_fields,
	.returns = &write_result_fields,
	.run = update_project,
};
