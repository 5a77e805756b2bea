#include "desk/task_edit.h"

#include "base/day.h"
#include "base/lines.h"
#include "base/text.h"
#include "desk/moment.h"
#include "desk/recurrence.h"
#include "desk/resolve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LONGEST_TITLE 500
#define LONGEST_TAG 60
#define LONGEST_LINK 2000
#define LONGEST_FIELD 1000
#define MOST_BLOCKERS_WALKED 2000
#define POSITION_STEP 65536

bool task_edit_clears(const char *text)
{
	return !*text || strcasecmp(text, "none") == 0;
}

static bool set_assignee(struct desk *desk, const char *reference, struct task *task)
{
	struct user user;
	bool is_member;

	if (task_edit_clears(reference)) {
		task->assignee_id = 0;
		task->assignee = NULL;
		return true;
	}
	if (!resolve_user(desk, reference, &user))
		return false;
	if (user.id == task->assignee_id)
		return true;
	if (!workspace_store_has_member(desk->db, task->workspace_id, user.id, &is_member))
		return false;
	if (!is_member) {
		fail(desk->error, ERROR_INVALID, "%s does not belong to the workspace '%.100s', so the task cannot be theirs",
		     user.email, task->workspace);
		return fail_remedy(desk->error, "Assign it to a member; update_workspace adds members.");
	}
	task->assignee_id = user.id;
	task->assignee = user.email;
	return true;
}

static bool set_days(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	const char *zone = desk->principal->user.time_zone;
	struct moment moment;

	if (edit->start) {
		if (!moment_read(desk->arena, edit->start, zone, "start date", &moment, desk->error))
			return false;
		task->start_on = moment.day;
	}
	if (edit->due) {
		if (!moment_read(desk->arena, edit->due, zone, "due date", &moment, desk->error))
			return false;
		task->due_on = moment.day;
		task->due_at = moment.utc;
		task->due_clock = moment.clock;
	}
	if (task->start_on && task->due_on && strcmp(task->start_on, task->due_on) > 0)
		return fail(desk->error, ERROR_INVALID, "the task would start on %s, after it is due on %s", task->start_on,
			    task->due_on);
	return true;
}

/* A rule without a day of the month keeps the day it begins with, also past months that are too short for it. */
static void anchor(struct recurrence *rule, int64_t day)
{
	struct day_parts parts = day_parts(day);
	bool by_month_day = rule->frequency == EVERY_MONTH && !rule->week_of_month;
	bool by_leap_day = rule->frequency == EVERY_YEAR && parts.month == 2 && parts.day == 29;

	if (!rule->month_day && (by_month_day || by_leap_day))
		rule->month_day = parts.day;
}

static bool set_recurrence(struct desk *desk, const char *text, struct task *task)
{
	struct recurrence rule;
	int64_t day;

	if (task_edit_clears(text)) {
		task->recurrence = NULL;
		task->occurs_on = NULL;
		return true;
	}
	if (!recurrence_read(desk->arena, text, &rule, desk->error))
		return false;
	if (task->due_on && day_read(task->due_on, &day))
		anchor(&rule, day);
	task->recurrence = recurrence_text(desk->arena, &rule);
	task->occurs_on = task->due_on;
	return true;
}

static bool set_project(struct desk *desk, const char *reference, struct task *task)
{
	struct project project;

	if (task_edit_clears(reference)) {
		task->project_id = task->section_id = 0;
		task->project = task->section = NULL;
		task->field_values = NULL;
		return true;
	}
	if (!resolve_project(desk, reference, task->workspace_id, &project))
		return false;
	if (project.archived_at)
		return fail(desk->error, ERROR_CONFLICT, "the project '%.100s' is archived", project.name);
	if (project.id == task->project_id)
		return true;
	task->project_id = project.id;
	task->project = project.name;
	task->section_id = 0;
	task->section = NULL;
	task->field_values = NULL; /* they belong to the project it left */
	return true;
}

static bool set_section(struct desk *desk, const char *reference, struct task *task)
{
	struct project project = { .id = task->project_id, .name = task->project };
	struct section section;

	if (task_edit_clears(reference)) {
		task->section_id = 0;
		task->section = NULL;
		return true;
	}
	if (!task->project_id)
		return fail(desk->error, ERROR_INVALID, "a section belongs to a project, and this task is in none; send project too");
	if (!resolve_section(desk, reference, &project, &section))
		return false;
	task->section_id = section.id;
	task->section = section.name;
	return true;
}

