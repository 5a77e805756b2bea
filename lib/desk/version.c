#include "desk/version.h"

#include "base/text.h"
#include "desk/history.h"

#define SHOWN_CHANGES 5

static const char *const readers[] = {
	[ENTITY_WORKSPACE] = "list_workspaces",
	[ENTITY_TASK] = "get_task",
	[ENTITY_PROJECT] = "list_projects",
};

/* Nothing where it cannot be told: the refusal says enough without. */
static void add_activity(struct desk *desk, struct text *text, struct kept_activity *activity)
{
	if (!history_show(desk, activity))
		return;
	text_printf(text, "; %s", activity->actor);
	if (!activity->change_count)
		text_printf(text, " %sd it", action_names[activity->action]);
	for (size_t i = 0; i < activity->change_count; i++)
		text_printf(text, "%s %s to '%.60s'", i ? "," : " set", activity->changes[i].field,
			    activity->changes[i].after ? activity->changes[i].after : "");
}

/* One of the present call, as it will be kept. */
static struct kept_activity kept_from(const struct desk *desk, const struct activity *own)
{
	struct kept_activity kept = {
		.actor = desk->principal->user.email,
		.entity = own->entity,
		.action = own->action,
		.changes = arena_array(desk->arena, own->change_count + 1, sizeof(*kept.changes)),
		.change_count = own->change_count,
	};

	for (size_t i = 0; i < own->change_count; i++)
		kept.changes[i] = own->changes[i];
	return kept;
}

/* What the present call changed, which is not in the store yet; how many versions those were. */
static int64_t add_own(struct desk *desk, const struct versioned *thing, int64_t most, struct text *text)
{
	int64_t count = 0;

	for (size_t i = desk->activity_count; i-- && count < most;) {
		const struct activity *own = &desk->activities[i];
		struct kept_activity kept;

		if (own->entity != thing->entity || own->entity_id != thing->id)
			continue;
		kept = kept_from(desk, own);
		add_activity(desk, text, &kept);
		text_add(text, " in this call");
		count++;
	}
	return count;
}

/* What was changed since that version, newest first. */
static const char *changes_since(struct desk *desk, const struct versioned *thing, int64_t if_version)
{
	const int64_t behind = thing->version - if_version;
	struct activity_query query = {
		.viewer_id = desk_viewer_id(desk),
		.entity = thing->entity,
		.entity_id = thing->id,
		.limit = behind < SHOWN_CHANGES ? behind : SHOWN_CHANGES,
	};
	struct text text = text_in(desk->arena);
	struct activity_list list;

	if (behind < 0)
		return "";
	query.limit -= add_own(desk, thing, query.limit, &text);
	if (!activity_store_list(desk->db, &query, &list))
		return "";
	for (size_t i = 0; i < list.count; i++)
		add_activity(desk, &text, &list.activities[i]);
	return text_string(&text);
}

bool version_check(struct desk *desk, const struct versioned *thing, int64_t if_version)
{
	if (!if_version || if_version == thing->version)
		return true;
	fail(desk->error, ERROR_CONFLICT, "%s %lld is at version %lld, not %lld: last changed by %s at %s%s",
	     entity_names[thing->entity], (long long)thing->id, (long long)thing->version, (long long)if_version,
	     thing->updated_by, thing->updated_at, changes_since(desk, thing, if_version));
	return fail_remedy(desk->error, "Read it with %s, decide again, and send its present version.", readers[thing->entity]);
}
