/*
 * Saving what was read, a batch at a time, each batch one change.
 */
#include "transfer/importing.h"

#include "desk/comments.h"
#include "desk/tasks.h"

#include <string.h>

#define GROUP_TASKS 10
#define TIES_AT_ONCE 500

/* Tasks that go into the database together: none of them names another one of them. */
struct group {
	struct importing *importing;
	struct whole_task *tasks[GROUP_TASKS];
	size_t nodes[GROUP_TASKS];
	size_t count;
};

static void note(struct importing *importing, enum activity_entity entity, int64_t id, int64_t task_id)
{
	change_note(&importing->desk, &(struct activity){
					      .entity = entity,
					      .entity_id = id,
					      .workspace_id = importing->totals->workspace.id,
					      .task_id = task_id,
					      .action = ACTION_CREATE,
				      });
}

static bool save_group(struct group *group)
{
	struct importing *importing = group->importing;

	if (!group->count)
		return true;
	if (!transfer_store_add_tasks(importing->desk.db, group->tasks, group->count))
		return false;
	for (size_t i = 0; i < group->count; i++) {
		importing->ties.tasks[group->nodes[i]].id = group->tasks[i]->task.id;
		note(importing, ENTITY_TASK, group->tasks[i]->task.id, 0);
	}
	group->count = 0;
	return true;
}

static bool is_in(const struct group *group, size_t node)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->nodes[i] == node)
			return true;
	return false;
}

/* Whether the task names one that is about to be saved. */
static bool names_one_of(const struct group *group, size_t node)
{
	const struct ties *ties = &group->importing->ties;

	if (!group->count)
		return false;
	if (is_in(group, ties->tasks[node].parent))
		return true;
	for (size_t at = ties->tasks[node].last_blocker; at != TIES_NONE; at = ties->blockers[at].earlier)
		if (is_in(group, ties->blockers[at].task))
			return true;
	return false;
}

static bool save_task(struct group *group, const struct import_item *item)
{
	struct importing *importing = group->importing;
	struct ties *ties = &importing->ties;
	struct task *task = &item->task->task;
	size_t parent = ties->tasks[item->node].parent;

	if ((group->count == GROUP_TASKS || names_one_of(group, item->node)) && !save_group(group))
		return false;
	task->parent_id = parent == TIES_NONE ? 0 : ties->tasks[parent].id;
	task->blocked_by = ties_blocker_lines(ties, item->node, importing->desk.arena);
	group->tasks[group->count] = item->task;
	group->nodes[group->count++] = item->node;
	return true;
}

static bool save_comment(struct group *group, const struct import_item *item)
{
	struct importing *importing = group->importing;
	struct whole_comment *comment = item->comment;
	struct mention_list mentions;

	if (!save_group(group))
		return false;
	comment->task_id = importing->ties.tasks[item->node].id;
	/* Its task could not be saved, which was reported. */
	if (!comment->task_id)
		return true;
	if (!transfer_store_add_comment(importing->desk.db, comment) ||
	    !comments_add_mentions(&importing->desk,
				   &(struct comment){ .id = comment->id, .task_id = comment->task_id, .text = comment->text,
						      .workspace_id = importing->totals->workspace.id },
				   &mentions))
		return false;
	note(importing, ENTITY_COMMENT, comment->id, comment->task_id);
	return true;
}

static bool save_items(void *context, const char **result)
{
	struct importing *importing = context;
	struct import_batch *batch = &importing->batch;
	struct group group = { .importing = importing };

	(void)result;
	/* The transaction may run again. */
	for (size_t i = batch->first; i < batch->end; i++)
		if (batch->items[i].task)
			importing->ties.tasks[batch->items[i].node].id = 0;
	for (size_t i = batch->first; i < batch->end; i++)
		if (!(batch->items[i].task ? save_task : save_comment)(&group, &batch->items[i]))
			return false;
	return save_group(&group);
}

static void count_items(struct importing *importing)
{
	const struct import_batch *batch = &importing->batch;

	for (size_t i = batch->first; i < batch->end; i++) {
		const struct import_item *item = &batch->items[i];

		importing->totals->tasks += item->task != NULL;
		importing->totals->comments += item->comment != NULL;
		/* A dry run has no ids; that there is one is all that matters then. */
		if (importing->options->is_dry_run && item->task)
			importing->ties.tasks[item->node].id = 1 + (int64_t)item->node;
	}
}

