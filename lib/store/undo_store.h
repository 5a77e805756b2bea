/*
 * Rows of the table change_undo: which change took which back.
 *
 * A change is in effect unless a live undo took it back. An undo and what it undid cancel
 * each other: neither stands in the way of undoing something older (struct activity_query,
 * in_effect).
 */
#ifndef TASKDESK_STORE_UNDO_STORE_H
#define TASKDESK_STORE_UNDO_STORE_H

#include "store/db.h"

/* The change that has undone this one, in the arena; NULL where it is in effect. */
bool undo_store_find(struct db *db, const char *change_id, const char **undone_by);

/* Notes that change_id undoes the other one; where that is an undo, what it had undone is in effect again. */
bool undo_store_note(struct db *db, const char *change_id, const char *undone_change_id);

#endif
