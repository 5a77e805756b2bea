/*
 * The full text indexes of tasks and comments.
 *
 * MariaDB takes a text out of such an index by noting that it is out of it, and every search reads all these notes. They
 * come with each edit of a title or of notes, and with each text that leaves the trash.
 */
#ifndef TASKDESK_STORE_SEARCH_INDEX_H
#define TASKDESK_STORE_SEARCH_INDEX_H

#include "store/db.h"

/* Makes them anew, without those notes. Nothing can be saved meanwhile, and of many tasks it takes longer than a request may. */
bool search_index_renew(struct db *db);

#endif