static bool save_range(struct importing *importing, size_t first, size_t end)
{
	importing->batch.first = first;
	importing->batch.end = end;
	if (!import_change(importing, save_items, importing))
		return false;
	count_items(importing);
	return true;
}

/* One by one, when something about a batch cannot be saved that nobody foresaw. */
static bool save_each(struct importing *importing)
{
	for (size_t i = 0; i < importing->batch.count; i++) {
		importing->error = (struct error){ 0 };
		if (save_range(importing, i, i + 1))
			continue;
		if (import_is_over(importing))
			return false;
		if (importing->batch.items[i].task)
			importing->ties.tasks[importing->batch.items[i].node].id = 0;
		import_report_failure(importing, importing->batch.items[i].line);
	}
	return true;
}

bool import_save(struct importing *importing)
{
	bool is_saved = !importing->batch.count || save_range(importing, 0, importing->batch.count) ||
			(!import_is_over(importing) && save_each(importing));

	if (is_saved)
		importing->batch.count = 0;
	return is_saved;
}

/* ---- ties to tasks that came later ---- */

static void report_untied(struct importing *importing, const struct late_tie *tie, const char *why)
{
	const char *key = tie->key ? tie->key : "another task";

	import_report_note(importing, tie->line, "%s '%.*s' %s, so this task %s", tie->is_parent ? "its parent" : "what blocks it,",
			   (int)strcspn(key, TITLE_KEY_END), key, why, tie->is_parent ? "stands by itself" : "does not wait for it");
}

/* Whether the tie can be made. */
static bool resolve(struct importing *importing, const struct late_tie *tie)
{
	struct ties *ties = &importing->ties;
	size_t other = tie->other;
	enum tie_outcome outcome;

	if (!ties->tasks[tie->node].id)
		return false;
	if ((tie->key && !ties_find(ties, tie->key, &other)) || !ties->tasks[other].id) {
		report_untied(importing, tie, "is not in the file");
		return false;
	}
	outcome = tie->is_parent ? ties_set_parent(ties, tie->node, other, TASK_DEEPEST) : ties_add_blocker(ties, tie->node, other);
	if (outcome != TIE_MADE)
		report_untied(importing, tie, outcome == TIE_CIRCLE ? "leads back to it" : "is too deep already");
	return outcome == TIE_MADE;
}

/* Takes out the ties that cannot be made. */
static void resolve_all(struct importing *importing)
{
	struct late_ties *late = &importing->late;
	size_t made = 0;

	for (size_t i = 0; i < late->count; i++)
		if (resolve(importing, &late->ties[i]))
			late->ties[made++] = late->ties[i];
	late->count = made;
}

/* That a task got its parent, so that undoing can first take it out again. */
static void note_parent(struct importing *importing, int64_t task_id, int64_t parent_id)
{
	struct field_change *change = arena_alloc(importing->desk.arena, sizeof(*change));

	*change = (struct field_change){ "parent", NULL, arena_printf(importing->desk.arena, "%lld", (long long)parent_id) };
	change_note(&importing->desk, &(struct activity){
					      .entity = ENTITY_TASK,
					      .entity_id = task_id,
					      .workspace_id = importing->totals->workspace.id,
					      .action = ACTION_UPDATE,
					      .changes = change,
					      .change_count = 1,
				      });
}

static bool save_ties(void *context, const char **result)
{
	struct importing *importing = context;
	const struct late_ties *late = &importing->late;
	const struct ties *ties = &importing->ties;

	(void)result;
	for (size_t i = late->first; i < late->end; i++) {
		const struct tied_task *task = &ties->tasks[late->ties[i].node];
		int64_t parent_id = task->parent == TIES_NONE ? 0 : ties->tasks[task->parent].id;

		if (!transfer_store_tie_task(importing->desk.db, task->id, parent_id,
					     ties_blocker_lines(ties, late->ties[i].node, importing->desk.arena)))
			return false;
		if (late->ties[i].is_parent)
			note_parent(importing, task->id, parent_id);
	}
	return true;
}

bool import_finish(struct importing *importing)
{
	struct late_ties *late = &importing->late;

	if (!import_flush(importing) || !import_open(importing))
		return false;
	resolve_all(importing);
	for (late->first = 0; late->first < late->count; late->first = late->end) {
		late->end = late->first + TIES_AT_ONCE < late->count ? late->first + TIES_AT_ONCE : late->count;
		if (!import_change(importing, save_ties, importing) || !import_flush(importing))
			return false;
	}
	return import_archive(importing);
}
