#include "desk/users.h"

#include "auth/password.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/change.h"
#include "desk/resolve.h"

#include <string.h>

#define LONGEST_NAME 200

bool users_prepare(struct desk *desk, const struct new_user *wanted, struct prepared_user *prepared)
{
	const char *zone = wanted->time_zone ? wanted->time_zone : "UTC";

	*prepared = (struct prepared_user){ .user = { .name = wanted->name, .time_zone = zone } };
	prepared->user.email = resolve_email(desk, wanted->email);
	if (!prepared->user.email || !desk_check_line(desk, wanted->name, LONGEST_NAME, "a name"))
		return false;
	if (!zone_is_known(zone))
		return fail(desk->error, ERROR_INVALID, "there is no time zone '%.60s'; send a name like Europe/Berlin", zone);
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

bool users_set_password(struct desk *desk, const struct user *user, const char *password_hash)
{
	if (!user_store_set_password(desk->db, user->id, password_hash, desk->principal->user.id))
		return false;
	change_note(desk, &(struct activity){ .entity = ENTITY_USER, .entity_id = user->id, .action = ACTION_UPDATE });
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
