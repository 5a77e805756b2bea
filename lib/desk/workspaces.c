#include "desk/workspaces.h"

#include "desk/change.h"
#include "desk/resolve.h"

static bool add_members(struct desk *desk, const struct new_workspace *wanted, int64_t workspace_id)
{
	int64_t *added = arena_array(desk->arena, wanted->member_count + 1, sizeof(*added));
	int64_t actor = desk->principal->user.id;
	size_t count = 0;

	if (!workspace_store_add_member(desk->db, workspace_id, actor, ROLE_OWNER, actor))
		return false;
	added[count++] = actor;
	for (size_t i = 0; i < wanted->member_count; i++) {
		struct user user;
		bool is_new = true;

		if (!resolve_user(desk, wanted->members[i], &user))
			return false;
		for (size_t j = 0; j < count; j++)
			is_new = is_new && added[j] != user.id;
		if (!is_new)
			continue;
		if (!workspace_store_add_member(desk->db, workspace_id, user.id, ROLE_MEMBER, actor))
			return false;
		added[count++] = user.id;
	}
	return true;
}

bool workspaces_create(struct desk *desk, const struct new_workspace *wanted, struct workspace *workspace)
{
	const char *actor = desk->principal->user.email;

	*workspace = (struct workspace){
		.name = wanted->name,
		.description = wanted->description,
		.role = ROLE_OWNER,
		.created_at = arena_strdup(desk->arena, desk->now),
		.created_by = actor,
		.updated_at = arena_strdup(desk->arena, desk->now),
		.updated_by = actor,
	};
	if (!workspace_store_insert(desk->db, workspace, desk->now, desk->principal->user.id) ||
	    !add_members(desk, wanted, workspace->id))
		return false;
	change_note(desk, &(struct activity){ .entity = ENTITY_WORKSPACE,
					      .entity_id = workspace->id,
					      .workspace_id = workspace->id,
					      .action = ACTION_CREATE });
	return true;
}

bool workspaces_list(struct desk *desk, int64_t after_id, int64_t limit, struct workspace_list *list)
{
	return workspace_store_list(desk->db, desk_viewer_id(desk), after_id, limit, list);
}