static bool too_deep(struct desk *desk)
{
	return fail(desk->error, ERROR_INVALID, "subtasks go %d levels deep at most", TASK_DEEPEST);
}

/* How many levels hang under a task, itself not counted. */
static bool height_of(struct desk *desk, int64_t id, int limit, int *height)
{
	struct task_list children;

	*height = 0;
	if (!id)
		return true;
	if (!task_store_children(desk->db, id, desk_viewer_id(desk), &children))
		return false;
	for (size_t i = 0; i < children.count; i++) {
		int below;

		if (!limit)
			return too_deep(desk);
		if (!height_of(desk, children.tasks[i].id, limit - 1, &below))
			return false;
		if (below + 1 > *height)
			*height = below + 1;
	}
	return true;
}

/* Those above are locked, or two moves at once could put two tasks under each other. */
static bool check_ancestors(struct desk *desk, const struct task *task, const struct task *parent)
{
	int64_t above = parent->id;
	int height, levels;
	bool is_deleted;

	if (!height_of(desk, task->id, TASK_DEEPEST - 1, &height))
		return false;
	for (levels = 2; above; levels++) { /* the task and its parent */
		if (above == task->id)
			return fail(desk->error, ERROR_INVALID, "task %lld would be under itself", (long long)task->id);
		if (levels + height > TASK_DEEPEST)
			return too_deep(desk);
		if (!task_store_lock(desk->db, above, &above, &is_deleted))
			return false;
		if (is_deleted && levels == 2)
			return db_lost_race(desk->db);
	}
	return true;
}

static bool set_parent(struct desk *desk, const char *reference, struct task *task)
{
	struct task parent;

	if (task_edit_clears(reference)) {
		task->parent_id = 0;
		return true;
	}
	if (!resolve_task_beside(desk, reference, task, &parent))
		return false;
	if (parent.workspace_id != task->workspace_id)
		return fail(desk->error, ERROR_INVALID, "task %lld is in another workspace, '%.100s'", (long long)parent.id,
			    parent.workspace);
	if (!check_ancestors(desk, task, &parent))
		return false;
	task->parent_id = parent.id;
	if (!task->project_id) {
		task->project_id = parent.project_id;
		task->project = parent.project;
	}
	return true;
}

static bool place_behind(struct desk *desk, const char *reference, struct task *task)
{
	struct task before;
	int64_t next;

	if (!resolve_task_beside(desk, reference, task, &before))
		return false;
	if (before.project_id != task->project_id || before.parent_id != task->parent_id)
		return fail(desk->error, ERROR_INVALID, "task %lld is not beside this one, so it cannot come behind it",
			    (long long)before.id);
	if (!task_store_next_position(desk->db, task->project_id, task->parent_id, before.position, &next))
		return false;
	if (next && next - before.position < 2) {
		if (!task_store_make_room(desk->db, task->project_id, task->parent_id, before.position, POSITION_STEP))
			return false;
		next += POSITION_STEP;
	}
	task->position = next ? before.position + (next - before.position) / 2 : before.position + POSITION_STEP;
	return true;
}

static bool set_place(struct desk *desk, const char *place, struct task *task)
{
	int64_t first;

	if (strcasecmp(place, "bottom") == 0) {
		task->position = tasks_last_position(0);
		return true;
	}
	if (strcasecmp(place, "top") != 0)
		return place_behind(desk, place, task);
	if (!task_store_first_position(desk->db, task->project_id, task->parent_id, &first))
		return false;
	task->position = first - POSITION_STEP;
	return true;
}

/* One element of a list, made into the line that is kept. NULL on failure. */
typedef const char *line_maker(struct desk *desk, const struct task *task, const char *text);

static bool is_delta(const struct text_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (*list->texts[i] != '+' && *list->texts[i] != '-')
			return false;
	return list->count > 0;
}

static bool set_lines(struct desk *desk, const struct text_list *list, const struct task *task, line_maker *make,
		      enum lines_order order, const char *what, const char **lines)
{
	bool delta = is_delta(list);

	if (!list->is_given)
		return true;
	if (!delta)
		*lines = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const char *text = list->texts[i] + (delta ? 1 : 0);
		const char *line = make(desk, task, text);

		if (!line)
			return false;
		*lines = delta && *list->texts[i] == '-' ? lines_without(desk->arena, *lines, line, order) :
							   lines_with(desk->arena, *lines, line, order);
	}
	if (lines_count(*lines) > TASK_MOST_LINES)
		return fail(desk->error, ERROR_INVALID, "a task has %d %s at most", TASK_MOST_LINES, what);
	return true;
}

