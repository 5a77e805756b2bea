/*
 * The people that a file names.
 */
#include "transfer/importing.h"

#include "base/text.h"
#include "desk/moment.h"
#include "desk/resolve.h"
#include "desk/workspaces.h"

#include <string.h>

static bool find_by_email(struct importing *importing, const char *reference, struct person *person)
{
	const char *email = resolve_email(&importing->desk, reference);
	struct user user;
	bool found;

	if (!email) {
		importing->error = (struct error){ 0 };
		return true;
	}
	if (!user_store_find_by_email(importing->desk.db, email, &user, &found))
		return false;
	if (found)
		person->id = user.id;
	person->email = arena_strdup(importing->kept, email);
	return true;
}

static bool find_by_name(struct importing *importing, const char *reference, struct person *person)
{
	struct user_list list;

	if (!user_store_find_by_name(importing->desk.db, reference, desk_viewer_id(importing->given), &list))
		return false;
	if (list.count == 1) {
		person->id = list.users[0].id;
		person->email = arena_strdup(importing->kept, list.users[0].email);
	}
	return true;
}

bool import_person(struct importing *importing, const char *reference, struct person **person)
{
	struct import_people *people = &importing->people;
	struct person found = { .reference = arena_strdup(importing->kept, reference) };
	size_t at;

	if (text_index_find(&people->index, reference, &at)) {
		*person = &people->people[at];
		return true;
	}
	if (strchr(reference, '@') ? !find_by_email(importing, reference, &found) : !find_by_name(importing, reference, &found))
		return false;
	if (found.id && importing->totals->workspace.id &&
	    !workspace_store_has_member(importing->desk.db, importing->totals->workspace.id, found.id, &found.is_member))
		return false;
	people->people = import_with_room(people->people, people->count, &people->capacity, sizeof(found));
	people->people[people->count] = found;
	text_index_set(&people->index, reference, people->count);
	*person = &people->people[people->count++];
	return true;
}

struct new_member {
	struct importing *importing;
	const struct person *person;
};

static bool add_member(void *context, const char **result)
{
	const struct new_member *new = context;
	struct importing *importing = new->importing;
	struct arena *arena = importing->desk.arena;
	const struct membership_wish wish = { arena_printf(arena, "%lld", (long long)new->person->id), ROLE_MEMBER };
	const struct workspace_edit edit = { .members = &wish, .member_count = 1 };
	struct workspace workspace;

	(void)result;
	return workspaces_update(&importing->desk, arena_printf(arena, "%lld", (long long)importing->totals->workspace.id), 0, &edit,
				 &workspace);
}

static void report(struct importing *importing, size_t line, struct person *person)
{
	if (person->is_reported)
		return;
	person->is_reported = true;
	import_report_note(importing, line,
			   person->id ? "%s does not belong to the workspace, and is kept as text; --add-members adds who has an account" :
					"nobody here is called %s, which is kept as text",
			   person->reference);
}

bool import_member(struct importing *importing, size_t line, const char *reference, struct person **person)
{
	struct new_member new = { .importing = importing };

	if (!import_person(importing, reference, person))
		return false;
	if ((*person)->id && !(*person)->is_member && importing->options->adds_members) {
		new.person = *person;
		if (!import_change(importing, add_member, &new))
			return false;
		(*person)->is_member = true;
	}
	if (!(*person)->is_member)
		report(importing, line, *person);
	return true;
}

bool import_origin_person(struct importing *importing, size_t line, const struct text_value *reference, int64_t *id,
			  const char **text)
{
	struct person *person;

	*id = importing->given->principal->user.id;
	*text = NULL;
	if (!record_text(reference))
		return true;
	if (!import_person(importing, record_text(reference), &person))
		return false;
	if (person->id) {
		*id = person->id;
		return true;
	}
	report(importing, line, person);
	*text = person->reference;
	return true;
}

const char *import_said_by(struct importing *importing, const char *stranger, const char *text)
{
	return stranger ? arena_printf(importing->desk.arena, "*%s wrote:*\n\n%s", stranger, text ? text : "") : text;
}

/* "2026-12-01T14:00:00.123Z", in which the database's moments are written. */
static bool is_exact(const char *text)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	size_t i;

	for (i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	if (text[i] == '.')
		i += 1 + strspn(text + i + 1, "0123456789");
	return text[i] == 'Z' && !text[i + 1] && i <= sizeof("2026-12-01T14:00:00.123") - 1;
}

bool import_moment(struct importing *importing, const struct text_value *value, const char *what, const char *fallback,
		   const char **moment)
{
	const char *text = record_text(value);
	struct moment read;

	*moment = fallback;
	if (!text)
		return true;
	if (!moment_read(importing->desk.arena, text, importing->zone, what, &read, &importing->error))
		return false;
	if (is_exact(text))
		*moment = text;
	else if (read.utc)
		*moment = read.utc;
	else if (read.day)
		*moment = arena_printf(importing->desk.arena, "%sT00:00:00Z", read.day);
	return true;
}

bool import_origin(struct importing *importing, size_t line, const struct origin_record *record, struct row_origin *origin)
{
	char now[CLOCK_UTC_BYTES];
	const char *fallback, *ignored;

	clock_utc_now(now);
	fallback = arena_strdup(importing->desk.arena, now);
	return import_moment(importing, &record->created_at, "moment of creation", fallback, &origin->created_at) &&
	       import_moment(importing, &record->updated_at, "moment of change", origin->created_at, &origin->updated_at) &&
	       import_origin_person(importing, line, &record->created_by, &origin->created_by_id, &ignored) &&
	       import_origin_person(importing, line, &record->updated_by, &origin->updated_by_id, &ignored);
}
