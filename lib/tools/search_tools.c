/*
 * search and fetch, in the shape that connectors of chat assistants expect: search answers
 * {results: [{id, title, url}]}, fetch {id, title, text, url}.
 */
#include "desk/search.h"
#include "tools/cursor.h"
#include "tools/documents.h"
#include "tools/page.h"
#include "tools/task_fields.h"
#include "tools/tools.h"

#include <stdlib.h>
#include <string.h>

#define EXCERPT_CHARACTERS 200
#define ORDER "search"

struct search_arguments {
	struct text_value query;
	struct integer_value limit;
	struct text_value cursor;
};

static const struct field search_rows[] = {
	{ .name = "query", .type = FIELD_TEXT, FIELD_AT(struct search_arguments, query), .required = true, .minimum = 1,
	  .maximum = 500 },
	FIELD_LIMIT(struct search_arguments),
	FIELD_CURSOR(struct search_arguments),
	{ 0 },
};

static const struct field_set search_fields = { search_rows, sizeof(struct search_arguments) };

struct found_result {
	struct text_value id;
	struct text_value title;
	struct text_value url;
	struct text_value text;
	struct text_value workspace;
	struct text_value project;
	struct text_value assignee;
	struct text_value due;
	struct boolean_value completed;
};

static const struct field found_rows[] = {
	{ .name = "id", .type = FIELD_TEXT, FIELD_AT(struct found_result, id), .required = true, .description = "For fetch." },
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(struct found_result, title), .required = true },
	{ .name = "url", .type = FIELD_TEXT, FIELD_AT(struct found_result, url), .required = true },
	{ .name = "text", .type = FIELD_TEXT, FIELD_AT(struct found_result, text), .description = "Of a comment." },
	{ .name = "workspace", .type = FIELD_TEXT, FIELD_AT(struct found_result, workspace) },
	{ .name = "project", .type = FIELD_TEXT, FIELD_AT(struct found_result, project) },
	{ .name = "assignee", .type = FIELD_TEXT, FIELD_AT(struct found_result, assignee) },
	{ .name = "due", .type = FIELD_TEXT, FIELD_AT(struct found_result, due) },
	{ .name = "completed", .type = FIELD_BOOLEAN, FIELD_AT(struct found_result, completed) },
	{ 0 },
};

static const struct field_set found_fields = { found_rows, sizeof(struct found_result) };

struct search_answer {
	struct list_value results;
	struct text_value next_cursor;
};

static const struct field answer_rows[] = {
	{ .name = "results", .type = FIELD_LIST, FIELD_AT(struct search_answer, results), .required = true,
	  .items = &found_fields },
	{ .name = "next_cursor", .type = FIELD_TEXT, FIELD_AT(struct search_answer, next_cursor) },
	{ 0 },
};

static const struct field_set answer_fields = { answer_rows, sizeof(struct search_answer) };

static struct found_result found_task(struct mcp_call *call, const struct task *task)
{
	struct task_result row = task_result_from(call->arena, task, call->principal->user.time_zone);

	return (struct found_result){
		.id = text_given(arena_printf(call->arena, "task:%lld", (long long)task->id)),
		.title = row.title,
		.url = text_given(document_uri(call->arena, "task", task->id)),
		.workspace = row.workspace,
		.project = row.project,
		.assignee = row.assignee,
		.due = row.due,
		.completed = row.completed,
	};
}

static struct found_result found_comment(struct mcp_call *call, const struct comment *comment)
{
	size_t bytes = utf8_prefix_bytes(comment->text, EXCERPT_CHARACTERS);

	return (struct found_result){
		.id = text_given(arena_printf(call->arena, "task:%lld", (long long)comment->task_id)),
		.title = text_given(arena_printf(call->arena, "Comment by %s on task %lld", comment->created_by,
						 (long long)comment->task_id)),
		.url = text_given(document_uri(call->arena, "task", comment->task_id)),
		.text = text_given(arena_copy(call->arena, comment->text, bytes)),
	};
}

/* In a cursor: the last task's id, or 0 where tasks are done, and as value "<the last task's sort value> <the last comment's id>". */
static const char *cursor_at(struct arena *arena, const struct search_place *place)
{
	const char *value = arena_printf(arena, "%s %lld", place->are_tasks_done ? "" : place->after_value, (long long)place->before_comment);

	return cursor_write(arena, &(struct cursor){ ORDER, value, place->are_tasks_done ? 0 : place->after_id });
}

static bool place_read(struct mcp_call *call, const char *text, struct search_place *place)
{
	struct cursor cursor;
	const char *blank;

	if (!cursor_read(call->arena, text, ORDER, &cursor, call->error))
		return false;
	blank = strchr(cursor.value, ' ');
	if (!blank || !text_to_int64(blank + 1, &place->before_comment) || place->before_comment < 0)
		return cursor_refuse(call->error);
	place->are_tasks_done = cursor.id == 0;
	place->after_id = cursor.id;
	place->after_value = arena_copy(call->arena, cursor.value, (size_t)(blank - cursor.value));
	return true;
}

