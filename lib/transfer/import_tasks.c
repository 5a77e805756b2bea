/*
 * From a task's record to a row of it: everything is looked up and checked, and what has no place
 * is kept in the notes.
 */
#include "transfer/importing.h"

#include "base/day.h"
#include "base/lines.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/moment.h"
#include "desk/recurrence.h"
#include "desk/task_edit.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_TITLE 500
#define LONGEST_NOTES ((size_t)15 * 1024 * 1024)
#define POSITION_STEP 64
#define FARTHEST_POSITION ((int64_t)1 << 62)

/* A task while it is prepared. */
struct preparing {
	struct importing *importing;
	size_t line;
	const struct task_record *record;
	const struct task_target *target;
	struct whole_task *whole;
	struct text leftovers;       /* lines for the notes */
};

static void keep_as_text(struct preparing *preparing, const char *what, const char *text)
{
	text_printf(&preparing->leftovers, "- %s: %s\n", what, text);
}

/* What does not fit: kept as text where the file is a table, else the line's failure. */
static bool misfit(struct preparing *preparing, const char *what, const char *text)
{
	struct importing *importing = preparing->importing;

	if (!importing->is_lenient || import_is_over(importing))
		return false;
	import_report_note(importing, preparing->line, "%s; kept as text", importing->error.message);
	importing->error = (struct error){ 0 };
	keep_as_text(preparing, what, text);
	return true;
}

static bool set_title(struct preparing *preparing)
{
	struct importing *importing = preparing->importing;
	const char *title = record_text(&preparing->record->title);
	struct task *task = &preparing->whole->task;
	char *line;

	if (!importing->is_lenient || !title) {
		task->title = title;
		if (!title)
			return fail(&importing->error, ERROR_INVALID, "the task has no title");
		return desk_check_line(&importing->desk, title, LONGEST_TITLE, "the title of a task");
	}
	line = arena_copy(importing->desk.arena, title, utf8_prefix_bytes(title, LONGEST_TITLE));
	for (char *at = line; *at; at++)
		if (strchr("\r\n\t", *at))
			*at = ' ';
	if (strlen(line) < strlen(title)) {
		import_report_note(importing, preparing->line, "the title is longer than %d characters, and kept as text as well", LONGEST_TITLE);
		keep_as_text(preparing, "whole title", title);
	}
	task->title = line;
	return desk_check_line(&importing->desk, line, LONGEST_TITLE, "the title of a task");
}

static bool set_assignee(struct preparing *preparing)
{
	const char *reference = record_text(&preparing->record->assignee);
	struct person *person;

	if (!reference)
		return true;
	if (!import_member(preparing->importing, preparing->line, reference, &person))
		return false;
	if (person->is_member)
		preparing->whole->task.assignee_id = person->id;
	else
		keep_as_text(preparing, "assignee", person->reference);
	return true;
}

static bool read_day(struct preparing *preparing, const struct text_value *value, const char *what, struct moment *moment)
{
	struct importing *importing = preparing->importing;
	const char *text = record_text(value);

	*moment = (struct moment){ 0 };
	return !text || moment_read(importing->desk.arena, text, importing->zone, what, moment, &importing->error) ||
	       misfit(preparing, what, text);
}

/* "15:00:00" */
static bool is_clock(const char *text)
{
	int hour, minute, second, length = 0;

	return sscanf(text, "%2d:%2d:%2d%n", &hour, &minute, &second, &length) == 3 && length == 8 && !text[8] && hour >= 0 &&
	       hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
}

/* Fails where the time of day or the zone that the file has is none. */
static bool check_clock(struct preparing *preparing, const char *clock, const char *zone)
{
	struct error *error = &preparing->importing->error;

	if (clock && !is_clock(clock))
		return fail(error, ERROR_INVALID, "'%.40s' is no time of day; it is like 15:00:00", clock);
	return !zone || zone_is_known(zone) || fail(error, ERROR_INVALID, "'%.64s' is no time zone; it is like Europe/Berlin", zone);
}

