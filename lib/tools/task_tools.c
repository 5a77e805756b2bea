/*
 * get_task.
 */
#include "base/text.h"
#include "desk/comments.h"
#include "desk/tasks.h"
#include "tools/page.h"
#include "tools/task_fields.h"
#include "tools/tools.h"

#include <string.h>

#define SHOWN_COMMENTS 20
#define NOTES_LONGEST 50000

struct get_arguments {
	struct text_value task;
	struct integer_value notes_from;
	struct integer_value comments_before;
};

static const struct field get_rows[] = {
	{ .name = "task", .alias = "task_id", .type = FIELD_REFERENCE, FIELD_AT(struct get_arguments, task), .required = true,
	  .minimum = 1, .maximum = 500, .description = "Id or whole title." },
	{ .name = "notes_from", .type = FIELD_INTEGER, FIELD_AT(struct get_arguments, notes_from), .maximum = NOTES_LONGEST,
	  .description = "Character to begin long notes at." },
	{ .name = "comments_before", .type = FIELD_INTEGER, FIELD_AT(struct get_arguments, comments_before), .minimum = 1,
	  .maximum = INT64_MAX, .description = "Comment id: shows older ones." },
	{ 0 },
};

static const struct field_set get_fields = { get_rows, sizeof(struct get_arguments) };

struct subtask_result {
	struct integer_value id;
	struct text_value title;
	struct boolean_value completed;
};

static const struct field subtask_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct subtask_result, id) },
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(struct subtask_result, title) },
	{ .name = "completed", .type = FIELD_BOOLEAN, FIELD_AT(struct subtask_result, completed) },
	{ 0 },
};

static const struct field_set subtask_fields = { subtask_rows, sizeof(struct subtask_result) };

struct comment_result {
	struct integer_value id;
	struct text_value created_by;
	struct text_value created_at;
	struct text_value text;
};

static const struct field comment_rows[] = {
	{ .name = "id", .type = FIELD_INTEGER, FIELD_AT(struct comment_result, id) },
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(struct comment_result, created_by) },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct comment_result, created_at) },
	{ .name = "text", .type = FIELD_TEXT, FIELD_AT(struct comment_result, text) },
	{ 0 },
};

static const struct field_set comment_fields = { comment_rows, sizeof(struct comment_result) };

struct get_result {
	struct task_result *task;
	struct list_value subtasks;
	struct list_value comments;
};

static const struct field get_result_rows[] = {
	{ .name = "task", .type = FIELD_OBJECT, FIELD_AT(struct get_result, task), .required = true, .items = &task_fields },
	{ .name = "subtasks", .type = FIELD_LIST, .is_brief = true, FIELD_AT(struct get_result, subtasks), .items = &subtask_fields },
	{ .name = "comments", .type = FIELD_LIST, .is_brief = true, FIELD_AT(struct get_result, comments), .items = &comment_fields,
	  .description = "The last twenty, oldest first." },
	{ 0 },
};

static const struct field_set get_result_fields = { get_result_rows, sizeof(struct get_result) };


static struct list_value subtask_list(struct arena *arena, const struct task_list *list)
{
	struct subtask_result *rows = arena_array(arena, list->count + 1, sizeof(*rows));

	for (size_t i = 0; i < list->count; i++)
		rows[i] = (struct subtask_result){ integer_given(list->tasks[i].id), text_given(list->tasks[i].title),
						   boolean_given(list->tasks[i].completed_at != NULL) };
	return (struct list_value){ list->count > 0, list->count, rows };
}

static struct list_value comment_list(struct arena *arena, const struct comment *comments, size_t count)
{
	struct comment_result *rows = arena_array(arena, count + 1, sizeof(*rows));

	for (size_t i = 0; i < count; i++)
		rows[i] = (struct comment_result){ integer_given(comments[i].id), text_given(comments[i].created_by),
						   text_given(comments[i].created_at), text_given(comments[i].text) };
	return (struct list_value){ count > 0, count, rows };
}