const char *task_edit_tag(struct desk *desk, const char *text)
{
	if (*text == '#')
		text++;
	return desk_check_line(desk, text, LONGEST_TAG, "a tag") ? text : NULL;
}

static const char *tag_line(struct desk *desk, const struct task *task, const char *text)
{
	(void)task;
	return task_edit_tag(desk, text);
}

static const char *follower_line(struct desk *desk, const struct task *task, const char *text)
{
	struct user user;
	bool is_member;

	if (!resolve_user(desk, text, &user) ||
	    !workspace_store_has_member(desk->db, task->workspace_id, user.id, &is_member))
		return NULL;
	if (!is_member) {
		fail(desk->error, ERROR_INVALID, "%s does not belong to the workspace '%.100s', so they cannot follow this",
		     user.email, task->workspace);
		return NULL;
	}
	return arena_printf(desk->arena, "%lld", (long long)user.id);
}

/* Whether a task waits, over any number of steps, for another one. */
static bool waits_for(struct desk *desk, int64_t start, int64_t target, bool *waits)
{
	int64_t *open = arena_array(desk->arena, MOST_BLOCKERS_WALKED, sizeof(*open));
	size_t count = 0, done = 0;

	open[count++] = start;
	for (*waits = start == target; !*waits && done < count; done++) {
		struct id_list blockers;

		if (!task_store_blockers(desk->db, open[done], &blockers))
			return false;
		for (size_t i = 0; i < blockers.count; i++) {
			bool is_known = false;

			*waits = *waits || blockers.ids[i] == target;
			for (size_t j = 0; j < count; j++)
				is_known = is_known || open[j] == blockers.ids[i];
			if (!is_known && count == MOST_BLOCKERS_WALKED)
				return fail(desk->error, ERROR_CONFLICT, "too many tasks wait for each other to check for a circle");
			if (!is_known)
				open[count++] = blockers.ids[i];
		}
	}
	return true;
}

static const char *blocker_line(struct desk *desk, const struct task *task, const char *text)
{
	struct task blocker;
	bool circle;

	if (!resolve_task_beside(desk, text, task, &blocker))
		return NULL;
	if (blocker.workspace_id != task->workspace_id) {
		fail(desk->error, ERROR_INVALID, "task %lld is in another workspace, '%.100s'", (long long)blocker.id,
		     blocker.workspace);
		return NULL;
	}
	if (task->id && !waits_for(desk, blocker.id, task->id, &circle))
		return NULL;
	if (task->id && circle) {
		fail(desk->error, ERROR_INVALID, "task %lld already waits for task %lld, so they would wait for each other for ever",
		     (long long)blocker.id, (long long)task->id);
		return NULL;
	}
	return arena_printf(desk->arena, "%lld", (long long)blocker.id);
}

const char *task_edit_link(struct desk *desk, const char *text)
{
	const char *space = strchr(text, ' ');

	if ((!text_starts_with(text, "https://") && !text_starts_with(text, "http://")) || strpbrk(text, "\n\t") ||
	    utf8_length(text) > LONGEST_LINK) {
		fail(desk->error, ERROR_INVALID, "'%.100s' cannot be a link: send 'https://…', or that, a space and a title", text);
		return NULL;
	}
	if (!space)
		return text;
	return arena_printf(desk->arena, "%.*s\t%s", (int)(space - text), text, space + 1);
}

static const char *link_line(struct desk *desk, const struct task *task, const char *text)
{
	(void)task;
	return task_edit_link(desk, text);
}

bool task_edit_value(struct desk *desk, const struct custom_field *field, const char *value, const char **kept)
{
	struct moment moment;
	char *end;

	*kept = value;
	switch (field->type) {
	case CUSTOM_TEXT:
		return true;
	case CUSTOM_NUMBER:
		strtod(value, &end);
		if (!*end && strspn(value, "0123456789+-.eE") == strlen(value))
			return true;
		return fail(desk->error, ERROR_INVALID, "the field '%.100s' takes a number, not '%.60s'", field->name, value);
	case CUSTOM_CHOICE:
		if (lines_have(field->choices, value, LINES_AS_TEXT))
			return true;
		return fail(desk->error, ERROR_INVALID, "the field '%.100s' has no choice '%.60s'", field->name, value);
	case CUSTOM_DATE:
		if (!moment_read(desk->arena, value, desk->principal->user.time_zone, "date", &moment, desk->error))
			return false;
		*kept = moment.day;
		return true;
	}
	return false;
}

