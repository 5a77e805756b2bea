#include "ctl/ctl.h"

#include "auth/scope.h"
#include "base/text.h"
#include "store/migration.h"
#include "store/user_store.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Without a configuration the database is looked for where it seldom is. */
static void say_if_unconfigured(const struct ctl *ctl)
{
	if (ctl->error.kind == ERROR_UNAVAILABLE && !ctl->config_path)
		fputs("  No configuration was read: name it with --config FILE, or in the variable TASKDESK_CONFIG.\n", stderr);
}

int ctl_failed(const struct ctl *ctl)
{
	fprintf(stderr, "taskdeskctl: %s%s%s\n", ctl->error.message, *ctl->error.remedy ? "\n  " : "", ctl->error.remedy);
	say_if_unconfigured(ctl);
	return 1;
}

int ctl_misused(const char *format, ...)
{
	va_list values;

	fputs("taskdeskctl: ", stderr);
	va_start(values, format);
	vfprintf(stderr, format, values);
	va_end(values);
	fputc('\n', stderr);
	return 2;
}

static void take_out(struct ctl *ctl, int at, int words)
{
	for (int i = at; i + words < ctl->count; i++)
		ctl->arguments[i] = ctl->arguments[i + words];
	ctl->count -= words;
}

bool ctl_option(struct ctl *ctl, const char *name, const char **value)
{
	for (int i = 0; i + 1 < ctl->count; i++) {
		/* An option where a value should be is no value: what is left is told as misuse. */
		if (strcmp(ctl->arguments[i], name) != 0 || text_starts_with(ctl->arguments[i + 1], "--"))
			continue;
		*value = ctl->arguments[i + 1];
		take_out(ctl, i, 2);
		return true;
	}
	return false;
}

bool ctl_flag(struct ctl *ctl, const char *name)
{
	for (int i = 0; i < ctl->count; i++) {
		if (strcmp(ctl->arguments[i], name) != 0)
			continue;
		take_out(ctl, i, 1);
		return true;
	}
	return false;
}

bool ctl_arguments(struct ctl *ctl, int least, int most, const char *wanted)
{
	for (int i = 0; i < ctl->count; i++) {
		if (strncmp(ctl->arguments[i], "--", 2) == 0) {
			ctl_misused("there is no option %s here, or its value is missing", ctl->arguments[i]);
			return false;
		}
	}
	if (ctl->count >= least && ctl->count <= most)
		return true;
	ctl_misused("expected %s", wanted);
	return false;
}

const char *ctl_argument(struct ctl *ctl, const char *what)
{
	return ctl_arguments(ctl, 1, 1, arena_printf(&ctl->arena, "exactly one %s", what)) ? ctl->arguments[0] : NULL;
}

static bool schema_is_right(struct ctl *ctl)
{
	int number;

	if (!migration_applied(ctl->db, &number))
		return false;
	return number == migration_newest() ||
	       fail(&ctl->error, ERROR_CONFLICT, "the database is at schema %d and this program needs %d: %s", number,
		    migration_newest(),
		    number < migration_newest() ? "run taskdeskctl migrate" : "install the newer program");
}

bool ctl_desk(struct ctl *ctl, struct desk *desk, struct principal *principal)
{
	bool found;

	*principal = (struct principal){
		.credential = CREDENTIAL_ADMINISTRATOR,
		.credential_name = "taskdeskctl",
		.scopes = SCOPE_ALL,
	};
	if (!schema_is_right(ctl) || !user_store_find(ctl->db, SYSTEM_USER_ID, &principal->user, &found))
		return false;
	if (!found)
		return fail(&ctl->error, ERROR_INTERNAL, "the database has no system user");
	desk_init(desk, ctl->db, &ctl->arena, &ctl->error, &ctl->config, principal);
	return true;
}
