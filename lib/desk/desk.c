#include "desk/desk.h"

#include "base/text.h"

const char *const role_names[] = { "none", "guest", "member", "owner", NULL };

void desk_init(struct desk *desk, struct db *db, struct arena *arena, struct error *error, const struct config *config,
	       const struct principal *principal)
{
	*desk = (struct desk){
		.db = db, .arena = arena, .error = error, .config = config, .principal = principal,
	};
}

int64_t desk_viewer_id(const struct desk *desk)
{
	return desk->principal->user.is_system ? 0 : desk->principal->user.id;
}

bool desk_check_line(const struct desk *desk, const char *text, size_t longest, const char *what)
{
	bool is_blank = true, has_control = false;

	for (const char *at = text; *at; at++) {
		is_blank = is_blank && *at == ' ';
		has_control = has_control || (unsigned char)*at < 0x20 || *at == 0x7F;
	}
	if (!is_blank && !has_control && utf8_length(text) <= longest)
		return true;
	return fail(desk->error, ERROR_INVALID, "'%.80s' cannot be %s: one line of 1 to %zu characters", text, what, longest);
}

bool desk_requires_role(const struct desk *desk, enum role has, enum role needed, const char *workspace)
{
	if (has >= needed)
		return true;
	fail(desk->error, ERROR_DENIED, "this needs the role %s in the workspace '%.100s', and %s has the role %s there",
	     role_names[needed], workspace, desk->principal->user.email, role_names[has]);
	return fail_remedy(desk->error, "Calling again will not help; an owner of the workspace can give the role.");
}
