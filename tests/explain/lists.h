/*
 * The statements that lists put together while the program runs.
 */
#ifndef TASKDESK_TESTS_EXPLAIN_LISTS_H
#define TASKDESK_TESTS_EXPLAIN_LISTS_H

/* Arguments are NAME=VALUE, NULL at the end: what the lists are about. Prints the statement of each. */
void explain_lists(char **arguments);

#endif
