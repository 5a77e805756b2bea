/*
 * Tasks as text for people: what their lines of ids stand for.
 */
#include "desk/tasks.h"

#include "base/lines.h"

#include <stdlib.h>
#include <string.h>

/* What was looked up already: the tasks of a list have the same people and projects over and over. */
struct known {
	struct desk *desk;
	struct user *users;
	size_t user_count;
	size_t user_capacity;
	int64_t project_id;
	struct custom_field_list fields;
};

static bool remember(struct known *known, int64_t id, const struct user **user)
{
	struct desk *desk = known->desk;
	bool found;

	if (known->user_count == known->user_capacity) {
		struct user *more = arena_array(desk->arena, known->user_capacity * 2 + 16, sizeof(*more));

		if (known->user_count)
			memcpy(more, known->users, known->user_count * sizeof(*more));
		known->users = more;
		known->user_capacity = known->user_capacity * 2 + 16;
	}
	if (!user_store_find(desk->db, id, &known->users[known->user_count], &found))
		return false;
	*user = found ? &known->users[known->user_count++] : NULL;
	return true;
}

/* NULL where the user is gone. */
static bool find_user(struct known *known, int64_t id, const struct user **user)
{
	for (size_t i = 0; i < known->user_count; i++) {
		if (known->users[i].id == id) {
			*user = &known->users[i];
			return true;
		}
	}
	return remember(known, id, user);
}

static bool follower_words(struct known *known, const struct task *task, struct text_list *list)
{
	struct arena *arena = known->desk->arena;
	const char **emails = arena_array(arena, lines_count(task->followers) + 1, sizeof(*emails));
	const char *rest = task->followers;
	const char *line;

	while ((line = lines_next(arena, &rest))) {
		const struct user *user;

		if (!find_user(known, strtoll(line, NULL, 10), &user))
			return false;
		if (user)
			emails[list->count++] = user->email;
	}
	list->texts = emails;
	list->is_given = list->count > 0;
	return true;
}

static bool read_fields(struct known *known, int64_t project_id)
{
	if (known->project_id == project_id)
		return true;
	known->project_id = project_id;
	return project_store_fields(known->desk->db, project_id, &known->fields);
}

static bool field_words(struct known *known, const struct task *task, struct text_list *list)
{
	struct arena *arena = known->desk->arena;
	const char **words = arena_array(arena, lines_count(task->field_values) + 1, sizeof(*words));
	const char *rest = task->field_values;
	const char *line;

	if (!task->field_values || !task->project_id)
		return true;
	if (!read_fields(known, task->project_id))
		return false;
	while ((line = lines_next(arena, &rest)))
		for (size_t i = 0; i < known->fields.count; i++)
			if (known->fields.fields[i].id == strtoll(line, NULL, 10))
				words[list->count++] = arena_printf(arena, "%s=%s", known->fields.fields[i].name, strchr(line, '\t') + 1);
	list->texts = words;
	list->is_given = list->count > 0;
	return true;
}

bool tasks_words(struct desk *desk, const struct task_list *list, struct task_words *words)
{
	struct known known = { .desk = desk };

	for (size_t i = 0; i < list->count; i++) {
		words[i] = (struct task_words){ 0 };
		if (!follower_words(&known, &list->tasks[i], &words[i].followers) ||
		    !field_words(&known, &list->tasks[i], &words[i].fields))
			return false;
	}
	return true;
}
