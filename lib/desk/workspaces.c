#include "desk/workspaces.h"

#include "desk/change.h"
#include "desk/resolve.h"
#include "desk/version.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_NAME 200

static void note(struct desk *desk, const struct workspace *workspace, enum activity_action action,
		 const struct field_change *changes, size_t count)
{
	change_note(desk, &(struct activity){
				  .entity = ENTITY_WORKSPACE,
				  .entity_id = workspace->id,
				  .workspace_id = workspace->id,
				  .action = action,
				  .changes = changes,
				  .change_count = count,
			  });
}

static bool check_name(const struct desk *desk, const char *name)
{
	return desk_check_line(desk, name, LONGEST_NAME, "the name of a workspace");
}

static bool add_members(struct desk *desk, const struct new_workspace *wanted, int64_t workspace_id)
{
	int64_t actor = desk->principal->user.id;

	if (!workspace_store_set_role(desk->db, workspace_id, actor, ROLE_OWNER, actor))
		return false;
	for (size_t i = 0; i < wanted->member_count; i++) {
		struct user user;

		if (!resolve_user(desk, wanted->members[i], &user))
			return false;
		if (user.id != actor && !workspace_store_set_role(desk->db, workspace_id, user.id, ROLE_MEMBER, actor))
			return false;
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
	if (!check_name(desk, wanted->name) ||
	    !workspace_store_insert(desk->db, workspace, desk->now, desk->principal->user.id) ||
	    !add_members(desk, wanted, workspace->id))
		return false;
	note(desk, workspace, ACTION_CREATE, NULL, 0);
	return true;
}

static bool check_version(struct desk *desk, const struct workspace *workspace, int64_t if_version)
{
	return version_check(desk,
			     &(struct versioned){ ENTITY_WORKSPACE, workspace->id, workspace->version, workspace->updated_at,
						  workspace->updated_by },
			     if_version);
}

/* What one update changes, gathered while it goes. */
struct update {
	struct desk *desk;
	struct workspace *workspace;
	struct field_change *changes;
	size_t count;
};

static void set_text(struct update *update, const char *field, const char **text, const char *value)
{
	change_field(update->changes, &update->count, field, *text, value);
	*text = value;
}

static bool set_role(struct update *update, const struct user *user, enum role before, enum role role)
{
	struct desk *desk = update->desk;

	if (before == role)
		return true;
	change_field(update->changes, &update->count,
		     arena_printf(desk->arena, MEMBER_FIELD "%lld", (long long)user->id),
		     before ? role_names[before] : NULL, role ? role_names[role] : NULL);
	return workspace_store_set_role(desk->db, update->workspace->id, user->id, role, desk->principal->user.id);
}

static enum role role_of(const struct member_list *members, int64_t user_id)
{
	for (size_t i = 0; i < members->count; i++)
		if (members->members[i].user_id == user_id)
			return members->members[i].role;
	return ROLE_NONE;
}

static bool has_owner(struct desk *desk, int64_t workspace_id)
{
	struct member_list members;

	if (!workspace_store_members(desk->db, workspace_id, &members))
		return false;
	if (members.count && members.members[0].role == ROLE_OWNER)
		return true;
	fail(desk->error, ERROR_CONFLICT, "the workspace would have no owner left");
	return fail_remedy(desk->error, "Make somebody else an owner first.");
}

/* One user has one role, whichever ways they are named. */
static bool find_wished(struct desk *desk, const struct workspace_edit *edit, struct user *users)
{
	for (size_t i = 0; i < edit->member_count; i++) {
		if (!resolve_user(desk, edit->members[i].user, &users[i]))
			return false;
		for (size_t j = 0; j < i; j++) {
			if (users[j].id != users[i].id)
				continue;
			fail(desk->error, ERROR_INVALID, "members names %s twice", users[i].email);
			return fail_remedy(desk->error, "Send each user once, with the role that they are to have.");
		}
	}
	return true;
}

static bool set_members(struct update *update, const struct workspace_edit *edit)
{
	struct desk *desk = update->desk;
	struct user *users = arena_array(desk->arena, edit->member_count + 1, sizeof(*users));
	struct member_list members;

	if (!edit->member_count)
		return true;
	if (!find_wished(desk, edit, users) || !workspace_store_members(desk->db, update->workspace->id, &members))
		return false;
	for (size_t i = 0; i < edit->member_count; i++)
		if (!set_role(update, &users[i], role_of(&members, users[i].id), edit->members[i].role))
			return false;
	return has_owner(desk, update->workspace->id);
}

static bool save(struct update *update)
{
	struct desk *desk = update->desk;
	struct workspace *workspace = update->workspace;
	bool changed;

	if (!update->count)
		return true;
	if (!workspace_store_update(desk->db, workspace, desk->now, desk->principal->user.id, &changed))
		return false;
	if (!changed)
		return db_lost_race(desk->db);
	workspace->version++;
	workspace->updated_at = arena_strdup(desk->arena, desk->now);
	workspace->updated_by = desk->principal->user.email;
	note(desk, workspace, ACTION_UPDATE, update->changes, update->count);
	return true;
}

/* Who was added by somebody else need not stay. */
static bool only_leaves(struct desk *desk, const struct workspace_edit *edit, bool *leaves)
{
	struct user user;

	*leaves = false;
	if (edit->name || edit->description || edit->has_archived || edit->member_count != 1 || edit->members[0].role != ROLE_NONE)
		return true;
	if (!resolve_user(desk, edit->members[0].user, &user))
		return false;
	*leaves = user.id == desk->principal->user.id;
	return true;
}

bool workspaces_update(struct desk *desk, const char *reference, int64_t if_version, const struct workspace_edit *edit,
		       struct workspace *workspace)
{
	bool leaves;
	struct update update = {
		.desk = desk,
		.workspace = workspace,
		.changes = arena_array(desk->arena, edit->member_count + 3, sizeof(*update.changes)),
	};

	if (!resolve_workspace(desk, reference, workspace) || !only_leaves(desk, edit, &leaves) ||
	    !desk_requires_role(desk, workspace->role, leaves ? ROLE_GUEST : ROLE_OWNER, workspace->name) ||
	    !check_version(desk, workspace, if_version) || (edit->name && !check_name(desk, edit->name)))
		return false;
	if (edit->name)
		set_text(&update, "name", &workspace->name, edit->name);
	if (edit->description)
		set_text(&update, "description", &workspace->description, *edit->description ? edit->description : NULL);
	if (edit->has_archived && edit->archived != (workspace->archived_at != NULL))
		set_text(&update, "archived_at", &workspace->archived_at,
			 edit->archived ? arena_strdup(desk->arena, desk->now) : NULL);
	return set_members(&update, edit) && save(&update);
}

bool workspaces_list(struct desk *desk, bool archived, int64_t after_id, int64_t limit, struct workspace_list *list)
{
	return workspace_store_list(desk->db, desk_viewer_id(desk), archived, after_id, limit, list);
}

bool workspaces_members(struct desk *desk, const struct workspace *workspace, struct member_list *list)
{
	return workspace_store_members(desk->db, workspace->id, list);
}

static enum role role_named(const char *name)
{
	for (int i = ROLE_GUEST; name && role_names[i]; i++)
		if (strcmp(role_names[i], name) == 0)
			return (enum role)i;
	return ROLE_NONE;
}

static bool set_back(struct update *update, const struct field_change *change)
{
	struct workspace *workspace = update->workspace;

	if (strncmp(change->field, MEMBER_FIELD, strlen(MEMBER_FIELD)) == 0) {
		struct user user = { .id = strtoll(change->field + strlen(MEMBER_FIELD), NULL, 10) };

		return set_role(update, &user, role_named(change->after), role_named(change->before));
	}
	if (strcmp(change->field, "name") == 0)
		set_text(update, "name", &workspace->name, change->before);
	else if (strcmp(change->field, "description") == 0)
		set_text(update, "description", &workspace->description, change->before);
	else
		set_text(update, "archived_at", &workspace->archived_at, change->before);
	return true;
}

bool workspaces_set_back(struct desk *desk, struct workspace *workspace, const struct field_change *changes, size_t count)
{
	struct update update = {
		.desk = desk,
		.workspace = workspace,
		.changes = arena_array(desk->arena, count + 1, sizeof(*update.changes)),
	};

	for (size_t i = 0; i < count; i++)
		if (!set_back(&update, &changes[i]))
			return false;
	return has_owner(desk, workspace->id) && save(&update);
}

bool workspaces_save_trash(struct desk *desk, struct workspace *workspace, enum activity_action action)
{
	bool changed;

	if (!workspace_store_set_deleted(desk->db, workspace->id, workspace->version, action == ACTION_DELETE, desk->now,
					 desk->principal->user.id, &changed))
		return false;
	if (!changed)
		return db_lost_race(desk->db);
	note(desk, workspace, action, NULL, 0);
	return true;
}
