/*
 * A workspace as JSON lines.
 */
#include "transfer/exporting.h"

#include "base/lines.h"
#include "fields/json.h"
#include "fields/lines_field.h"
#include "transfer/record.h"
#include "transfer/text_index.h"

#include <string.h>

#define PAGE_COMMENTS 100

static struct text_value type(const char *name)
{
	return record_value(name);
}

static struct text_value id_value(struct arena *arena, int64_t id)
{
	return record_value(id ? arena_printf(arena, "%lld", (long long)id) : NULL);
}

static bool write_line(struct exporting *exporting, const struct field_set *set, const void *record)
{
	struct text line = text_in(&exporting->page);

	field_write(&line, set, record);
	text_add_char(&line, '\n');
	return export_write(exporting, line.bytes, line.length);
}

static bool write_header(struct exporting *exporting)
{
	const char *header = arena_printf(&exporting->page, "{\"type\":\"taskdesk\",\"version\":%d}\n", TRANSFER_VERSION);

	return export_write(exporting, header, strlen(header));
}

static bool write_workspace(struct exporting *exporting)
{
	const struct workspace *workspace = &exporting->workspace;
	const struct workspace_record record = {
		.type = type("workspace"),
		.name = record_value(workspace->name),
		.description = record_value(workspace->description),
		.archived_at = record_value(workspace->archived_at),
		.origin = {
			record_value(workspace->created_at), record_value(workspace->created_by),
			record_value(workspace->updated_at), record_value(workspace->updated_by),
		},
	};

	return write_line(exporting, &workspace_record_fields, &record);
}

static bool write_members(struct exporting *exporting)
{
	struct whole_member_list list;

	if (!transfer_store_members(exporting->desk->db, exporting->workspace.id, &list))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		const struct whole_member *whole = &list.members[i];
		const struct member_record record = {
			.type = type("member"),
			.user = record_value(whole->member.email),
			.name = record_value(whole->member.name),
			.role = { .present = true, .value = whole->member.role - ROLE_GUEST },
			.created_at = record_value(whole->created_at),
			.created_by = record_value(whole->created_by),
		};

		if (!write_line(exporting, &member_record_fields, &record))
			return false;
	}
	return true;
}

static struct list_value section_records(struct arena *arena, const struct section_list *list)
{
	struct section_record *records = arena_array(arena, list->count + 1, sizeof(*records));

	for (size_t i = 0; i < list->count; i++)
		records[i] = (struct section_record){ id_value(arena, list->sections[i].id), record_value(list->sections[i].name) };
	return (struct list_value){ list->count > 0, list->count, records };
}

static struct list_value field_records(struct arena *arena, const struct custom_field_list *list)
{
	struct field_record *records = arena_array(arena, list->count + 1, sizeof(*records));

	for (size_t i = 0; i < list->count; i++)
		records[i] = (struct field_record){
			.id = id_value(arena, list->fields[i].id),
			.name = record_value(list->fields[i].name),
			.field_type = { .present = true, .value = list->fields[i].type - CUSTOM_TEXT },
			.choices = list_of_lines(arena, list->fields[i].choices),
		};
	return (struct list_value){ list->count > 0, list->count, records };
}

static struct list_value status_records(struct arena *arena, const struct project_status_list *list)
{
	struct status_record *records = arena_array(arena, list->count + 1, sizeof(*records));

	for (size_t i = 0; i < list->count; i++)
		records[i] = (struct status_record){
			.status = { .present = true, .value = (int64_t)list->statuses[i].health - HEALTH_ON_TRACK },
			.text = record_value(list->statuses[i].text),
			.created_at = record_value(list->statuses[i].created_at),
			.created_by = record_value(list->statuses[i].created_by),
		};
	return (struct list_value){ list->count > 0, list->count, records };
}

static void forget_fields(void *fields)
{
	text_index_free(fields);
}

static bool write_project(struct exporting *exporting, const struct whole_project *whole)
{
	const struct project *project = whole->project;
	struct arena *arena = &exporting->page;
	struct project_status_list statuses;
	struct project_record record = {
		.type = type("project"),
		.id = id_value(arena, project->id),
		.name = record_value(project->name),
		.description = record_value(project->description),
		.archived_at = record_value(project->archived_at),
		.sections = section_records(arena, &whole->sections),
		.fields = field_records(arena, &whole->fields),
		.origin = {
			record_value(project->created_at), record_value(project->created_by),
			record_value(project->updated_at), record_value(project->updated_by),
		},
		.deleted_at = record_value(project->deleted_at),
	};

	if (!transfer_store_statuses(exporting->desk->db, project->id, &statuses))
		return false;
	for (size_t i = 0; i < whole->fields.count; i++)
		text_index_set(exporting->format_state, record_text(&((struct field_record *)record.fields.elements)[i].id), 0);
	record.statuses = status_records(arena, &statuses);
	exporting->totals->projects++;
	return write_line(exporting, &project_record_fields, &record);
}

