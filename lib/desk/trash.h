/*
 * The trash: deleted tasks stay in it for a set time.
 */
#ifndef TASKDESK_DESK_TRASH_H
#define TASKDESK_DESK_TRASH_H

#include "desk/desk.h"

/* Removes for good a few of those that have been there for longer, in a transaction of its own. */
bool trash_empty(struct desk *desk);

#endif