/* The time of day that the author of a due moment meant, and the zone: as the file has them, else as it is read. */
static bool set_clock(struct preparing *preparing, const char *read)
{
	struct importing *importing = preparing->importing;
	struct task *task = &preparing->whole->task;
	const char *clock = record_text(&preparing->record->due_clock), *zone = record_text(&preparing->record->due_zone);

	if (!task->due_at)
		return true;
	if (!check_clock(preparing, clock, zone)) {
		const char *both = arena_printf(importing->desk.arena, "%s%s%s", clock ? clock : "", clock && zone ? " " : "", zone ? zone : "");

		if (!misfit(preparing, "due time", both))
			return false;
		clock = NULL;
	}
	task->due_clock = clock ? clock : read;
	task->due_zone = clock ? zone : importing->zone;
	return true;
}

static bool set_days(struct preparing *preparing)
{
	const struct task_record *record = preparing->record;
	struct task *task = &preparing->whole->task;
	struct moment start, day, at, occurs;

	if (!read_day(preparing, &record->start_on, "start date", &start) || !read_day(preparing, &record->due_on, "due date", &day) ||
	    !read_day(preparing, &record->due_at, "due moment", &at) || !read_day(preparing, &record->occurs_on, "occurrence", &occurs))
		return false;
	task->start_on = start.day;
	task->due_on = day.day ? day.day : at.day;
	task->due_at = at.utc ? at.utc : day.utc;
	task->occurs_on = occurs.day;
	if (!set_clock(preparing, at.utc ? at.clock : day.clock))
		return false;
	if (task_edit_check_days(&preparing->importing->desk, task))
		return true;
	if (!misfit(preparing, "start date", task->start_on))
		return false;
	task->start_on = NULL;
	return true;
}

static bool set_recurrence(struct preparing *preparing)
{
	struct importing *importing = preparing->importing;
	const char *text = record_text(&preparing->record->recurrence);
	struct task *task = &preparing->whole->task;
	struct recurrence rule;
	struct moment first;

	if (!text)
		return true;
	if (!recurrence_read(importing->desk.arena, text, &rule, &importing->error))
		return misfit(preparing, "recurrence", text);
	if (!task->occurs_on)
		task->occurs_on = task->due_on;
	if (!task->occurs_on) {
		fail(&importing->error, ERROR_INVALID, "a recurring task needs a due date to begin with");
		return misfit(preparing, "recurrence", text);
	}
	first = (struct moment){ .day = task->occurs_on, .clock = task->due_clock };
	if (!recurrence_begin(importing->desk.arena, &rule, &first, task->due_zone ? task->due_zone : importing->zone, &importing->error))
		return misfit(preparing, "recurrence", text);
	task->recurrence = recurrence_text(importing->desk.arena, &rule);
	return true;
}

static bool add_line(struct preparing *preparing, const char **lines, const char *line, enum lines_order order, const char *what)
{
	struct desk *desk = &preparing->importing->desk;
	const char *longer = lines_with(desk->arena, *lines, line, order);

	if (!task_edit_check_lines(desk, longer, arena_printf(desk->arena, "%ss", what)))
		return misfit(preparing, what, line);
	*lines = longer;
	return true;
}

static bool set_tags(struct preparing *preparing)
{
	const char *const *tags = preparing->record->tags.elements;
	struct task *task = &preparing->whole->task;

	for (size_t i = 0; i < preparing->record->tags.count; i++) {
		const char *tag = task_edit_tag(&preparing->importing->desk, tags[i]);

		if (!(tag ? add_line(preparing, &task->tags, tag, LINES_AS_NAMES, "tag") : misfit(preparing, "tag", tags[i])))
			return false;
	}
	return true;
}

