#include "auth/guess.h"

#include "base/secret.h"
#include "store/guess_store.h"

#include <assert.h>
#include <string.h>

#define MOST_AT_ONCE 2
#define FORGET_SECONDS ((int64_t)24 * 60 * 60)
#define FORGET_AT_ONCE 200

/* After the free tries the wait doubles, from two seconds to the longest; one try is forgiven in so many seconds. */
struct limit {
	const char *name;
	int64_t free_tries;
	int64_t longest_seconds;
	int64_t forgive_seconds;
	bool (*when_right)(struct db *db, const unsigned char subject[SHA256_BYTES]);
	const char *doing;
};

static bool keep(struct db *db, const unsigned char subject[SHA256_BYTES])
{
	(void)db;
	(void)subject;
	return true;
}

/*
 * An office shares one address, so a network gets more tries. Being right does not wipe its
 * count: whoever has one account could then guess at others for ever. But it is forgiven sooner,
 * so that many people's typing errors do not add up.
 */
static const struct limit limits[] = {
	[GUESS_ACCOUNT] = {
		.name = "account", .free_tries = 5, .longest_seconds = 15 * 60, .forgive_seconds = 15 * 60,
		.when_right = guess_store_delete, .doing = "sign in to this account",
	},
	[GUESS_BROWSER] = {
		.name = "browser", .free_tries = 5, .longest_seconds = 15 * 60, .forgive_seconds = 15 * 60,
		.when_right = guess_store_delete, .doing = "sign in with this browser",
	},
	[GUESS_NETWORK] = {
		.name = "network", .free_tries = 20, .longest_seconds = 15 * 60, .forgive_seconds = 5 * 60,
		.when_right = guess_store_take_back, .doing = "sign in from your network",
	},
	[GUESS_SIGN_UP] = {
		.name = "sign_up", .free_tries = 5, .longest_seconds = 60 * 60, .forgive_seconds = 60 * 60,
		.when_right = keep, .doing = "create accounts from your network",
	},
	[GUESS_DOCUMENT] = {
		.name = "document", .free_tries = 30, .longest_seconds = 60 * 60, .forgive_seconds = 60 * 60,
		.when_right = keep, .doing = "bring new clients from your network",
	},
	[GUESS_TOKEN] = {
		.name = "token", .free_tries = 50, .longest_seconds = 60, .forgive_seconds = 2,
		.when_right = guess_store_take_back, .doing = "use tokens that do not count from your network",
	},
};

static void name_subject(struct arena *arena, const struct guess *guess, unsigned char subject[SHA256_BYTES])
{
	const char *name = arena_printf(arena, "%s %s", limits[guess->kind].name, guess->name);

	sha256(name, strlen(name), subject);
}

static int64_t wait_after(const struct limit *limit, int64_t tries)
{
	int64_t seconds = 1;

	for (int64_t i = limit->free_tries; i <= tries && seconds < limit->longest_seconds; i++)
		seconds *= 2;
	if (tries < limit->free_tries)
		return 0;
	return seconds < limit->longest_seconds ? seconds : limit->longest_seconds;
}

static bool too_early(struct db *db, const struct limit *limit, int64_t seconds)
{
	const char *span = seconds < 120 ? arena_printf(db_arena(db), "%lld seconds", (long long)seconds) :
					   arena_printf(db_arena(db), "%lld minutes", (long long)(seconds + 59) / 60);

	fail(db_error(db), ERROR_LIMITED, "there were too many attempts to %s; try again in %s", limit->doing, span);
	db_error(db)->retry_after_seconds = (int)seconds;
	return false;
}

struct attempt {
	struct db *db;
	const struct guess *guesses;
	size_t count;
};

static bool count_try(void *context)
{
	const struct attempt *attempt = context;
	struct db *db = attempt->db;
	unsigned char subjects[MOST_AT_ONCE][SHA256_BYTES];
	struct guess_count counts[MOST_AT_ONCE];

	for (size_t i = 0; i < attempt->count; i++) {
		const struct limit *limit = &limits[attempt->guesses[i].kind];

		name_subject(db_arena(db), &attempt->guesses[i], subjects[i]);
		if (!guess_store_lock(db, subjects[i], limit->forgive_seconds, &counts[i]))
			return false;
		if (counts[i].wait_seconds > 0)
			return too_early(db, limit, counts[i].wait_seconds);
	}
	for (size_t i = 0; i < attempt->count; i++) {
		counts[i].tries++;
		counts[i].wait_seconds = wait_after(&limits[attempt->guesses[i].kind], counts[i].tries);
		if (!guess_store_set(db, subjects[i], &counts[i]))
			return false;
	}
	return true;
}

bool guess_admit(struct db *db, const struct guess *guesses, size_t count)
{
	struct attempt attempt = { db, guesses, count };

	assert(count && count <= MOST_AT_ONCE);
	/* Each time and not by chance, so that all tries take the same statements; nobody else would tidy up. */
	return db_transaction(db, count_try, &attempt) && guess_store_forget(db, FORGET_SECONDS, FORGET_AT_ONCE);
}

bool guess_was_right(struct db *db, const struct guess *guesses, size_t count)
{
	unsigned char subject[SHA256_BYTES];

	for (size_t i = 0; i < count; i++) {
		name_subject(db_arena(db), &guesses[i], subject);
		if (!limits[guesses[i].kind].when_right(db, subject))
			return false;
	}
	return true;
}

bool guess_take_back(struct db *db, const struct guess *guess)
{
	unsigned char subject[SHA256_BYTES];

	name_subject(db_arena(db), guess, subject);
	return guess_store_take_back(db, subject);
}
