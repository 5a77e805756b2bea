/*
 * What an edit asks for, applied to a task in memory, with every rule about it.
 */
#ifndef TASKDESK_DESK_TASK_EDIT_H
#define TASKDESK_DESK_TASK_EDIT_H

#include "desk/tasks.h"

bool task_edit_apply(struct desk *desk, const struct task_edit *edit, struct task *task);

/* Its parts, each in a file of its own. */
bool task_edit_place(struct desk *desk, const struct task_edit *edit, struct task *task);
bool task_edit_order(struct desk *desk, const char *place, struct task *task);
bool task_edit_lines(struct desk *desk, const struct task_edit *edit, struct task *task);
bool task_edit_values(struct desk *desk, const struct text_list *list, struct task *task);

/* Fails where the task, with what is under it, cannot be under that parent: in a circle, or too deep. */
bool task_edit_check_parent(struct desk *desk, const struct task *task, const struct task *parent);

/* Whether a task waits, over any number of steps, for another one. */
bool task_edit_waits_for(struct desk *desk, int64_t start, int64_t target, bool *waits);

/*
 * Fails with ERROR_CONFLICT where this update has set back, in memory, what is not there any more: a section that was removed,
 * an assignee who has left. A task that is restored keeps them, as the others do that had them then.
 */
bool task_can_be_set_back(struct desk *desk, const struct task *task, const struct kept_activity *update);

/* Fails with ERROR_CONFLICT where a task that an undo has set back breaks a rule that edits keep; in the trash it may. */
bool task_stands(struct desk *desk, int64_t id);

/* Fails where a task starts after it is due, whatever the clocks of who looks at it. */
bool task_edit_check_days(struct desk *desk, const struct task *task);

/* True for "" and "none", which clear a property. */
bool task_edit_clears(const char *text);

/* True for "top" and "bottom", a place that is not behind another task. */
bool task_edit_is_end(const char *place);

/* "Name=value" as it is kept, "id<TAB>value"; value "" clears. The value must fit the field's type. */
bool task_edit_field(struct desk *desk, int64_t project_id, const char *text, const char **line);

/* A tag as it is, or a link ("URL", "URL title"), as its line is kept; NULL and ERROR_INVALID for what cannot be one. */
const char *task_edit_tag(struct desk *desk, const char *text);
const char *task_edit_link(struct desk *desk, const char *text);

/* Whether a task can have so many lines and so long ones; what: "tags", "links". */
bool task_edit_check_lines(struct desk *desk, const char *lines, const char *what);

/* A value as it is kept, where it fits the field's type; else ERROR_INVALID. */
bool task_edit_value(struct desk *desk, const struct custom_field *field, const char *value, const char **kept);

#endif