static bool set_followers(struct preparing *preparing)
{
	struct importing *importing = preparing->importing;
	const char *const *followers = preparing->record->followers.elements;

	for (size_t i = 0; i < preparing->record->followers.count; i++) {
		struct person *person;

		if (!import_member(importing, preparing->line, followers[i], &person))
			return false;
		if (!person->is_member)
			keep_as_text(preparing, "follower", person->reference);
		else if (!add_line(preparing, &preparing->whole->task.followers,
				   arena_printf(importing->desk.arena, "%lld", (long long)person->id), LINES_AS_NUMBERS, "follower"))
			return false;
	}
	return true;
}

static bool set_links(struct preparing *preparing)
{
	const struct link_record *links = preparing->record->links.elements;
	struct desk *desk = &preparing->importing->desk;

	for (size_t i = 0; i < preparing->record->links.count; i++) {
		const char *title = record_text(&links[i].title);
		const char *text = title ? arena_printf(desk->arena, "%s %s", links[i].url.value, title) : links[i].url.value;
		const char *line = task_edit_link(desk, text);

		if (!(line ? add_line(preparing, &preparing->whole->task.links, line, LINES_BY_KEY, "link") :
			     misfit(preparing, "link", text)))
			return false;
	}
	return true;
}

/*
 * The value as it is kept. What was a choice when the task got it stays with the task, and so in JSON lines, when it is none
 * any more.
 */
static bool fit(struct preparing *preparing, const struct custom_field *field, const char *value, const char **kept)
{
	struct importing *importing = preparing->importing;

	if (task_edit_value(&importing->desk, field, value, kept))
		return true;
	if (importing->is_lenient || field->type != CUSTOM_CHOICE)
		return false;
	import_report_note(importing, preparing->line, "%s; kept as it is", importing->error.message);
	importing->error = (struct error){ 0 };
	return true;
}

/* Puts the value into the task's lines; false with the error when it does not fit there. */
static bool set_field(struct preparing *preparing, const struct custom_field *field, const char *value)
{
	struct desk *desk = &preparing->importing->desk;
	struct task *task = &preparing->whole->task;
	const char *kept, *line, *longer;

	if (strpbrk(value, "\n\t"))
		return fail(desk->error, ERROR_INVALID, "the value of the field '%.80s' is not one line", field->name);
	if (!fit(preparing, field, value, &kept))
		return false;
	line = arena_printf(desk->arena, "%lld\t%s", (long long)field->id, kept);
	longer = lines_with(desk->arena, task->field_values, line, LINES_AS_NUMBERS);
	if (!task_edit_check_lines(desk, longer, "field values"))
		return false;
	task->field_values = longer;
	return true;
}

static bool set_fields(struct preparing *preparing)
{
	const struct value_record *values = preparing->record->fields.elements;

	for (size_t i = 0; i < preparing->record->fields.count; i++) {
		const struct custom_field *field = preparing->target->fields[i];
		const char *value = record_text(&values[i].value);

		if (value && field && !set_field(preparing, field, value) && !misfit(preparing, field->name, value))
			return false;
	}
	return true;
}

/* Takes a moment out that cannot be read and is kept as text. */
static bool check_moment(struct preparing *preparing, const char *what, struct text_value *value)
{
	const char *ignored;

	if (import_moment(preparing->importing, value, what, NULL, &ignored))
		return true;
	if (!misfit(preparing, what, value->value))
		return false;
	*value = (struct text_value){ 0 };
	return true;
}

static bool set_origin(struct preparing *preparing)
{
	struct importing *importing = preparing->importing;
	struct row_origin *kept = &preparing->whole->origin;
	struct origin_record origin = preparing->record->origin;
	const char *creator, *changer;

	if (!check_moment(preparing, "moment of creation", &origin.created_at) ||
	    !check_moment(preparing, "moment of change", &origin.updated_at) ||
	    !import_origin(importing, preparing->line, &origin, kept) ||
	    !import_origin_person(importing, preparing->line, &origin.created_by, &kept->created_by_id, &creator) ||
	    !import_origin_person(importing, preparing->line, &origin.updated_by, &kept->updated_by_id, &changer))
		return false;
	if (creator)
		keep_as_text(preparing, "created by", creator);
	if (changer)
		keep_as_text(preparing, "last changed by", changer);
	return true;
}