static bool begin(struct exporting *exporting)
{
	struct text_index *fields = arena_alloc(exporting->desk->arena, sizeof(*fields));

	text_index_init(fields, exporting->desk->arena);
	arena_defer(exporting->desk->arena, forget_fields, fields);
	exporting->format_state = fields;
	return write_header(exporting) && write_workspace(exporting) && write_members(exporting) &&
	       export_each_project(exporting, write_project);
}

static struct list_value link_records(struct arena *arena, const char *lines)
{
	struct link_record *records = arena_array(arena, lines_count(lines) + 1, sizeof(*records));
	struct list_value list = { .present = lines != NULL, .elements = records };
	const char *line;

	while ((line = lines_next(arena, &lines))) {
		char *tab = strchr(line, '\t');

		records[list.count++] = (struct link_record){
			record_value(tab ? arena_copy(arena, line, (size_t)(tab - line)) : line), record_value(tab ? tab + 1 : NULL),
		};
	}
	return list;
}

/* The values of fields that are still there. */
static struct list_value value_records(struct exporting *exporting, const char *lines)
{
	struct arena *arena = &exporting->page;
	struct value_record *records = arena_array(arena, lines_count(lines) + 1, sizeof(*records));
	struct list_value list = { .elements = records };
	const char *line;
	size_t ignored;

	while ((line = lines_next(arena, &lines))) {
		const char *id = arena_copy(arena, line, strcspn(line, "\t"));

		if (text_index_find(exporting->format_state, id, &ignored))
			records[list.count++] = (struct value_record){ record_value(id), record_value(strchr(line, '\t') + 1) };
	}
	list.present = list.count > 0;
	return list;
}

static struct task_record task_record_from(struct exporting *exporting, const struct whole_task *whole)
{
	const struct task *task = &whole->task;
	struct arena *arena = &exporting->page;

	return (struct task_record){
		.type = type("task"),
		.id = id_value(arena, task->id),
		.project = id_value(arena, task->project_id),
		.section = id_value(arena, task->section_id),
		.parent = id_value(arena, task->parent_id),
		.position = { .present = true, .value = task->position },
		.title = record_value(task->title),
		.notes = record_value(task->notes),
		.assignee = record_value(task->assignee),
		.priority = { .present = true, .value = task->priority - PRIORITY_NONE },
		.start_on = record_value(task->start_on),
		.due_on = record_value(task->due_on),
		.due_at = record_value(task->due_at),
		.due_clock = record_value(task->due_clock),
		.due_zone = record_value(task->due_zone),
		.recurrence = record_value(task->recurrence),
		.occurs_on = record_value(task->occurs_on),
		.tags = list_of_lines(arena, task->tags),
		.followers = list_of_lines(arena, task->followers),
		.blocked_by = list_of_lines(arena, task->blocked_by),
		.links = link_records(arena, task->links),
		.fields = value_records(exporting, task->field_values),
		.completed_at = record_value(task->completed_at),
		.completed_by = record_value(whole->completed_by),
		.origin = {
			record_value(task->created_at), record_value(task->created_by),
			record_value(task->updated_at), record_value(task->updated_by),
		},
		.deleted_at = record_value(task->deleted_at),
	};
}

static bool write_comment(struct exporting *exporting, const struct whole_comment *comment)
{
	const struct comment_record record = {
		.type = type("comment"),
		.task = id_value(&exporting->page, comment->task_id),
		.text = record_value(comment->text),
		.created_at = record_value(comment->created_at),
		.created_by = record_value(comment->created_by),
		.deleted_at = record_value(comment->deleted_at),
	};

	exporting->totals->comments++;
	return write_line(exporting, &comment_record_fields, &record);
}

static bool write_comments(struct exporting *exporting, int64_t task_id)
{
	struct whole_comment_list list;
	int64_t after_id = 0;

	do {
		if (!transfer_store_comments(exporting->desk->db, task_id, exporting->options->with_trash, after_id, PAGE_COMMENTS,
					     &list))
			return false;
		for (size_t i = 0; i < list.count; i++) {
			if (!write_comment(exporting, &list.comments[i]))
				return false;
			after_id = list.comments[i].id;
		}
	} while (list.count == PAGE_COMMENTS);
	return true;
}

static bool write_task(struct exporting *exporting, const struct whole_task *task)
{
	const struct task_record record = task_record_from(exporting, task);

	return write_line(exporting, &task_record_fields, &record) &&
	       (!task->has_comments || write_comments(exporting, task->task.id));
}

const struct export_writer jsonl_writer = { begin, write_task };
