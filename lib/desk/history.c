#include "desk/history.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/moment.h"
#include "desk/resolve.h"
#include "desk/workspaces.h"

#include <stdlib.h>
#include <string.h>

const char *const entity_names[] = { "", "user", "api_key", "workspace", "task", "project", "comment", "oauth_client", NULL };
const char *const action_names[] = { "", "create", "update", "delete", "restore", "revoke", NULL };

static bool read_days(struct desk *desk, const struct history_listing *listing, struct activity_query *query)
{
	struct span span;

	if (!moment_read_span(desk->arena, listing->from, listing->to, desk->principal->user.time_zone, "day", &span, desk->error))
		return false;
	query->from = span.from_utc;
	query->before = span.before_utc;
	return true;
}

static bool choose(struct desk *desk, const struct history_listing *listing, struct activity_query *query)
{
	struct workspace workspace = { 0 };
	struct project project = { 0 };
	struct task task = { 0 };
	struct user actor = { 0 };

	if ((listing->workspace && !resolve_workspace(desk, listing->workspace, &workspace)) ||
	    (listing->project && !resolve_project(desk, listing->project, workspace.id, &project)) ||
	    (listing->task && !resolve_task_with_trash(desk, listing->task, &task)) ||
	    (listing->actor && !resolve_user(desk, listing->actor, &actor)))
		return false;
	query->workspace_id = workspace.id;
	query->project_id = project.id;
	query->task_id = task.id;
	query->actor_id = actor.id;
	return read_days(desk, listing, query);
}

/* A list of user ids, one a line, as e-mail addresses. */
static bool emails_of(struct desk *desk, const char *ids, const char **shown)
{
	struct text emails = text_in(desk->arena);
	const char *line;

	while ((line = lines_next(desk->arena, &ids))) {
		struct user user;
		bool found;

		if (!user_store_find(desk->db, strtoll(line, NULL, 10), &user, &found))
			return false;
		if (found)
			text_printf(&emails, "%s%s", emails.length ? "\n" : "", user.email);
	}
	*shown = emails.length ? text_string(&emails) : NULL;
	return true;
}

/* "member 5" with the address of user 5. */
static bool member_shown(struct desk *desk, const char *field, const char **shown)
{
	const char *email;

	if (!emails_of(desk, field + strlen(MEMBER_FIELD), &email))
		return false;
	*shown = email ? arena_printf(desk->arena, MEMBER_FIELD "%s", email) : field;
	return true;
}

/* Lines that begin with an id and a tab, without these; what is behind is kept apart by colons. */
static const char *without_ids(struct arena *arena, const char *lines)
{
	struct text shown = text_in(arena);
	const char *line;

	while ((line = lines_next(arena, &lines))) {
		char *value = arena_strdup(arena, line + strspn(line, "0123456789"));

		for (char *at = value; *at; at++)
			if (*at == '\t')
				*at = ':';
		text_printf(&shown, "%s%s", shown.length ? "\n" : "", value + (*value == ':'));
	}
	return shown.length ? text_string(&shown) : NULL;
}

static void show_shape(struct arena *arena, struct field_change *change)
{
	if (strcmp(change->field, "sections") != 0 && strcmp(change->field, "fields") != 0)
		return;
	change->before = without_ids(arena, change->before);
	change->after = without_ids(arena, change->after);
}

/* "2026-12-08 2026-12-08T20:00:00Z 20:00:00", or a day alone, as the reader's clocks say it. */
static const char *due_shown(const struct desk *desk, const char *due)
{
	const char *moment = due ? strchr(due, ' ') : NULL;

	if (!moment)
		return due;
	moment++;
	return moment_text(desk->arena, due, arena_copy(desk->arena, moment, strcspn(moment, " ")), desk->principal->user.time_zone);
}

/* Changes as they are shown, which may be more than were kept. */
struct shown {
	struct field_change *changes;
	size_t count;
};

/* What stands behind the id of a field and a tab; NULL for none. */
static const char *value_of_field(struct arena *arena, const char *lines, int64_t field_id)
{
	const char *line;

	while ((line = lines_next(arena, &lines)))
		if (strtoll(line, NULL, 10) == field_id)
			return strchr(line, '\t') + 1;
	return NULL;
}

/* The values of a task's fields, each that changed by the name of its field. */
static bool show_values(struct desk *desk, const struct field_change *change, struct shown *shown)
{
	struct line_set lines = line_set_of(desk->arena, change->before, LINES_AS_NUMBERS);
	const char *rest = change->after;
	const char *line, *name;

	while ((line = lines_next(desk->arena, &rest)))
		line_set_add(&lines, line);
	for (size_t i = 0; i < lines.count; i++) {
		int64_t id = strtoll(lines.lines[i], NULL, 10);
		size_t count = shown->count;

		change_field(shown->changes, &shown->count, NULL, value_of_field(desk->arena, change->before, id),
			     value_of_field(desk->arena, change->after, id));
		if (shown->count == count)
			continue;
		if (!project_store_field_name(desk->db, id, &name))
			return false;
		shown->changes[count].field = arena_printf(desk->arena, "field %s", name ? name : "that is gone");
	}
	return true;
}

static bool show_change(struct desk *desk, const struct field_change *kept, struct shown *shown)
{
	struct field_change *change = &shown->changes[shown->count++];

	*change = *kept;
	show_shape(desk->arena, change);
	if (strcmp(kept->field, "due") == 0) {
		change->before = due_shown(desk, kept->before);
		change->after = due_shown(desk, kept->after);
	}
	if (strcmp(kept->field, "followers") == 0)
		return emails_of(desk, kept->before, &change->before) && emails_of(desk, kept->after, &change->after);
	return !text_starts_with(kept->field, MEMBER_FIELD) || member_shown(desk, kept->field, &change->field);
}

bool history_show(struct desk *desk, struct kept_activity *activity)
{
	struct shown shown = { 0 };
	size_t most = activity->change_count;

	for (size_t i = 0; i < activity->change_count; i++)
		most += lines_count(activity->changes[i].before) + lines_count(activity->changes[i].after);
	shown.changes = arena_array(desk->arena, most + 1, sizeof(*shown.changes));
	for (size_t i = 0; i < activity->change_count; i++) {
		const struct field_change *kept = &activity->changes[i];
		bool has_values = activity->entity == ENTITY_TASK && strcmp(kept->field, "fields") == 0;

		if (!(has_values ? show_values : show_change)(desk, kept, &shown))
			return false;
	}
	activity->changes = shown.changes;
	activity->change_count = shown.count;
	return true;
}

bool history_list(struct desk *desk, const struct history_listing *listing, struct activity_list *list)
{
	struct activity_query query = {
		.viewer_id = desk_viewer_id(desk),
		.change_id = listing->change_id,
		.before_id = listing->before_id,
		.with_names = true,
		.limit = listing->limit,
	};

	if (!choose(desk, listing, &query) || !activity_store_list(desk->db, &query, list))
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (!history_show(desk, &list->activities[i]))
			return false;
	return true;
}