/* A task with any moment of completion is complete: since its last change at the latest. */
static bool set_completion(struct preparing *preparing)
{
	struct importing *importing = preparing->importing;
	const struct task_record *record = preparing->record;
	struct whole_task *whole = preparing->whole;
	struct text_value completed_at = record->completed_at;
	const char *completer;

	if (!check_moment(preparing, "moment of completion", &completed_at) ||
	    !import_moment(importing, &completed_at, "moment of completion", NULL, &whole->task.completed_at) ||
	    !import_origin_person(importing, preparing->line, &record->completed_by, &whole->completed_by_id, &completer))
		return false;
	if (record_text(&record->completed_at) && !completed_at.present)
		whole->task.completed_at = whole->origin.updated_at;
	if (!whole->task.completed_at)
		whole->completed_by_id = 0;
	if (completer)
		keep_as_text(preparing, "completed by", completer);
	return true;
}

static bool set_moments(struct preparing *preparing)
{
	return set_origin(preparing) && set_completion(preparing) &&
	       import_moment(preparing->importing, &preparing->record->deleted_at, "moment of deletion", NULL,
			     &preparing->whole->task.deleted_at);
}

static bool set_notes(struct preparing *preparing)
{
	struct importing *importing = preparing->importing;
	const char *notes = record_text(&preparing->record->notes);
	const struct text *leftovers = &preparing->leftovers;

	if (leftovers->length)
		notes = arena_printf(importing->desk.arena, "%s%sFrom the import:\n%.*s", notes ? notes : "", notes ? "\n\n" : "",
				     (int)leftovers->length - 1, leftovers->bytes);
	preparing->whole->task.notes = notes;
	return !notes || strlen(notes) <= LONGEST_NOTES || fail(&importing->error, ERROR_INVALID, "the notes are longer than 15 MiB");
}

/* What is moved later goes before and behind others, for which there has to be room. */
static bool position_leaves_room(const struct preparing *preparing)
{
	int64_t position = preparing->record->position.value;

	return (position > -FARTHEST_POSITION && position < FARTHEST_POSITION) ||
	       fail(&preparing->importing->error, ERROR_INVALID, "the position %lld is too far away", (long long)position);
}

static void place(struct preparing *preparing)
{
	const struct task_record *record = preparing->record;
	struct importing *importing = preparing->importing;
	struct task *task = &preparing->whole->task;

	*task = (struct task){
		.workspace_id = importing->totals->workspace.id,
		.project_id = preparing->target->place ? preparing->target->place->id : 0,
		.section_id = preparing->target->section_id,
		.position = record->position.present ? record->position.value : importing->next_position,
		.priority = (enum priority)(PRIORITY_NONE + record->priority.value),
	};
	importing->next_position += POSITION_STEP;
	if (preparing->target->leftovers)
		text_add(&preparing->leftovers, preparing->target->leftovers);
}

/* ---- ties ---- */

void import_tie_later(struct importing *importing, const struct late_tie *tie)
{
	struct late_ties *late = &importing->late;

	late->ties = import_with_room(late->ties, late->count, &late->capacity, sizeof(*late->ties));
	late->ties[late->count] = *tie;
	late->ties[late->count++].key = arena_strdup(importing->kept, tie->key);
}

static void tie_parent(struct preparing *preparing, size_t node)
{
	struct importing *importing = preparing->importing;
	const char *key = record_text(&preparing->record->parent);
	enum tie_outcome outcome;
	size_t parent;

	if (!key)
		return;
	if (!ties_find(&importing->ties, key, &parent)) {
		import_tie_later(importing, &(struct late_tie){ .line = preparing->line, .node = node, .key = key, .is_parent = true });
		return;
	}
	outcome = ties_set_parent(&importing->ties, node, parent, TASK_DEEPEST);
	if (outcome == TIE_CIRCLE)
		import_report_note(importing, preparing->line, "this task would be under itself, so it stands by itself");
	else if (outcome == TIE_TOO_DEEP)
		import_report_note(importing, preparing->line, "subtasks go %d levels deep at most, so this one stands by itself",
				   TASK_DEEPEST);
}

