#include "desk/users.h"

#include "auth/password.h"
#include "base/text.h"
#include "base/zone.h"
#include "base/zone_names.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "store/browser_session_store.h"
#include "store/oauth_grant_store.h"

#include <string.h>

#define LONGEST_NAME 200

bool users_check_name(struct desk *desk, const char *name)
{
	return desk_check_line(desk, name, LONGEST_NAME, "a name");
}

bool users_check_zone(struct desk *desk, const char *zone)
{
	const char *near;

	if (zone_is_known(zone))
		return true;
	near = zone_names_near(desk->arena, zone);
	return fail(desk->error, ERROR_INVALID, "there is no time zone '%.60s'; %s%s%s", zone,
		    near ? "did you mean " : "send a name like Europe/Berlin, or UTC", near ? near : "", near ? "?" : "");
}

bool users_prepare(struct desk *desk, const struct new_user *wanted, struct prepared_user *prepared)
{
	const char *zone = wanted->time_zone ? wanted->time_zone : "UTC";

	*prepared = (struct prepared_user){ .user = { .name = wanted->name, .time_zone = zone } };
	prepared->user.email = resolve_email(desk, wanted->email);
	if (!prepared->user.email || !users_check_name(desk, wanted->name) || !users_check_zone(desk, zone))
		return false;
	if (!wanted->password)
		return true;
	prepared->password_hash = password_hash(desk->arena, wanted->password, desk->error);
	return prepared->password_hash != NULL;
}

bool users_create(struct desk *desk, struct prepared_user *prepared)
{
	struct user *user = &prepared->user;

	if (!user_store_insert(desk->db, user, prepared->password_hash, desk->principal->user.id)) {
		if (desk->error->kind != ERROR_CONFLICT)
			return false;
		fail(desk->error, ERROR_CONFLICT, "there is a user with the e-mail address %s already", user->email);
		return fail_remedy(desk->error, "Use another address, or act as that user.");
	}
	change_note(desk, &(struct activity){ .entity = ENTITY_USER, .entity_id = user->id, .action = ACTION_CREATE });
	return true;
}

bool users_change(struct desk *desk, struct user *user, const char *name, const char *time_zone)
{
	struct field_change *changes = arena_array(desk->arena, 2, sizeof(*changes));
	const struct user before = *user;
	size_t count = 0;

	if ((name && !users_check_name(desk, name)) || (time_zone && !users_check_zone(desk, time_zone)))
		return false;
	user->name = name ? name : user->name;
	user->time_zone = time_zone ? time_zone : user->time_zone;
	change_field(changes, &count, "name", before.name, user->name);
	change_field(changes, &count, "time_zone", before.time_zone, user->time_zone);
	if (!count)
		return true;
	if (!user_store_update(desk->db, user, desk->principal->user.id))
		return false;
	change_note(desk, &(struct activity){ .entity = ENTITY_USER, .entity_id = user->id, .action = ACTION_UPDATE,
					      .changes = changes, .change_count = count });
	return true;
}

bool users_set_password(struct desk *desk, const struct user *user, const char *password_hash)
{
	/* Neither the old password nor the new one is for anybody to read. */
	static const struct field_change change = { "password", NULL, NULL };

	if (!user_store_set_password(desk->db, user->id, password_hash, desk->principal->user.id) ||
	    !browser_session_store_delete_of_user(desk->db, user->id) ||
	    !oauth_family_store_revoke_all(desk->db, user->id, 0, OAUTH_REVOKED_USER))
		return false;
	change_note(desk, &(struct activity){ .entity = ENTITY_USER, .entity_id = user->id, .action = ACTION_UPDATE,
					      .changes = &change, .change_count = 1 });
	return true;
}

bool users_list(struct desk *desk, const char *workspace, const char *begins_with, int64_t after_id, int64_t limit,
		struct user_list *list)
{
	struct workspace place = { 0 };

	if (workspace && !resolve_workspace(desk, workspace, &place))
		return false;
	return user_store_page(desk->db, desk_viewer_id(desk), place.id, begins_with ? begins_with : "", after_id, limit, list);
}