static const struct custom_field *field_named(const struct custom_field_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equals_ignoring_case(list->fields[i].name, name))
			return &list->fields[i];
	return NULL;
}

static bool unknown_field(struct desk *desk, const struct custom_field_list *list, const char *name)
{
	struct text names = text_in(desk->arena);

	for (size_t i = 0; i < list->count; i++)
		text_printf(&names, "%s%s", i ? ", " : "", list->fields[i].name);
	fail(desk->error, ERROR_NOT_FOUND, "the project has no field '%.100s'", name);
	return fail_remedy(desk->error, "Its fields are: %s.", list->count ? text_string(&names) : "none; update_project adds them");
}

bool task_edit_field(struct desk *desk, int64_t project_id, const char *text, const char **line)
{
	const char *equals = strchr(text, '=');
	struct custom_field_list list;
	const struct custom_field *field;
	const char *name, *value;

	if (!equals || strpbrk(text, "\n\t") || utf8_length(text) > LONGEST_FIELD)
		return fail(desk->error, ERROR_INVALID, "'%.100s' is not a field value; send 'Name=value'", text);
	if (!project_id)
		return fail(desk->error, ERROR_INVALID, "fields belong to a project, and none is named here; send project too");
	if (!project_store_fields(desk->db, project_id, &list))
		return false;
	name = arena_copy(desk->arena, text, (size_t)(equals - text));
	field = field_named(&list, name);
	if (!field)
		return unknown_field(desk, &list, name);
	value = equals + 1;
	if (*value && !task_edit_value(desk, field, value, &value))
		return false;
	*line = arena_printf(desk->arena, "%lld\t%s", (long long)field->id, value);
	return true;
}

static bool set_fields(struct desk *desk, const struct text_list *list, struct task *task)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *line;

		if (!task_edit_field(desk, task->project_id, list->texts[i], &line))
			return false;
		task->field_values = text_ends_with(line, "\t") ?
					     lines_without(desk->arena, task->field_values, line, LINES_AS_NUMBERS) :
					     lines_with(desk->arena, task->field_values, line, LINES_AS_NUMBERS);
	}
	return true;
}

static void set_plain(const struct desk *desk, const struct task_edit *edit, struct task *task)
{
	if (edit->title)
		task->title = edit->title;
	if (edit->notes)
		task->notes = *edit->notes ? edit->notes : NULL;
	if (edit->priority)
		task->priority = edit->priority;
	if (edit->has_completed && edit->completed != (task->completed_at != NULL))
		task->completed_at = edit->completed ? arena_strdup(desk->arena, desk->now) : NULL;
}

static bool set_all_lines(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	return set_lines(desk, &edit->tags, task, tag_line, LINES_AS_TEXT, "tags", &task->tags) &&
	       set_lines(desk, &edit->followers, task, follower_line, LINES_AS_NUMBERS, "followers", &task->followers) &&
	       set_lines(desk, &edit->blocked_by, task, blocker_line, LINES_AS_NUMBERS, "blockers", &task->blocked_by) &&
	       set_lines(desk, &edit->links, task, link_line, LINES_AS_TEXT, "links", &task->links);
}

static bool check_recurrence(struct desk *desk, const struct task *task)
{
	if (!task->recurrence || task->due_on)
		return true;
	fail(desk->error, ERROR_INVALID, "a recurring task needs a due date");
	return fail_remedy(desk->error, "Send due as well, or recurrence '' to end the recurrence.");
}

bool task_edit_apply(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	if (edit->title && !desk_check_line(desk, edit->title, LONGEST_TITLE, "a title"))
		return false;
	set_plain(desk, edit, task);
	return (!edit->assignee || set_assignee(desk, edit->assignee, task)) && set_days(desk, edit, task) &&
	       (!edit->recurrence || set_recurrence(desk, edit->recurrence, task)) && check_recurrence(desk, task) &&
	       (!edit->project || set_project(desk, edit->project, task)) &&
	       (!edit->section || set_section(desk, edit->section, task)) &&
	       (!edit->parent || set_parent(desk, edit->parent, task)) &&
	       (!edit->place || set_place(desk, edit->place, task)) && set_all_lines(desk, edit, task) &&
	       set_fields(desk, &edit->fields, task);
}
