#include "ctl/ctl.h"

#include "base/secret.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "desk/users.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool read_line(char *line, size_t capacity)
{
	if (!fgets(line, (int)capacity, stdin))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

/* Asks at the terminal without showing what is typed. */
static bool ask_password(char *password, size_t capacity)
{
	struct termios shown, hidden;
	bool read;

	if (tcgetattr(STDIN_FILENO, &shown) != 0)
		return read_line(password, capacity);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	fputs("Password: ", stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	read = read_line(password, capacity);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	return read;
}

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
	if (!without && !(from_stdin ? read_line(password, sizeof(password)) : ask_password(password, sizeof(password))))
		return ctl_misused("no password was given");
	wanted.password = without ? NULL : password;
	if (!users_prepare(&desk, &wanted, &prepared) || !change_run(&desk, &change))
		return ctl_failed(ctl);
	secret_wipe(password, sizeof(password));
	printf("user %lld: %s\n", (long long)prepared.user.id, prepared.user.email);
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
