/*
 * add_comment.
 */
#include "desk/comments.h"
#include "tools/shared_fields.h"
#include "tools/tools.h"

struct add_arguments {
	struct text_value task;
	struct text_value text;
	struct text_value idempotency_key;
};

static const struct field add_rows[] = {
	{ .name = "task", .alias = "task_id", .type = FIELD_REFERENCE, FIELD_AT(struct add_arguments, task), .required = true,
	  .minimum = 1, .maximum = 500, .description = "Id or whole title." },
	{ .name = "text", .type = FIELD_TEXT, FIELD_AT(struct add_arguments, text), .required = true, .minimum = 1,
	  .maximum = 20000, .description = "Markdown; '@ada@example.com' mentions a member." },
	FIELD_IDEMPOTENCY_KEY(struct add_arguments),
	{ 0 },
};

static const struct field_set add_fields = { add_rows, sizeof(struct add_arguments) };

struct add_result {
	struct integer_value comment_id;
	struct integer_value task_id;
	struct list_value mentions;
	struct text_value created_at;
	struct text_value created_by;
	struct text_value change_id;
};

static const struct field add_result_rows[] = {
	{ .name = "comment_id", .type = FIELD_INTEGER, FIELD_AT(struct add_result, comment_id), .required = true },
	{ .name = "task_id", .type = FIELD_INTEGER, FIELD_AT(struct add_result, task_id), .required = true },
	{ .name = "mentions", .type = FIELD_TEXT_LIST, FIELD_AT(struct add_result, mentions) },
	{ .name = "created_at", .type = FIELD_TEXT, FIELD_AT(struct add_result, created_at) },
	{ .name = "created_by", .type = FIELD_TEXT, FIELD_AT(struct add_result, created_by) },
	{ .name = "change_id", .type = FIELD_TEXT, FIELD_AT(struct add_result, change_id) },
	{ 0 },
};

static const struct field_set add_result_fields = { add_result_rows, sizeof(struct add_result) };

static bool add_comment(struct mcp_call *call, const void *arguments, struct tool_result *result)
{
	const struct add_arguments *given = arguments;
	struct desk *desk = tool_desk(call);
	struct mention_list mentions;
	struct comment comment;

	if (!comments_add(desk, given->task.value, given->text.value, &comment, &mentions))
		return false;
	tool_result_fields(call, result, &add_result_fields,
			   &(struct add_result){
				   .comment_id = integer_given(comment.id),
				   .task_id = integer_given(comment.task_id),
				   .mentions = { true, mentions.count, mentions.emails },
				   .created_at = text_given(comment.created_at),
				   .created_by = text_given(comment.created_by),
				   .change_id = text_given(desk->change_id),
			   });
	return true;
}

const struct tool add_comment_tool = {
	.name = "add_comment",
	.title = "Add a comment",
	.description = "Comments on a task. Example: {\"task\":\"12\",\"text\":\"Done by Friday, @ada@example.com?\"}",
	.toolset = "comments",
	.scope = SCOPE_WRITE,
	.effect = TOOL_ADDS,
	.takes = &add_fields,
	.returns = &add_result_fields,
	.run = add_comment,
};
