/*
 * Asking the stores for every list.
 */
#ifndef TASKDESK_TESTS_EXPLAIN_LISTS_H
#define TASKDESK_TESTS_EXPLAIN_LISTS_H

/* As this person of the arguments. */
void explain_task_lists(const char *viewer);
void explain_comment_searches(const char *viewer);
void explain_other_lists(const char *viewer);

#endif
