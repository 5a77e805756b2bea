#include "ctl/ctl.h"

#include "auth/api_key.h"
#include "auth/scope.h"
#include "base/secret.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "store/api_key_store.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_DAYS 36500
#define LONGEST_NAME 100

struct creation {
	struct desk *desk;
	struct api_key key;
	unsigned char hash[SHA256_BYTES];
	int64_t expires_days;
};

static void note(struct desk *desk, int64_t id, enum activity_action action)
{
	change_note(desk, &(struct activity){ .entity = ENTITY_API_KEY, .entity_id = id, .action = action });
}

static bool create(void *context, const char **result)
{
	struct creation *creation = context;
	struct desk *desk = creation->desk;

	(void)result;
	if (!api_key_store_insert(desk->db, &creation->key, creation->hash, creation->expires_days,
				  desk->principal->user.id))
		return false;
	note(desk, creation->key.id, ACTION_CREATE);
	return true;
}

static bool bind_user(struct desk *desk, const char *email, struct api_key *key)
{
	struct user user;

	if (!email)
		return true;
	if (!resolve_user(desk, email, &user))
		return false;
	key->user_id = user.id;
	return true;
}

int ctl_key_create(struct ctl *ctl)
{
	const char *scopes = NULL, *email = NULL, *days = NULL;
	struct principal principal;
	struct desk desk;
	struct creation creation = { .desk = &desk };
	struct change change = { .work = create, .context = &creation };
	const char *key;

	creation.key.may_act_as = ctl_flag(ctl, "--act-as");
	ctl_option(ctl, "--scopes", &scopes);
	ctl_option(ctl, "--user", &email);
	ctl_option(ctl, "--expires-days", &days);
	creation.key.name = ctl_argument(ctl, "name");
	if (!creation.key.name)
		return 2;
	if (!scopes)
		return ctl_misused("key create needs --scopes, such as --scopes read,write");
	if (email && creation.key.may_act_as)
		return ctl_misused("a key is bound to one user (--user) or may act as others (--act-as), not both");
	if (days && (!text_to_int64(days, &creation.expires_days) || creation.expires_days < 1 ||
		     creation.expires_days > LONGEST_DAYS))
		return ctl_misused("--expires-days takes a whole number from 1 to %d", LONGEST_DAYS);
	key = api_key_generate(&ctl->arena);
	sha256(key, strlen(key), creation.hash);
	if (!scope_parse(&ctl->arena, scopes, &creation.key.scopes, &ctl->error) || !ctl_desk(ctl, &desk, &principal) ||
	    !desk_check_line(&desk, creation.key.name, LONGEST_NAME, "the name of a key") ||
	    !bind_user(&desk, email, &creation.key) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	fprintf(stderr, "key %lld, shown this once:\n", (long long)creation.key.id);
	puts(key);
	return 0;
}

static const char *state_of(const struct api_key *key)
{
	return key->is_revoked ? "revoked" : key->is_expired ? "expired" : "valid";
}

int ctl_key_list(struct ctl *ctl)
{
	struct principal principal;
	struct api_key_list list;
	struct desk desk;

	if (ctl->count)
		return ctl_misused("key list takes no arguments");
	if (!ctl_desk(ctl, &desk, &principal) || !api_key_store_list(ctl->db, &list))
		return ctl_failed(ctl);
	printf("%-5s %-8s %-24s %-18s %-30s %-26s %s\n", "id", "state", "name", "scopes", "acts as", "expires", "last used");
	for (size_t i = 0; i < list.count; i++) {
		const struct api_key *key = &list.keys[i];

		printf("%-5lld %-8s %-24s %-18s %-30s %-26s %s\n", (long long)key->id, state_of(key), key->name,
		       scope_names(&ctl->arena, key->scopes),
		       key->user_email ? key->user_email : key->may_act_as ? "anybody" : "the system user",
		       key->expires_at ? key->expires_at : "never", key->last_used_at ? key->last_used_at : "never");
	}
	return 0;
}

struct revocation {
	struct desk *desk;
	int64_t id;
};

static bool revoke(void *context, const char **result)
{
	struct revocation *revocation = context;
	struct desk *desk = revocation->desk;
	bool changed;

	(void)result;
	if (!api_key_store_revoke(desk->db, revocation->id, &changed))
		return false;
	if (!changed)
		return fail(desk->error, ERROR_NOT_FOUND, "there is no key %lld that is not revoked yet",
			    (long long)revocation->id);
	note(desk, revocation->id, ACTION_REVOKE);
	return true;
}

int ctl_key_revoke(struct ctl *ctl)
{
	struct principal principal;
	struct desk desk;
	struct revocation revocation = { .desk = &desk };
	struct change change = { .work = revoke, .context = &revocation };
	const char *id = ctl_argument(ctl, "id");

	if (!id)
		return 2;
	if (!text_to_int64(id, &revocation.id))
		return ctl_misused("'%s' is not the id of a key; key list shows them", id);
	if (!ctl_desk(ctl, &desk, &principal) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	printf("key %lld is refused from now on\n", (long long)revocation.id);
	return 0;
}
