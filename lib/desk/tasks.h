/*
 * Tasks: creating, changing, finding, deleting, under the rules of their workspace.
 */
#ifndef TASKDESK_DESK_TASKS_H
#define TASKDESK_DESK_TASKS_H

#include "desk/desk.h"
#include "store/project_store.h"
#include "store/task_finding.h"
#include "store/task_store.h"

struct search_words;

#define TASK_DEEPEST 5          /* levels of subtasks, the top one included */
#define TASK_MOST_LINES 100         /* tags, followers, blockers, links of one task */
#define TASK_LONGEST_LINES 16000    /* characters of each of these together, and of its field values: a TEXT of 65535 bytes holds them */

/* Several values: they replace what there was, unless each begins with '+' (add) or '-' (take out). */
struct text_list {
	bool is_given;
	size_t count;
	const char *const *texts;
};

/* What to set. A text may be absent (NULL) or cleared ("" or "none"). */
struct task_edit {
	const char *title;
	const char *notes;
	const char *assignee;          /* a reference */
	const char *start;
	const char *due;
	const char *recurrence;        /* an RRULE, or words */
	const char *project;           /* a reference */
	const char *section;           /* a reference */
	const char *parent;            /* a reference */
	const char *place;             /* "top", "bottom", or a reference to the task it comes behind */
	enum priority priority;        /* 0: as it is */
	bool has_completed;
	bool completed;
	struct text_list tags;
	struct text_list followers;    /* references */
	struct text_list blocked_by;   /* references */
	struct text_list links;        /* "URL" or "URL title" */
	struct text_list fields;       /* "Name=value"; "Name=" clears */
};

/* Where new tasks go. */
struct task_place {
	struct workspace workspace;
	struct project project;        /* id 0: none */
	struct section section;        /* id 0: none */
};

/*
 * The place that was named: a workspace, a project in it, a section in that; each may be NULL
 * (a project says its workspace, and who has a single workspace need not name it). The acting
 * user must be a member, and nothing there archived.
 */
bool tasks_open_place(struct desk *desk, const char *workspace, const char *project, const char *section,
		      struct task_place *place);

/* The same for a new task that says it itself, by its parent or its project. */
bool tasks_say_place(const struct task_edit *edit);
bool tasks_open_own_place(struct desk *desk, const struct task_edit *edit, struct task_place *place);

/*
 * The position behind all others, for the number-th task of this call. It grows with time, so that the newest is the
 * last without asking which was.
 */
int64_t tasks_last_position(size_t number);

/* Fills in a new task without saving it, so that several are saved together by tasks_save_new. number: in the call. */
bool tasks_prepare(struct desk *desk, const struct task_place *place, const struct task_edit *edit, size_t number,
		   struct task *task);

/* Saves prepared tasks, within a change, and gives them their ids. */
bool tasks_save_new(struct desk *desk, struct task *tasks[], size_t count);

/* Notes one as new that was inserted already, where no memory is to be kept for it. */
void tasks_note_new(struct desk *desk, const struct task *task);

/*
 * Changes one, within a change. if_version 0: whatever its version is. task is as tasks_get
 * found it, and what it is afterwards; next is the next occurrence where a recurring task was
 * completed (id 0: none). ERROR_CONFLICT where more than CHANGE_MOST_THINGS subtasks would go
 * along or be repeated.
 */
bool tasks_update(struct desk *desk, int64_t if_version, const struct task_edit *edit, struct task *task, struct task *next);

/* Whether this edit completes a task with its subtasks, to be repeated. */
bool tasks_repeats_subtasks(struct desk *desk, const struct task *task, const struct task_edit *edit, bool *repeats);

/* Whether a task is under the one of this id, at any depth; one that is not there is not. */
bool tasks_is_under(struct desk *desk, const char *reference, int64_t id, bool *is_under);

/*
 * Does it to every subtask, within a change, however many there are; to those under them only if visit does so again. The
 * subtask is locked and has no more than what task_store_lock_children fills in.
 */
