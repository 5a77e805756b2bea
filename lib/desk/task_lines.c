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

/* How a list's elements are made into the lines that are kept. */
struct line_rule {
	const char *what;
	enum lines_order order;
	/* The line, or NULL on failure. One that is to be taken out needs less: that it can be found. */
	const char *(*make)(struct desk *desk, const struct task *task, const char *text, bool is_taken_out);
};

static bool has_sign(const char *text)
{
	return *text == '+' || *text == '-';
}

/* Whether the elements add and take out, or replace all; a mixture would be one of them by mistake. */
static bool read_kind(struct desk *desk, const struct text_list *list, const char *what, bool *is_delta)
{
	size_t signs = 0;

	for (size_t i = 0; i < list->count; i++)
		signs += has_sign(list->texts[i]);
	*is_delta = signs > 0;
	if (!signs || signs == list->count)
		return true;
	fail(desk->error, ERROR_INVALID, "some %s begin with '+' or '-' and some do not", what);
	return fail_remedy(desk->error, "Send all with '+' or '-' to add and take out, or all without to replace the whole list.");
}

bool task_edit_check_lines(struct desk *desk, const char *lines, const char *what)
{
	if (lines_count(lines) > TASK_MOST_LINES)
		return fail(desk->error, ERROR_INVALID, "a task has %d %s at most", TASK_MOST_LINES, what);
	if (lines && utf8_length(lines) > TASK_LONGEST_LINES)
		return fail(desk->error, ERROR_INVALID, "the %s of a task have %d characters together at most", what, TASK_LONGEST_LINES);
	return true;
}

static bool set_lines(struct desk *desk, const struct text_list *list, const struct task *task, const struct line_rule *rule,
		      const char **lines)
{
	struct line_set set;
	bool is_delta;

	if (!list->is_given)
		return true;
	if (!read_kind(desk, list, rule->what, &is_delta))
		return false;
	set = line_set_of(desk->arena, is_delta ? *lines : NULL, rule->order);
	for (size_t i = 0; i < list->count; i++) {
		bool is_taken_out = is_delta && *list->texts[i] == '-';
		const char *line = rule->make(desk, task, list->texts[i] + is_delta, is_taken_out);

		if (!line)
			return false;
		if (is_taken_out)
			line_set_remove(&set, line);
		else
			line_set_add(&set, line);
	}
	*lines = line_set_text(&set);
	return task_edit_check_lines(desk, *lines, rule->what);
}

const char *task_edit_tag(struct desk *desk, const char *text)
{
	return desk_check_line(desk, text, LONGEST_TAG, "a tag") ? text : NULL;
}

static const char *tag_line(struct desk *desk, const struct task *task, const char *text, bool is_taken_out)
{
	(void)task;
	(void)is_taken_out;
	return task_edit_tag(desk, *text == '#' ? text + 1 : text);
}

static const char *follower_line(struct desk *desk, const struct task *task, const char *text, bool is_taken_out)
{
	struct user user;
	bool is_member;

	if (!resolve_user(desk, text, &user) ||
	    !workspace_store_has_member(desk->db, task->workspace_id, user.id, &is_member))
		return NULL;
	if (!is_member && !is_taken_out) {
		fail(desk->error, ERROR_INVALID, "%s does not belong to the workspace '%.100s', so they cannot follow this",
		     user.email, task->workspace);
		return NULL;
	}
	return arena_printf(desk->arena, "%lld", (long long)user.id);
}

bool task_edit_waits_for(struct desk *desk, int64_t start, int64_t target, bool *waits)
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

static const char *blocker_line(struct desk *desk, const struct task *task, const char *text, bool is_taken_out)
{
	struct task blocker;
	bool circle;
	int64_t id;

	/* One in the trash can still be taken out. */
	if (is_taken_out && text_to_int64(text, &id))
		return text;
	if (!resolve_task_beside(desk, text, task, &blocker))
		return NULL;
	if (blocker.workspace_id != task->workspace_id) {
		fail(desk->error, ERROR_INVALID, "task %lld is in another workspace, '%.100s'", (long long)blocker.id,
		     blocker.workspace);
		return NULL;
	}
	if (task->id && !task_edit_waits_for(desk, blocker.id, task->id, &circle))
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

static const char *link_line(struct desk *desk, const struct task *task, const char *text, bool is_taken_out)
{
	(void)task;
	(void)is_taken_out;
	return task_edit_link(desk, text);
}

static const struct line_rule tags = { "tags", LINES_AS_NAMES, tag_line };
static const struct line_rule followers = { "followers", LINES_AS_NUMBERS, follower_line };
static const struct line_rule blockers = { "blockers", LINES_AS_NUMBERS, blocker_line };
static const struct line_rule links = { "links", LINES_BY_KEY, link_line };

bool task_edit_lines(struct desk *desk, const struct task_edit *edit, struct task *task)
{
	return set_lines(desk, &edit->tags, task, &tags, &task->tags) &&
	       set_lines(desk, &edit->followers, task, &followers, &task->followers) &&
	       set_lines(desk, &edit->blocked_by, task, &blockers, &task->blocked_by) &&
	       set_lines(desk, &edit->links, task, &links, &task->links);
}