/* What is shown of a task, and how much of it. */
struct shown {
	struct mcp_call *call;
	struct tool_result *result;
	struct task_result row;
	struct get_result answer;
	struct comment_list comments;
	size_t first_comment;        /* those before it are left out */
	size_t notes_from;           /* in characters */
	bool are_notes_cut;
};

static void write(struct shown *shown)
{
	shown->answer.task = &shown->row;
	shown->answer.comments = comment_list(shown->call->arena, shown->comments.comments + shown->first_comment,
					      shown->comments.count - shown->first_comment);
	tool_result_fields(shown->call, shown->result, &get_result_fields, &shown->answer);
}

static void cut_notes(struct shown *shown, size_t characters)
{
	const char *notes = shown->row.notes.value;

	if (!notes || utf8_length(notes) <= characters)
		return;
	shown->row.notes = text_given(arena_copy(shown->call->arena, notes, utf8_prefix_bytes(notes, characters)));
	shown->are_notes_cut = true;
}

/* The older half of the comments gives way, until few are left; then the notes do. */
static void write_within_limit(struct shown *shown)
{
	size_t characters = shown->row.notes.present ? utf8_length(shown->row.notes.value) : 0;

	write(shown);
	while (page_is_too_long(shown->call, shown->result)) {
		size_t left = shown->comments.count - shown->first_comment;

		if (left > 1) {
			shown->first_comment += (left + 1) / 2;
		} else if (characters > 1) {
			characters /= 2;
			cut_notes(shown, characters);
		} else {
			return;
		}
		write(shown);
	}
}

/* How to see what was left out. */
static void remark(struct shown *shown)
{
	struct mcp_call *call = shown->call;

	if (shown->are_notes_cut)
		page_remark(call, shown->result,
			    arena_printf(call->arena, "The notes go on: send notes_from %zu for the rest.",
					 shown->notes_from + utf8_length(shown->row.notes.value)));
	if (shown->first_comment)
		page_remark(call, shown->result,
			    arena_printf(call->arena, "There are older comments: send comments_before %lld.",
					 (long long)shown->comments.comments[shown->first_comment].id));
	if (shown->answer.subtasks.count == TASK_CHILDREN_SHOWN)
		page_remark(call, shown->result, "There may be more subtasks: list_tasks with parent shows all.");
}

static void skip_notes(struct shown *shown, int64_t characters)
{
	struct text_value *notes = &shown->row.notes;

	shown->notes_from = (size_t)characters;
	if (!characters || !notes->present)
		return;
	notes->value += utf8_prefix_bytes(notes->value, (size_t)characters);
	notes->present = *notes->value;
}

static bool get_task(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct get_arguments *given = arguments;
	struct shown shown = { .call = call, .result = result };
	struct desk *desk = tool_desk(call);
	struct task_words words;
	struct task_list subtasks;
	struct task task;

	if (!tasks_get(desk, given->task.value, &task) || !tasks_words(desk, &(struct task_list){ 1, &task }, &words) ||
	    !tasks_subtasks(desk, &task, &subtasks) ||
	    !comments_list(desk, task.id, given->comments_before.value, SHOWN_COMMENTS + 1, &shown.comments))
		return false;
	shown.row = task_result_from(call->arena, &task, call->principal->user.time_zone);
	shown.row.followers = list_of_texts(&words.followers);
	shown.row.custom_fields = list_of_texts(&words.fields);
	shown.answer.subtasks = subtask_list(call->arena, &subtasks);
	shown.first_comment = shown.comments.count > SHOWN_COMMENTS; /* one more tells that there are older ones */
	skip_notes(&shown, given->notes_from.value);
	write_within_limit(&shown);
	remark(&shown);
	return true;
}

const struct tool get_task_tool = {
	.name = "get_task",
	.title = "Get a task",
	.description = "Shows one task with everything about it, its subtasks and comments. Example: {\"task\":\"12\"}",
	.toolset = "tasks",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &get_fields,
	.returns = &get_result_fields,
	.run = get_task,
};
