/*
 * Bulk calls: several items in one change, each with a result of its own. One bad item fails
 * alone, unless the caller wants all or nothing.
 */
#ifndef TASKDESK_TOOLS_BULK_H
#define TASKDESK_TOOLS_BULK_H

#include "mcp/tool.h"
#include "tools/shared_fields.h"
#include "tools/task_fields.h"

#define BULK_MOST 50

struct bulk_item {
	struct integer_value index;
	struct text_value status;          /* "created", "updated", … or "failed" */
	struct task_result *task;
	struct integer_value next_task_id;  /* of a recurring task that was completed */
	struct integer_value subtasks;      /* deleted with the task */
	struct item_error *error;
};

struct bulk {
	struct mcp_call *call;
	bool is_atomic;
	size_t count;
	struct bulk_item *items;
	size_t failed;
};

/* Rows of the arguments that bulk calls share. */
#define FIELD_ATOMIC(owner) \
	{ .name = "atomic", .type = FIELD_BOOLEAN, FIELD_AT(owner, atomic), \
	  .description = "All or nothing." }

/* What a bulk call returns; the brief one says in its schema no more than that there are results. */
extern const struct field_set bulk_fields, bulk_fields_brief;

void bulk_init(struct bulk *bulk, struct mcp_call *call, size_t count, bool is_atomic);

/*
 * Takes the failure in call->error as that of one item. False when it is not the item's own
 * fault (the database is away, a lost race), or the call is all or nothing: then the whole
 * fails.
 */
bool bulk_item_failed(struct bulk *bulk, size_t index);

void bulk_item_done(struct bulk *bulk, size_t index, const char *status, const struct task *task);

/* Writes the result. */
void bulk_write(struct bulk *bulk, struct tool_result *result);

#endif
