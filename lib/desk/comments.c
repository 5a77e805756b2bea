#include "desk/comments.h"

#include "desk/change.h"
#include "desk/mentions.h"
#include "desk/resolve.h"
#include "desk/tasks.h"

#include <string.h>

#define MOST_MENTIONS 20

static void note(struct desk *desk, const struct comment *comment, enum activity_action action)
{
	change_note(desk, &(struct activity){
				  .entity = ENTITY_COMMENT,
				  .entity_id = comment->id,
				  .workspace_id = comment->workspace_id,
				  .task_id = comment->task_id,
				  .action = action,
			  });
}

static bool is_mentioned(const struct mention_list *mentions, const char *email)
{
	for (size_t i = 0; i < mentions->count; i++)
		if (strcmp(mentions->emails[i], email) == 0)
			return true;
	return false;
}

bool comments_add_mentions(struct desk *desk, const struct comment *comment, struct mention_list *mentions)
{
	struct mentions rest = mentions_in(comment->text);
	const char *word;

	mentions->count = 0;
	mentions->emails = arena_array(desk->arena, MOST_MENTIONS, sizeof(*mentions->emails));
	while (mentions->count < MOST_MENTIONS && (word = mention_next(desk->arena, &rest))) {
		const char *email = resolve_email(desk, word);
		struct user user;
		bool found = false, is_member = false;

		/* What is no address of a member is ordinary text. */
		if (!email) {
			*desk->error = (struct error){ 0 };
			continue;
		}
		if (!user_store_find_by_email(desk->db, email, &user, &found) ||
		    (found && !workspace_store_has_member(desk->db, comment->workspace_id, user.id, &is_member)))
			return false;
		if (!is_member || is_mentioned(mentions, user.email))
			continue;
		if (!comment_store_add_mention(desk->db, comment->id, user.id))
			return false;
		mentions->emails[mentions->count++] = user.email;
	}
	return true;
}

bool comments_add(struct desk *desk, const char *task, const char *text, struct comment *comment,
		  struct mention_list *mentions)
{
	struct task on;

	if (!resolve_task(desk, task, &on) || !desk_requires_role(desk, on.role, ROLE_GUEST, on.workspace) ||
	    !tasks_check_open(desk, &on))
		return false;
	*comment = (struct comment){
		.task_id = on.id,
		.workspace_id = on.workspace_id,
		.role = on.role,
		.text = text,
		.created_at = arena_strdup(desk->arena, desk->now),
		.created_by = desk->principal->user.email,
	};
	if (!comment_store_insert(desk->db, comment, desk->now, desk->principal->user.id) ||
	    !comments_add_mentions(desk, comment, mentions))
		return false;
	note(desk, comment, ACTION_CREATE);
	return true;
}

bool comments_list(struct desk *desk, int64_t task_id, int64_t before_id, int64_t limit, struct comment_list *list)
{
	return comment_store_list(desk->db, task_id, before_id, limit, list);
}

bool comments_save_trash(struct desk *desk, const struct comment *comment, enum activity_action action)
{
	if (!comment_store_set_deleted(desk->db, comment->id, action == ACTION_DELETE))
		return false;
	note(desk, comment, action);
	return true;
}
