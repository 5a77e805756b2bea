/*
 * What a listing asks for, made into a query of ids and days.
 */
#include "desk/tasks.h"

#include "base/day.h"
#include "base/text.h"
#include "desk/moment.h"
#include "desk/resolve.h"
#include "desk/search_words.h"
#include "desk/task_edit.h"

#include <string.h>

/*
 * An id is not looked up first: the list's own condition on the viewer answers for it, and
 * only an empty list asks whether the workspace is there at all.
 */
static bool choose_workspace(struct desk *desk, const char *reference, int64_t *id)
{
	struct workspace workspace;

	if (!reference)
		return true;
	if (text_to_int64(reference, id) && *id > 0)
		return true;
	if (!resolve_workspace(desk, reference, &workspace))
		return false;
	*id = workspace.id;
	return true;
}

static bool choose_project(struct desk *desk, const struct task_listing *listing, struct task_query *query)
{
	struct project project;
	struct section section;

	if (!listing->project) {
		if (listing->section || listing->field)
			return fail(desk->error, ERROR_INVALID, "sections and fields belong to a project; send project too");
		return true;
	}
	if (!resolve_project(desk, listing->project, query->workspace_id, &project))
		return false;
	query->project_id = project.id;
	query->workspace_id = project.workspace_id;
	if (listing->section) {
		if (!resolve_section(desk, listing->section, &project, &section))
			return false;
		query->section_id = section.id;
	}
	return !listing->field || task_edit_field(desk, project.id, listing->field, &query->field_value);
}

static bool choose_task(struct desk *desk, const char *reference, int64_t *id)
{
	struct task task;

	if (!reference)
		return true;
	if (!resolve_task(desk, reference, &task))
		return false;
	*id = task.id;
	return true;
}

static bool choose_user(struct desk *desk, const char *reference, int64_t *id)
{
	struct user user;

	if (!reference)
		return true;
	if (!resolve_user(desk, reference, &user))
		return false;
	*id = user.id;
	return true;
}

static bool choose_assignee(struct desk *desk, const char *reference, struct task_query *query)
{
	query->unassigned = reference && task_edit_clears(reference);
	return query->unassigned || choose_user(desk, reference, &query->assignee_id);
}

static bool choose_tags(struct desk *desk, const struct text_list *tags, struct task_query *query)
{
	if (tags->count > TASK_QUERY_WORDS)
		return fail(desk->error, ERROR_INVALID, "a list takes %d tags at most", TASK_QUERY_WORDS);
	for (size_t i = 0; i < tags->count; i++) {
		if (*tags->texts[i] == '-')
			query->not_tags[query->not_tag_count++] = tags->texts[i] + 1;
		else
			query->tags[query->tag_count++] = tags->texts[i] + (*tags->texts[i] == '#');
	}
	return true;
}

const char *const task_part_names[] = {
	"assignee", "start", "due", "recurrence", "project", "section", "parent", "subtasks",
	"notes", "tags", "followers", "blockers", "links", "custom_fields", "comments", NULL,
};

static bool unknown_part(struct desk *desk, const char *name)
{
	const char *nearest = text_nearest(name, task_part_names);
	struct text names = text_in(desk->arena);

	for (size_t i = 0; task_part_names[i]; i++)
		text_printf(&names, "%s%s", i ? ", " : "", task_part_names[i]);
	fail(desk->error, ERROR_INVALID, "a task cannot have '%.60s'%s%s%s", name, nearest ? "; did you mean '" : "",
	     nearest ? nearest : "", nearest ? "'?" : "");
	return fail_remedy(desk->error, "It may have: %s; '-due' means without.", text_string(&names));
}

static bool choose_parts(struct desk *desk, const struct text_list *parts, struct task_query *query)
{
	for (size_t i = 0; i < parts->count; i++) {
		bool is_lacking = *parts->texts[i] == '-';
		const char *name = parts->texts[i] + is_lacking;
		unsigned part = 0;

		while (task_part_names[part] && strcmp(task_part_names[part], name) != 0)
			part++;
		if (!task_part_names[part])
			return unknown_part(desk, name);
		*(is_lacking ? &query->has_not : &query->has) |= 1U << part;
	}
	return true;
}

