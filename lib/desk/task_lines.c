/*
 * The lists of a task, as an edit sets them: tags, followers, blockers, links.
 */
#include "desk/task_edit.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/resolve.h"

#include <string.h>

#define LONGEST_TAG 60
#define LONGEST_LINK 2000
#define MOST_BLOCKERS_WALKED 2000

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

bool task_edit_lines(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	return set_lines(desk, &edit->tags, task, tag_line, LINES_AS_TEXT, "tags", &task->tags) &&
	       set_lines(desk, &edit->followers, task, follower_line, LINES_AS_NUMBERS, "followers", &task->followers) &&
	       set_lines(desk, &edit->blocked_by, task, blocker_line, LINES_AS_NUMBERS, "blockers", &task->blocked_by) &&
	       set_lines(desk, &edit->links, task, link_line, LINES_AS_TEXT, "links", &task->links);
}
