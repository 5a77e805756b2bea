/*
 * Asking the stores, so that the statements they put together while the program runs are printed.
 */
#ifndef TASKDESK_TESTS_EXPLAIN_ASKING_H
#define TASKDESK_TESTS_EXPLAIN_ASKING_H

#include "store/db.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Arguments are NAME=VALUE, NULL at the end: the database, and what is asked about. */
void asked_open(char **arguments);
void asked_close(void);

/* An argument; one that is missing ends the program. */
const char *asked_text(const char *name);
int64_t asked_id(const char *name);

struct db *asked_db(void);

/* Stand around what is asked; the words stand before the statements that it runs. */
void asked_begin(const char *format, ...) __attribute__((format(printf, 1, 2)));
void asked_end(bool worked);

#endif