static bool read_days(struct desk *desk, const struct task_listing *listing, struct task_query *query)
{
	const char *zone = desk->principal->user.time_zone;
	struct span due, start, created, updated, completed;
	const struct {
		const char *from, *to;
		const char *what;
		struct span *span;
	} spans[] = {
		{ listing->due_from, listing->due_to, "due date", &due },
		{ listing->start_from, listing->start_to, "start date", &start },
		{ listing->created_from, listing->created_to, "date of creation", &created },
		{ listing->updated_from, listing->updated_to, "date of change", &updated },
		{ listing->completed_from, listing->completed_to, "date of completion", &completed },
	};

	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		if (!moment_read_span(desk->arena, spans[i].from, spans[i].to, zone, spans[i].what, spans[i].span, desk->error))
			return false;
	query->due_from = due.from_day;
	query->due_to = due.to_day;
	query->due_from_utc = due.from_utc;
	query->due_before_utc = due.before_utc;
	query->overdue = listing->overdue;
	if (listing->overdue) {
		query->overdue_on = day_text(desk->arena, moment_today(zone));
		query->overdue_utc = moment_now(desk->arena);
	}
	query->start_from = start.from_day;
	query->start_to = start.to_day;
	query->created_from = created.from_utc;
	query->created_before = created.before_utc;
	query->updated_from = updated.from_utc;
	query->updated_before = updated.before_utc;
	query->completed_from = completed.from_utc;
	query->completed_before = completed.before_utc;
	return true;
}

static void choose_words(const struct search_words *words, struct task_query *query)
{
	if (!words)
		return;
	query->words = words->wanted.length ? text_string(&words->wanted) : NULL;
	query->not_words = words->unwanted.length ? text_string(&words->unwanted) : NULL;
	query->parts = words->parts;
	query->part_count = words->part_count;
	query->not_parts = words->not_parts;
	query->not_part_count = words->not_part_count;
}

static bool read_query(struct desk *desk, const struct task_listing *listing, struct task_query *query)
{
	*query = (struct task_query){
		.viewer_id = desk_viewer_id(desk),
		.state = listing->state,
		.priority = listing->priority,
		.blocked = listing->blocked,
		.contains = listing->contains,
		.with_notes = listing->with_notes,
		.extent = listing->extent,
		.sort = listing->sort,
		.after_value = listing->after_value,
		.after_id = listing->after_id,
		.limit = listing->limit,
	};
	choose_words(listing->words, query);
	return choose_workspace(desk, listing->workspace, &query->workspace_id) &&
	       choose_project(desk, listing, query) && choose_task(desk, listing->parent, &query->parent_id) &&
	       choose_assignee(desk, listing->assignee, query) &&
	       choose_user(desk, listing->follower, &query->follower_id) &&
	       choose_user(desk, listing->created_by, &query->created_by_id) &&
	       choose_user(desk, listing->mentioned, &query->mentioned_id) &&
	       choose_task(desk, listing->blocked_by, &query->blocker_id) &&
	       choose_tags(desk, &listing->tags, query) && choose_parts(desk, &listing->has, query) && read_days(desk, listing, query);
}

/* What is archived is out of sight, unless it is asked for by name. */
static void leave_out_archived(const struct task_listing *listing, struct task_query *query)
{
	query->no_archived_projects = !listing->project && !listing->parent;
	query->no_archived_workspaces = query->no_archived_projects && !listing->workspace;
}

bool tasks_find(struct desk *desk, const struct task_listing *listing, struct task_finding *finding)
{
	struct task_query query;

	if (!read_query(desk, listing, &query))
		return false;
	leave_out_archived(listing, &query);
	return task_finding_run(desk->db, &query, finding);
}

bool tasks_list(struct desk *desk, const struct task_listing *listing, struct task_list *list)
{
	struct workspace workspace;
	struct task_finding finding;

	if (!tasks_find(desk, listing, &finding) || !task_store_list_found(desk->db, &finding, list))
		return false;
	if (list->count || !listing->workspace || listing->after_value)
		return true;
	/* Perhaps there is no such workspace. */
	return resolve_workspace(desk, listing->workspace, &workspace);
}

bool tasks_ids(struct desk *desk, const char *digits, int64_t limit, struct id_list *list)
{
	return task_store_ids(desk->db, desk_viewer_id(desk), digits, limit, list);
}

bool tasks_tags(struct desk *desk, const char *begins_with, int64_t limit, const char ***tags, size_t *count)
{
	return task_store_tags(desk->db, desk_viewer_id(desk), begins_with, limit, tags, count);
}
