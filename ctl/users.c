#include "ctl/ctl.h"

#include "auth/password.h"
#include "base/secret.h"
#include "ctl/password_input.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "desk/users.h"

#include <stdio.h>
#include <string.h>

static bool add(void *context, const char **result)
{
	void **parts = context;

	(void)result;
	return users_create(parts[0], parts[1]);
}

static bool exists(struct ctl *ctl, struct desk *desk, const char *email, bool *found)
{
	const char *address = resolve_email(desk, email);
	struct user user;

	return address && user_store_find_by_email(ctl->db, address, &user, found);
}

int ctl_user_add(struct ctl *ctl)
{
	struct new_user wanted = { 0 };
	bool from_stdin = ctl_flag(ctl, "--password-stdin");
	bool without = ctl_flag(ctl, "--no-password");
	bool if_missing = ctl_flag(ctl, "--if-missing");
	bool found = false;
	char password[1024];
	struct prepared_user prepared;
	struct principal principal;
	struct desk desk;
	struct change change = { .work = add, .context = (void *[]){ &desk, &prepared } };

	ctl_option(ctl, "--name", &wanted.name);
	ctl_option(ctl, "--time-zone", &wanted.time_zone);
	wanted.email = ctl_argument(ctl, "e-mail address");
	if (!wanted.email)
		return 2;
	if (!wanted.name || !*wanted.name)
		return ctl_misused("user add needs --name");
	if (!ctl_desk(ctl, &desk, &principal) || (if_missing && !exists(ctl, &desk, wanted.email, &found)))
		return ctl_failed(ctl);
	if (found) {
		printf("%s is there already\n", wanted.email);
		return 0;
	}
	if (!without && !password_input(password, sizeof(password), from_stdin ? PASSWORD_STDIN : PASSWORD_ASK))
		return ctl_misused("no password was given");
	wanted.password = without ? NULL : password;
	if (!users_prepare(&desk, &wanted, &prepared) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	secret_wipe(password, sizeof(password));
	printf("user %lld: %s\n", (long long)prepared.user.id, prepared.user.email);
	return 0;
}

struct user_change {
	struct desk *desk;
	struct user user;
	const char *name, *time_zone;
};

static bool change_user(void *context, const char **result)
{
	struct user_change *wanted = context;

	(void)result;
	return users_change(wanted->desk, &wanted->user, wanted->name, wanted->time_zone);
}

int ctl_user_change(struct ctl *ctl)
{
	struct principal principal;
	struct desk desk;
	struct user_change wanted = { .desk = &desk };
	struct change change = { .work = change_user, .context = &wanted };
	const char *email;

	ctl_option(ctl, "--name", &wanted.name);
	ctl_option(ctl, "--time-zone", &wanted.time_zone);
	email = ctl_argument(ctl, "e-mail address");
	if (!email)
		return 2;
	if (!wanted.name && !wanted.time_zone)
		return ctl_misused("user change needs --name or --time-zone");
	if (!ctl_desk(ctl, &desk, &principal) || !resolve_user(&desk, email, &wanted.user) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	printf("user %lld: %s, %s, %s\n", (long long)wanted.user.id, wanted.user.email, wanted.user.name, wanted.user.time_zone);
	return 0;
}

struct password_change {
	struct desk *desk;
	struct user user;
	const char *hash;
};

static bool set_password(void *context, const char **result)
{
	const struct password_change *change = context;

	(void)result;
	return users_set_password(change->desk, &change->user, change->hash);
}

int ctl_user_password(struct ctl *ctl)
{
	bool from_stdin = ctl_flag(ctl, "--password-stdin");
	bool without = ctl_flag(ctl, "--no-password");
	const char *email = ctl_argument(ctl, "e-mail address");
	struct principal principal;
	struct desk desk;
	struct password_change wanted = { .desk = &desk };
	struct change change = { .work = set_password, .context = &wanted };
	char password[1024];

	if (!email)
		return 2;
	if (!ctl_desk(ctl, &desk, &principal) || !resolve_user(&desk, email, &wanted.user))
		return ctl_failed(ctl);
	if (!without && !password_input(password, sizeof(password), from_stdin ? PASSWORD_STDIN : PASSWORD_ASK))
		return ctl_misused("no password was given");
	wanted.hash = without ? NULL : password_hash(&ctl->arena, password, &ctl->error);
	secret_wipe(password, sizeof(password));
	if ((!without && !wanted.hash) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	printf("%s has %s password and is signed out everywhere\n", wanted.user.email, without ? "no" : "a new");
	return 0;
}

int ctl_user_list(struct ctl *ctl)
{
	struct principal principal;
	struct user_list list;
	struct desk desk;

	if (ctl->count)
		return ctl_misused("user list takes no arguments");
	if (!ctl_desk(ctl, &desk, &principal) || !user_store_list(ctl->db, &list))
		return ctl_failed(ctl);
	printf("%-6s %-40s %-30s %s\n", "id", "email", "name", "time zone");
	for (size_t i = 0; i < list.count; i++)
		printf("%-6lld %-40s %-30s %s\n", (long long)list.users[i].id, list.users[i].email, list.users[i].name,
		       list.users[i].time_zone);
	return 0;
}
