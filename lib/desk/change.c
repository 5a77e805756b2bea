#include "desk/change.h"

#include "base/random.h"
#include "desk/trash.h"
#include "store/idempotency_store.h"

#include <string.h>

#define FIRST_ACTIVITIES 16
#define TIDY_ONE_IN 64
#define FORGET_AT_ONCE 200

void change_note(struct desk *desk, const struct activity *activity)
{
	if (desk->activity_count == desk->activity_capacity) {
		size_t capacity = desk->activity_capacity ? desk->activity_capacity * 2 : FIRST_ACTIVITIES;
		struct activity *more = arena_array(desk->arena, capacity, sizeof(*more));

		if (desk->activity_count)
			memcpy(more, desk->activities, desk->activity_count * sizeof(*more));
		desk->activities = more;
		desk->activity_capacity = capacity;
	}
	desk->activities[desk->activity_count++] = *activity;
}

bool change_has_done(const struct desk *desk, enum activity_entity entity, int64_t id, enum activity_action action)
{
	for (size_t i = 0; i < desk->activity_count; i++) {
		const struct activity *activity = &desk->activities[i];

		if (activity->entity == entity && activity->entity_id == id && activity->action == action)
			return true;
	}
	return false;
}

void change_field(struct field_change *changes, size_t *count, const char *field, const char *before,
		  const char *after)
{
	if (before == after || (before && after && strcmp(before, after) == 0))
		return;
	changes[(*count)++] = (struct field_change){ field, before, after };
}

/* What the transaction works with. */
struct attempt {
	struct desk *desk;
	struct change *change;
	bool keeps_nothing;      /* it went well, and is rolled back all the same */
};

static struct idempotency kept_call(const struct attempt *attempt)
{
	const struct principal *principal = attempt->desk->principal;
	struct idempotency call = {
		.user_id = principal->user.id,
		.api_key_id = principal_api_key_id(principal),
		.oauth_client_id = principal_oauth_client_id(principal),
		.key = attempt->change->idempotency_key,
	};

	memcpy(call.call_hash, attempt->change->call_hash, SHA256_BYTES);
	return call;
}

/*
 * The key is taken last, with the result, so that it costs one statement. What the same call in another process has
 * done is waited for there, or before, where both change the same row.
 */
static bool take_key(struct attempt *attempt, const char *result)
{
	struct idempotency call = kept_call(attempt);

	call.result = result;
	return !call.key || idempotency_store_insert(attempt->desk->db, &call);
}

/*
 * Nothing came of the call, perhaps because it was made before: then its result is the answer, and not what it ran into
 * now. Looked for outside the transaction, which does not see what others have done since it began.
 */
static bool find_earlier(struct attempt *attempt, bool tried)
{
	struct desk *desk = attempt->desk;
	const struct error now = *desk->error;
	struct idempotency call = kept_call(attempt);
	bool found;

	if (!call.key || now.kind == ERROR_UNAVAILABLE || now.kind == ERROR_INTERNAL)
		return tried;
	*desk->error = (struct error){ 0 };
	if (!idempotency_store_find(desk->db, &call, &found))
		return false;
	if (!found) {
		*desk->error = now;
		return tried;
	}
	if (memcmp(call.call_hash, attempt->change->call_hash, SHA256_BYTES) != 0) {
		fail(desk->error, ERROR_CONFLICT, "the idempotency_key '%.100s' was used before for a different call",
		     call.key);
		return fail_remedy(desk->error, "Use a new key for a new call, or send exactly the first arguments again.");
	}
	attempt->change->earlier_result = call.result;
	return true;
}

static bool write_activity(struct desk *desk)
{
	const struct principal *principal = desk->principal;
	const struct activity_origin origin = {
		.change_id = desk->change_id,
		.now = desk->now,
		.actor_id = principal->user.id,
		.api_key_id = principal_api_key_id(principal),
		.oauth_client_id = principal_oauth_client_id(principal),
	};

	return activity_store_insert(desk->db, &origin, desk->activities, desk->activity_count);
}

static bool attempt_once(void *context)
{
	struct attempt *attempt = context;
	struct desk *desk = attempt->desk;
	const char *result = NULL;

	desk->activity_count = 0;
	attempt->keeps_nothing = false;
	clock_utc_now(desk->now);
	*desk->error = (struct error){ 0 };
	if (!attempt->change->work(attempt->change->context, &result) || !write_activity(desk))
		return false;
	attempt->keeps_nothing = attempt->change->is_dry_run || (attempt->change->idempotency_key && !result);
	return !attempt->keeps_nothing && take_key(attempt, result);
}

/*
 * Now and then, a little at a time: there is no other process that would tidy up. What was to
 * be done is done; that something old could not be forgotten is no failure of it.
 */
static void tidy_up(struct desk *desk)
{
	unsigned char dice;

	random_bytes(&dice, 1);
	if (dice % TIDY_ONE_IN == 0 && (!idempotency_store_forget(desk->db, IDEMPOTENCY_HOURS, FORGET_AT_ONCE) || !trash_empty(desk)))
		*desk->error = (struct error){ 0 };
}

bool change_run(struct desk *desk, struct change *change)
{
	struct attempt attempt = { .desk = desk, .change = change };

	change->earlier_result = NULL;
	random_name(desk->change_id, CHANGE_ID_LENGTH);
	if (db_transaction(desk->db, attempt_once, &attempt)) {
		tidy_up(desk);
		return true;
	}
	return find_earlier(&attempt, attempt.keeps_nothing && desk->error->kind == ERROR_NONE);
}
