#include "app/questions.h"

#include "base/clock.h"
#include "mcp/stream.h"
#include "store/reply_store.h"

#include <string.h>
#include <time.h>

#define SECOND ((int64_t)1000000)       /* in microseconds */
#define SHORTEST_PAUSE ((int64_t)20000)
#define LONGEST_PAUSE ((int64_t)250000)
#define SIGN_OF_LIFE (2 * SECOND)

bool questions_ask(struct db *db, struct mcp_call *call, const char *question_id)
{
	return reply_store_ask(db, question_id, principal_label(call->arena, call->principal));
}

static void pause_for(int64_t microseconds)
{
	struct timespec pause = { .tv_sec = microseconds / SECOND, .tv_nsec = microseconds % SECOND * 1000 };

	nanosleep(&pause, NULL);
}

/*
 * Looks again and again, at first often, for a program, then less so, for a person. What is
 * sent meanwhile shows whether the client is still there: streams are not resumable here, so
 * nobody could be told the result of a call whose client has left.
 */
static const char *look_until(struct db *db, struct mcp_call *call, const char *question_id, int64_t deadline)
{
	int64_t pause = SHORTEST_PAUSE;
	int64_t sign_due = clock_monotonic_microseconds() + SIGN_OF_LIFE;
	const char *reply;

	while (reply_store_look(db, question_id, &reply)) {
		int64_t now = clock_monotonic_microseconds();

		if (reply || now >= deadline)
			return reply;
		if (now >= sign_due) {
			if (!mcp_send_events(call))
				return NULL;
			sign_due = now + SIGN_OF_LIFE;
		}
		pause_for(pause);
		pause = pause * 3 / 2 < LONGEST_PAUSE ? pause * 3 / 2 : LONGEST_PAUSE;
	}
	return NULL;
}

const char *questions_wait(struct db *db, struct mcp_call *call, const char *question_id, int64_t timeout_seconds)
{
	int64_t deadline = clock_monotonic_microseconds() + timeout_seconds * SECOND;
	const char *reply = look_until(db, call, question_id, deadline);
	const struct error why = *call->error;

	/* Should this fail, a later question clears it away; how the waiting ended is not changed by it. */
	reply_store_forget(db, question_id);
	*call->error = why;
	if (!reply && !call->error->kind)
		fail(call->error, ERROR_UNAVAILABLE,
		     "the client did not answer the question this call depends on within %lld s",
		     (long long)timeout_seconds);
	return reply;
}

/* Ids come from clients here; the column takes ASCII only. */
static bool is_question_id(const char *id)
{
	return strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz") == QUESTION_ID_LENGTH && !id[QUESTION_ID_LENGTH];
}

bool questions_answer(struct db *db, struct mcp_call *call, const char *question_id, const char *reply, bool *taken)
{
	*taken = false;
	return !is_question_id(question_id) ||
	       reply_store_answer(db, question_id, principal_label(call->arena, call->principal), reply, taken);
}
