#include "desk/version.h"

#include "base/text.h"
#include "desk/history.h"

#define SHOWN_CHANGES 5

static const char *const readers[] = {
	[ENTITY_WORKSPACE] = "list_workspaces",
	[ENTITY_TASK] = "get_task",
	[ENTITY_PROJECT] = "list_projects",
};

static void add_change(struct text *text, const char *actor, enum activity_action action, const struct field_change *changes,
		       size_t count)
{
	text_printf(text, "; %s", actor);
	if (!count)
		text_printf(text, " %sd it", action_names[action]);
	for (size_t i = 0; i < count; i++)
		text_printf(text, "%s %s to '%.60s'", i ? "," : " set", changes[i].field, changes[i].after ? changes[i].after : "");
}

/* What the present call changed, which is not in the store yet; how many versions those were. */
static int64_t add_own(struct desk *desk, const struct versioned *thing, int64_t most, struct text *text)
{
	int64_t count = 0;

	for (size_t i = desk->activity_count; i-- && count < most;) {
		const struct activity *own = &desk->activities[i];

		if (own->entity != thing->entity || own->entity_id != thing->id)
			continue;
		add_change(text, desk->principal->user.email, own->action, own->changes, own->change_count);
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
	for (size_t i = 0; i < list.count; i++) {
		const struct kept_activity *kept = &list.activities[i];

		add_change(&text, kept->actor, kept->action, kept->changes, kept->change_count);
	}
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
