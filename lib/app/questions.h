/*
 * Questions to a client in mid-call (revisions before 2026-07-28), and their answers: the ask,
 * wait and answer of struct mcp_server. An answer is another request, which any process may
 * receive, so it travels through the database; hence none of this may happen in a transaction.
 *
 * A call that waits keeps its process. The answer needs another one that is free.
 */
#ifndef TASKDESK_APP_QUESTIONS_H
#define TASKDESK_APP_QUESTIONS_H

#include "mcp/call.h"
#include "store/db.h"

#include <stdbool.h>
#include <stdint.h>

/* Notes that the caller of this call is asked. */
bool questions_ask(struct db *db, struct mcp_call *call, const char *question_id);

/*
 * The answer as JSON, in the arena. NULL, with the reason in call->error, when none came in
 * time, the client went away, or the database did.
 */
const char *questions_wait(struct db *db, struct mcp_call *call, const char *question_id, int64_t timeout_seconds);

/* Delivers an answer; taken is false when this caller has no such question open. */
bool questions_answer(struct db *db, struct mcp_call *call, const char *question_id, const char *reply, bool *taken);

#endif