bool tasks_each_subtask(struct desk *desk, const struct task *parent,
			bool (*visit)(struct desk *desk, struct task *subtask, const struct task *parent, void *context), void *context);

/*
 * Moves one to the trash with its subtasks, within a change: ERROR_CONFLICT where those are more than CHANGE_MOST_THINGS.
 * task is what it was; also counts those under it.
 */
bool tasks_delete(struct desk *desk, const char *reference, int64_t if_version, struct task *task, int64_t *subtasks);

/* How many deleting this one would move to the trash; one that is not there counts as one. */
bool tasks_count_with_subtasks(struct desk *desk, const char *reference, int64_t *count);

bool tasks_get(struct desk *desk, const char *reference, struct task *task);

/* Its first subtasks, to show them: at most TASK_CHILDREN_SHOWN. */
bool tasks_subtasks(struct desk *desk, const struct task *task, struct task_list *list);

/* A task as text for people: what its lines of ids and fields stand for. In the arena. */
struct task_words {
	struct text_list followers;    /* e-mail addresses */
	struct text_list fields;       /* "Name=value" */
};

/* For each task of the list, which has as many words. */
bool tasks_words(struct desk *desk, const struct task_list *list, struct task_words *words);

/* What to list, as it is asked for. NULL and zero leave a condition out. */
struct task_listing {
	const char *workspace;      /* a reference */
	const char *project;        /* a reference; "none" is not a project */
	const char *section;        /* a reference; needs project */
	const char *parent;         /* a reference to a task */
	const char *assignee;       /* a reference; "none": tasks of nobody */
	const char *follower;       /* a reference */
	const char *created_by;     /* a reference */
	const char *mentioned;      /* a reference: somebody mentioned in a comment */
	const char *blocked_by;     /* a reference to a task that they wait for */
	const char *field;          /* "Name=value"; needs project */
	struct text_list tags;      /* all of them; "-tag": not that one */
	enum task_state state;
	enum priority priority;
	enum task_wish blocked;
	enum task_wish overdue;     /* due before today, or earlier today; with TASK_NEVER: not so, or completed */
	const char *due_from, *due_to;
	const char *start_from, *start_to;
	const char *created_from, *created_to;
	const char *updated_from, *updated_to;
	const char *completed_from, *completed_to;
	struct text_list has;       /* names of task_part_names; "-due": not that */
	const char *contains;       /* in the title */
	bool with_notes;            /* read them, too */
	enum task_extent extent;
	const struct search_words *words;   /* in title or notes; from search only */
	enum task_sort sort;
	const char *after_value;
	int64_t after_id;
	int64_t limit;
};

bool tasks_list(struct desk *desk, const struct task_listing *listing, struct task_list *list);

/* The same made ready, to list tasks and comments of. A workspace's id is not looked up here. */
bool tasks_find(struct desk *desk, const struct task_listing *listing, struct task_finding *finding);

/* As task_store_ids, where the acting user may look. */
bool tasks_ids(struct desk *desk, const char *digits, int64_t limit, struct id_list *list);

/* Tags in use where the acting user may look, that begin with this; at most limit. */
bool tasks_tags(struct desk *desk, const char *begins_with, int64_t limit, const char ***tags, size_t *count);

/* What a task may have, in the order of enum task_part; NULL at the end. */
extern const char *const task_part_names[];

/* Fails with ERROR_CONFLICT where the task's project or workspace is archived: nothing changes there. */
bool tasks_check_open(struct desk *desk, const struct task *task);

/* Fails unless the acting user may change the task and it still has this version (0: any). */
bool tasks_may_change(struct desk *desk, const struct task *task, int64_t if_version);

/* Saves a changed task with its activity; nothing happens where nothing differs. For undo as well. */
bool tasks_save(struct desk *desk, const struct task *before, struct task *task);
bool tasks_save_trash(struct desk *desk, struct task *task, enum activity_action action);

#endif
