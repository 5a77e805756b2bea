/*
 * Taking changes back.
 */
#ifndef TASKDESK_DESK_UNDO_H
#define TASKDESK_DESK_UNDO_H

#include "desk/desk.h"

/*
 * Takes a change back, within a change of its own: whoever made it may, and the owners of the
 * workspace, where they see all of it. Refuses with ERROR_CONFLICT where something newer
 * depends on it, saying what. undone counts the things that were set back.
 */
bool undo_change(struct desk *desk, const char *change_id, int64_t *undone);

#endif
