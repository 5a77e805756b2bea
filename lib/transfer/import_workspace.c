/*
 * The workspace that a file goes into: one that is there, or a new one with the members that the
 * file has for it.
 */
#include "transfer/importing.h"

#include "desk/resolve.h"

#include <string.h>

/* A new workspace while it is made. */
struct opening {
	struct importing *importing;
	struct workspace workspace;
	struct row_origin origin;
	struct row_origin *member_origins;
	struct person **people;        /* of the members that are known here */
};

static bool add_members(struct opening *opening)
{
	struct importing *importing = opening->importing;
	int64_t actor = importing->given->principal->user.id;
	bool has_owner = false;

	for (size_t i = 0; i < importing->member_count; i++) {
		enum role role = (enum role)(ROLE_GUEST + importing->members[i].role.value);

		if (!opening->people[i]->id)
			continue;
		has_owner = has_owner || role == ROLE_OWNER;
		if (!transfer_store_add_member(importing->desk.db, opening->workspace.id, opening->people[i]->id, role,
					       &opening->member_origins[i]))
			return false;
	}
	/* Somebody has to own it. */
	return has_owner ||
	       workspace_store_set_role(importing->desk.db, opening->workspace.id, actor, ROLE_OWNER, actor);
}

static bool make(void *context, const char **result)
{
	struct opening *opening = context;
	struct importing *importing = opening->importing;

	(void)result;
	if (!transfer_store_add_workspace(importing->desk.db, &opening->workspace, &opening->origin) || !add_members(opening))
		return false;
	change_note(&importing->desk, &(struct activity){
					      .entity = ENTITY_WORKSPACE,
					      .entity_id = opening->workspace.id,
					      .workspace_id = opening->workspace.id,
					      .action = ACTION_CREATE,
				      });
	return true;
}

static bool read_members(struct opening *opening)
{
	struct importing *importing = opening->importing;
	struct arena *arena = importing->desk.arena;

	opening->people = arena_array(arena, importing->member_count + 1, sizeof(*opening->people));
	opening->member_origins = arena_array(arena, importing->member_count + 1, sizeof(*opening->member_origins));
	for (size_t i = 0; i < importing->member_count; i++) {
		const struct member_record *member = &importing->members[i];
		const struct origin_record origin = { .created_at = member->created_at, .created_by = member->created_by };
		struct person *person;

		if (!import_person(importing, member->user.value, &person) ||
		    !import_origin(importing, member->line, &origin, &opening->member_origins[i]))
			return false;
	}
	/* Only now, since people move when others come. */
	for (size_t i = 0; i < importing->member_count; i++)
		if (!import_person(importing, importing->members[i].user.value, &opening->people[i]))
			return false;
	return true;
}

static void mark_members(struct opening *opening)
{
	struct importing *importing = opening->importing;

	for (size_t i = 0; i < importing->member_count; i++) {
		opening->people[i]->is_member = opening->people[i]->id != 0;
		if (!opening->people[i]->id)
			import_report_note(importing, importing->members[i].line,
					   "nobody here has the address %s, so they are no member", importing->members[i].user.value);
	}
}

static bool make_new(struct importing *importing, const char *name)
{
	static const struct workspace_record nothing = { 0 };
	const struct workspace_record *wanted = importing->wanted ? importing->wanted : &nothing;
	struct opening opening = {
		.importing = importing,
		.workspace = { .name = name, .description = record_text(&wanted->description), .role = ROLE_OWNER },
	};

	if (!desk_check_line(&importing->desk, name, WORKSPACE_NAME_LONGEST, "the name of a workspace") ||
	    !import_origin(importing, wanted->line, &wanted->origin, &opening.origin) || !read_members(&opening) ||
	    !import_change(importing, make, &opening))
		return false;
	opening.workspace.name = arena_strdup(importing->kept, name);
	importing->totals->workspace = opening.workspace;
	importing->totals->is_new = true;
	mark_members(&opening);
	return true;
}

static bool check_found(struct importing *importing, const struct workspace *workspace)
{
	if (!desk_requires_role(&importing->desk, workspace->role, ROLE_MEMBER, workspace->name))
		return false;
	if (!workspace->archived_at)
		return true;
	return fail(&importing->error, ERROR_CONFLICT, "the workspace '%.100s' is archived", workspace->name);
}

/* Who is a member where the file comes from may be none here. */
static bool welcome_members(struct importing *importing)
{
	for (size_t i = 0; i < importing->member_count; i++) {
		struct person *person;

		if (!import_member(importing, importing->members[i].line, importing->members[i].user.value, &person))
			return false;
	}
	return true;
}

static bool open_named(struct importing *importing, const char *reference)
{
	struct workspace *workspace = &importing->totals->workspace;

	if (resolve_workspace(&importing->desk, reference, workspace)) {
		workspace->name = arena_strdup(importing->kept, workspace->name);
		return check_found(importing, workspace) && welcome_members(importing);
	}
	*workspace = (struct workspace){ 0 };
	if (importing->error.kind != ERROR_NOT_FOUND)
		return false;
	importing->error = (struct error){ 0 };
	return make_new(importing, reference);
}

static bool open_workspace(struct importing *importing)
{
	if (importing->options->workspace)
		return open_named(importing, importing->options->workspace);
	if (importing->wanted)
		return make_new(importing, importing->wanted->name.value);
	fail(&importing->error, ERROR_INVALID, "the file does not say which workspace its tasks belong to");
	return fail_remedy(&importing->error, "Say it with --workspace: one that is there, or the name of a new one.");
}

bool import_open(struct importing *importing)
{
	if (importing->is_open)
		return true;
	importing->is_open = open_workspace(importing);
	importing->is_stopped = !importing->is_open;
	return importing->is_open;
}