void import_blocker(struct importing *importing, size_t line, size_t node, const char *key)
{
	size_t blocker;

	if (!ties_find(&importing->ties, key, &blocker))
		import_tie_later(importing, &(struct late_tie){ .line = line, .node = node, .key = key });
	else if (ties_add_blocker(&importing->ties, node, blocker) != TIE_MADE)
		import_report_note(importing, line, "this task and '%s' would wait for each other, so it does not wait", key);
}

static void tie(struct preparing *preparing, size_t node)
{
	const char *const *blockers = preparing->record->blocked_by.elements;

	tie_parent(preparing, node);
	for (size_t i = 0; i < preparing->record->blocked_by.count; i++)
		import_blocker(preparing->importing, preparing->line, node, blockers[i]);
}

static bool is_new_id(struct importing *importing, const char *id)
{
	size_t ignored;

	if (!id || !ties_find(&importing->ties, id, &ignored))
		return true;
	return fail(&importing->error, ERROR_CONFLICT, "the file has a task with the id %.60s already", id);
}

bool import_task(struct importing *importing, size_t line, const struct task_record *record, const struct task_target *target,
		 size_t *node)
{
	struct preparing preparing = {
		.importing = importing, .line = line, .record = record, .target = target,
		.whole = arena_alloc(importing->desk.arena, sizeof(*preparing.whole)),
		.leftovers = text_in(importing->desk.arena),
	};
	const char *id = record_text(&record->id);

	place(&preparing);
	if (!is_new_id(importing, id) || !position_leaves_room(&preparing) || !set_title(&preparing) || !set_assignee(&preparing) || !set_days(&preparing) ||
	    !set_recurrence(&preparing) || !set_tags(&preparing) || !set_followers(&preparing) || !set_links(&preparing) ||
	    !set_fields(&preparing) || !set_moments(&preparing) || !set_notes(&preparing))
		return false;
	*node = ties_add(&importing->ties);
	if (id)
		ties_name(&importing->ties, id, *node);
	importing->batch.items[importing->batch.count++] = (struct import_item){ .line = line, .node = *node, .task = preparing.whole };
	tie(&preparing, *node);
	return true;
}

/* A comment has no notes: when a table has a date for it that cannot be read, it is told, and the comment is of now. */
static bool check_comment_moment(struct importing *importing, size_t line, struct text_value *created_at)
{
	const char *ignored;

	if (import_moment(importing, created_at, "moment of creation", NULL, &ignored))
		return true;
	if (!importing->is_lenient || import_is_over(importing))
		return false;
	import_report_note(importing, line, "%s; the comment counts as made now", importing->error.message);
	importing->error = (struct error){ 0 };
	*created_at = (struct text_value){ 0 };
	return true;
}

bool import_comment(struct importing *importing, size_t line, const struct comment_record *record, size_t node)
{
	struct whole_comment *comment = arena_alloc(importing->desk.arena, sizeof(*comment));
	struct origin_record origin = { .created_at = record->created_at };
	struct row_origin when;
	const char *stranger;

	if (!check_comment_moment(importing, line, &origin.created_at) || !import_origin(importing, line, &origin, &when) ||
	    !import_moment(importing, &record->deleted_at, "moment of deletion", NULL, &comment->deleted_at) ||
	    !import_origin_person(importing, line, &record->created_by, &comment->created_by_id, &stranger))
		return false;
	comment->workspace_id = importing->totals->workspace.id;
	comment->created_at = when.created_at;
	comment->text = import_said_by(importing, stranger, record->text.value);
	importing->batch.items[importing->batch.count++] = (struct import_item){ .line = line, .node = node, .comment = comment };
	return true;
}
