#include "desk/task_properties.h"

#include "base/lines.h"
#include "base/text.h"
#include "desk/change.h"

#include <stdlib.h>
#include <string.h>

const char *const priority_names[] = { "", "none", "low", "medium", "high", "urgent", NULL };

struct task_property {
	const char *field;
	/* As text in the arena or the task's own; NULL for none. */
	const char *(*write)(struct arena *arena, const struct task *task);
	bool (*set)(struct desk *desk, struct task *task, const char *text);
};

/* "12 Website": the id to go back to, and the name for people. */
static const char *named(struct arena *arena, int64_t id, const char *name)
{
	return id ? arena_printf(arena, "%lld %s", (long long)id, name ? name : "") : NULL;
}

static int64_t id_of(const char *text)
{
	return text ? strtoll(text, NULL, 10) : 0;
}

#define PLAIN(member) \
	static const char *write_##member(struct arena *arena, const struct task *task) \
	{ \
		(void)arena; \
		return task->member; \
	} \
	static bool set_##member(struct desk *desk, struct task *task, const char *text) \
	{ \
		(void)desk; \
		task->member = text; \
		return true; \
	}

PLAIN(title)
PLAIN(notes)
PLAIN(start_on)
PLAIN(recurrence)
PLAIN(occurs_on)
PLAIN(tags)
PLAIN(links)
PLAIN(field_values)
PLAIN(completed_at)

static const char *write_followers(struct arena *arena, const struct task *task)
{
	(void)arena;
	return task->followers;
}

/* Sets ids back, but for those that cannot be had any more. */
static bool set_ids(struct desk *desk, const struct task *task, const char **ids, const char *text,
		    bool (*can_be_had)(struct desk *desk, const struct task *task, const char *id, bool *can))
{
	const char *left = text, *rest = text;
	const char *line;

	while ((line = lines_next(desk->arena, &rest))) {
		bool can;

		if (!can_be_had(desk, task, line, &can))
			return false;
		if (!can)
			left = lines_without(desk->arena, left, line, LINES_AS_NUMBERS);
	}
	*ids = left;
	return true;
}

/* Who has left the workspace comes back to no task, but stays where they are still followers. */
static bool can_follow(struct desk *desk, const struct task *task, const char *id, bool *can)
{
	*can = lines_have(task->followers, id, LINES_AS_NUMBERS);
	return *can || workspace_store_has_member(desk->db, task->workspace_id, id_of(id), can);
}

static bool set_followers(struct desk *desk, struct task *task, const char *text)
{
	return set_ids(desk, task, &task->followers, text, can_follow);
}

static const char *write_blocked_by(struct arena *arena, const struct task *task)
{
	(void)arena;
	return task->blocked_by;
}

/* Some are gone from the trash meanwhile. */
static bool can_block(struct desk *desk, const struct task *task, const char *id, bool *can)
{
	(void)task;
	return task_store_is_kept(desk->db, id_of(id), can);
}

static bool set_blocked_by(struct desk *desk, struct task *task, const char *text)
{
	return set_ids(desk, task, &task->blocked_by, text, can_block);
}

static const char *write_assignee(struct arena *arena, const struct task *task)
{
	return named(arena, task->assignee_id, task->assignee);
}

static bool set_assignee(struct desk *desk, struct task *task, const char *text)
{
	const char *space = text ? strchr(text, ' ') : NULL;

	(void)desk;
	task->assignee_id = id_of(text);
	task->assignee = space ? space + 1 : NULL;
	return true;
}

static const char *write_priority(struct arena *arena, const struct task *task)
{
	(void)arena;
	return priority_names[task->priority];
}

static bool set_priority(struct desk *desk, struct task *task, const char *text)
{
	(void)desk;
	for (int i = PRIORITY_NONE; text && priority_names[i]; i++)
		if (strcmp(priority_names[i], text) == 0)
			task->priority = (enum priority)i;
	return true;
}