struct search_page {
	struct mcp_call *call;
	const struct search_place *from;
	const struct search_result *found;     /* comments stand behind tasks, and are the first to give way */
};

static const char *cursor_behind(void *context, size_t count)
{
	const struct search_page *page = context;
	const struct search_result *found = page->found;
	size_t tasks = count < found->tasks.count ? count : found->tasks.count, comments = count - tasks;
	struct search_place place = *page->from;

	if (tasks) {
		place.after_value = found->tasks.tasks[tasks - 1].updated_at;
		place.after_id = found->tasks.tasks[tasks - 1].id;
	}
	if (comments)
		place.before_comment = found->comments.comments[comments - 1].id;
	place.are_tasks_done = tasks == found->tasks.count && !found->has_more_tasks;
	if (place.are_tasks_done && comments == found->comments.count && !found->has_more_comments)
		return NULL;
	return cursor_at(page->call->arena, &place);
}

static struct list_value rows_from(struct mcp_call *call, const struct search_result *found)
{
	struct found_result *rows = arena_array(call->arena, found->tasks.count + found->comments.count + 1, sizeof(*rows));
	size_t count = 0;

	for (size_t i = 0; i < found->tasks.count; i++)
		rows[count++] = found_task(call, &found->tasks.tasks[i]);
	for (size_t i = 0; i < found->comments.count; i++)
		rows[count++] = found_comment(call, &found->comments.comments[i]);
	return (struct list_value){ true, count, rows };
}

static bool search(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct search_arguments *given = arguments;
	size_t limit = given->limit.present ? (size_t)given->limit.value : STANDARD_LIMIT;
	struct search_place from = { 0 };
	struct search_result found;
	struct search_page context = { .call = call, .from = &from, .found = &found };
	struct search_answer answer = { 0 };

	if (given->cursor.present && !place_read(call, given->cursor.value, &from))
		return false;
	if (!search_run(tool_desk(call), given->query.value, &from, limit, &found))
		return false;
	answer.results = rows_from(call, &found);
	answer.next_cursor = text_given(cursor_behind(&context, answer.results.count));
	page_write(call, result, &answer_fields, &answer,
		   &(struct page){ &answer.results, &answer.next_cursor, cursor_behind, &context, answer.results.count });
	return true;
}

const struct tool search_tool = {
	.name = "search",
	.title = "Search",
	.description = "Full text over titles, notes and comments, with filters: " SEARCH_LANGUAGE ". "
		       "Example: {\"query\":\"assignee:me due<friday tag:urgent -done \\\"exact words\\\"\"}",
	.toolset = "search",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &search_fields,
	.returns = &answer_fields,
	.run = search,
};

struct fetch_arguments {
	struct text_value id;
};

static const struct field fetch_rows[] = {
	{ .name = "id", .type = FIELD_TEXT, FIELD_AT(struct fetch_arguments, id), .required = true, .minimum = 1, .maximum = 200,
	  .description = "task:12, project:3, workspace:1, or a URL that search returned." },
	{ 0 },
};

static const struct field_set fetch_fields = { fetch_rows, sizeof(struct fetch_arguments) };

struct fetch_answer {
	struct text_value id;
	struct text_value title;
	struct text_value text;
	struct text_value url;
};

static const struct field fetch_answer_rows[] = {
	{ .name = "id", .type = FIELD_TEXT, FIELD_AT(struct fetch_answer, id), .required = true },
	{ .name = "title", .type = FIELD_TEXT, FIELD_AT(struct fetch_answer, title), .required = true },
	{ .name = "text", .type = FIELD_TEXT, FIELD_AT(struct fetch_answer, text), .required = true },
	{ .name = "url", .type = FIELD_TEXT, FIELD_AT(struct fetch_answer, url), .required = true },
	{ 0 },
};

static const struct field_set fetch_answer_fields = { fetch_answer_rows, sizeof(struct fetch_answer) };

static bool fetch(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct fetch_arguments *given = arguments;
	struct document document;

	if (!document_read(call, given->id.value, &document))
		return false;
	tool_result_fields(call, result, &fetch_answer_fields,
			   &(struct fetch_answer){ given->id, text_given(document.title), text_given(document.text),
						   text_given(document.uri) });
	return true;
}

const struct tool fetch_tool = {
	.name = "fetch",
	.title = "Fetch",
	.description = "Returns a task, project or workspace as a Markdown document. Example: {\"id\":\"task:12\"}",
	.toolset = "search",
	.scope = SCOPE_READ,
	.effect = TOOL_READS,
	.takes = &fetch_fields,
	.returns = &fetch_answer_fields,
	.run = fetch,
};
