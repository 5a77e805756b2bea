/*
 * Rows of the table client_reply: a question asked of a client in mid-call, and its answer,
 * which another process may receive.
 */
#ifndef TASKDESK_STORE_REPLY_STORE_H
#define TASKDESK_STORE_REPLY_STORE_H

#include "store/db.h"

#define QUESTION_ID_LENGTH 26

/* Notes that this caller was asked. */
bool reply_store_ask(struct db *db, const char *question_id, const char *caller);

/* Saves the answer; taken is false when this caller was asked no such question, or answered it before. */
bool reply_store_answer(struct db *db, const char *question_id, const char *caller, const char *reply, bool *taken);

/* The answer as JSON, or NULL when there is none yet. */
bool reply_store_look(struct db *db, const char *question_id, const char **reply);

/* Forgets a question, and those that were left behind an hour ago. */
bool reply_store_forget(struct db *db, const char *question_id);

#endif