/* The day, and behind it the moment, its clock and whose that is, as far as they are known. */
static const char *write_due(struct arena *arena, const struct task *task)
{
	const char *const words[] = { task->due_on, task->due_at, task->due_clock, task->due_zone };
	struct text text = text_in(arena);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && words[i]; i++)
		text_printf(&text, "%s%s", i ? " " : "", words[i]);
	return task->due_on ? text_string(&text) : NULL;
}

/* Cuts the text at its first space; what is behind it, or NULL. */
static char *cut_word(char *text)
{
	char *space = text ? strchr(text, ' ') : NULL;

	if (!space)
		return NULL;
	*space = '\0';
	return space + 1;
}

static bool set_due(struct desk *desk, struct task *task, const char *text)
{
	char *day = arena_strdup(desk->arena, text);
	char *moment = cut_word(day);
	char *clock = cut_word(moment);

	task->due_zone = cut_word(clock);
	task->due_clock = clock;
	task->due_at = moment;
	task->due_on = day;
	return true;
}

static const char *write_project(struct arena *arena, const struct task *task)
{
	return named(arena, task->project_id, task->project);
}

static bool set_project(struct desk *desk, struct task *task, const char *text)
{
	(void)desk;
	task->project_id = id_of(text);
	return true;
}

static const char *write_section(struct arena *arena, const struct task *task)
{
	return named(arena, task->section_id, task->section);
}

static bool set_section(struct desk *desk, struct task *task, const char *text)
{
	(void)desk;
	task->section_id = id_of(text);
	return true;
}

static const char *write_parent(struct arena *arena, const struct task *task)
{
	return task->parent_id ? arena_printf(arena, "%lld", (long long)task->parent_id) : NULL;
}

static bool set_parent(struct desk *desk, struct task *task, const char *text)
{
	(void)desk;
	task->parent_id = id_of(text);
	return true;
}

static const char *write_position(struct arena *arena, const struct task *task)
{
	return arena_printf(arena, "%lld", (long long)task->position);
}

static bool set_position(struct desk *desk, struct task *task, const char *text)
{
	(void)desk;
	task->position = id_of(text);
	return true;
}

static const struct task_property properties[] = {
	{ "title", write_title, set_title },
	{ "notes", write_notes, set_notes },
	{ "assignee", write_assignee, set_assignee },
	{ "priority", write_priority, set_priority },
	{ "start", write_start_on, set_start_on },
	{ "due", write_due, set_due },
	{ "completed_at", write_completed_at, set_completed_at },
	{ "recurrence", write_recurrence, set_recurrence },
	{ "occurs_on", write_occurs_on, set_occurs_on },
	{ "project", write_project, set_project },
	{ "section", write_section, set_section },
	{ "parent", write_parent, set_parent },
	{ "position", write_position, set_position },
	{ "tags", write_tags, set_tags },
	{ "followers", write_followers, set_followers },
	{ "blocked_by", write_blocked_by, set_blocked_by },
	{ "links", write_links, set_links },
	{ "fields", write_field_values, set_field_values },
};

#define PROPERTY_COUNT (sizeof(properties) / sizeof(properties[0]))

const struct field_change *task_differences(struct arena *arena, const struct task *before, const struct task *after,
					    size_t *count)
{
	struct field_change *changes = arena_array(arena, PROPERTY_COUNT, sizeof(*changes));

	*count = 0;
	for (size_t i = 0; i < PROPERTY_COUNT; i++)
		change_field(changes, count, properties[i].field, properties[i].write(arena, before),
			     properties[i].write(arena, after));
	return changes;
}

bool task_set_back(struct desk *desk, struct task *task, const char *field, const char *text)
{
	for (size_t i = 0; i < PROPERTY_COUNT; i++)
		if (strcmp(properties[i].field, field) == 0)
			return properties[i].set(desk, task, text);
	return false;
}
