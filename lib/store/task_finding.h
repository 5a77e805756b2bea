/*
 * What is found out before a statement over tasks is put together: where the viewer may look, the words as the full text
 * indexes have them, and which way to the rows is short.
 */
#ifndef TASKDESK_STORE_TASK_FINDING_H
#define TASKDESK_STORE_TASK_FINDING_H

#include "store/task_way.h"

struct task_finding {
	struct task_query query;     /* as it was asked, but for its words */
	struct workspace_scope scope;          /* empty where the way does not need it */
	struct task_way way;
	bool is_nothing;             /* the viewer is in no workspace, or in none where the words could be */
};

bool task_finding_run(struct db *db, const struct task_query *asked, struct task_finding *finding);

#endif
