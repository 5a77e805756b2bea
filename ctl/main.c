/*
 * taskdeskctl: what an administrator does from the command line.
 */
#include "ctl/ctl.h"

#include "app/version.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum need {
	NEEDS_NOTHING,
	NEEDS_DATABASE,
	NEEDS_PATIENCE,                 /* a database, for statements on whole tables */
};

/* As long as anybody would wait. */
#define PATIENT_SECONDS (24 * 60 * 60)

struct command {
	const char *noun;
	const char *verb;               /* NULL: the noun is all */
	const char *arguments;
	const char *meaning;
	enum need need;
	int (*run)(struct ctl *ctl);
};

static int show_version(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 0, 0, "nothing behind version"))
		return 2;
	puts("taskdesk " TASKDESK_VERSION);
	return 0;
}

static int show_config(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 0, 0, "nothing behind config"))
		return 2;
	config_write_example(stdout);
	return 0;
}

static const struct command commands[] = {
	{ "migrate", NULL, "", "bring the database to this program's schema; safe to run again", NEEDS_PATIENCE, ctl_migrate },
	{ "optimize", NULL, "", "make search fast again after many edits; nothing can be saved meanwhile", NEEDS_PATIENCE, ctl_optimize },
	{ "user", "add", "EMAIL --name NAME [--time-zone ZONE] [--password-stdin | --no-password] [--if-missing]",
	  "make an account; asks for the password unless told otherwise", NEEDS_DATABASE, ctl_user_add },
	{ "user", "change", "EMAIL [--name NAME] [--time-zone ZONE]", "give an account another name or time zone", NEEDS_DATABASE,
	  ctl_user_change },
	{ "user", "list", "", "show the accounts", NEEDS_DATABASE, ctl_user_list },
	{ "user", "password", "EMAIL [--password-stdin | --no-password]",
	  "give an account another password, and sign it out everywhere", NEEDS_DATABASE, ctl_user_password },
	{ "user", "bind", "EMAIL --subject SUB [--issuer URL]",
	  "know somebody of an outside provider as this account", NEEDS_DATABASE, ctl_user_bind },
	{ "user", "unbind", "--subject SUB [--issuer URL]", "forget as whom somebody of an outside provider was known", NEEDS_DATABASE,
	  ctl_user_unbind },
	{ "key", "create", "NAME --scopes read,write,admin [--user EMAIL] [--act-as] [--expires-days N]",
	  "make an API key and show it, once", NEEDS_DATABASE, ctl_key_create },
	{ "key", "list", "", "show the API keys, without the keys themselves", NEEDS_DATABASE, ctl_key_list },
	{ "key", "revoke", "ID", "refuse a key from now on", NEEDS_DATABASE, ctl_key_revoke },
	{ "client", "add",
	  "NAME [--redirect URI]… [--user EMAIL] [--auth METHOD] [--jwks FILE] [--scopes tasks:read,tasks:write,admin,offline_access]",
	  "let a program ask people for access (--redirect), or act as one by itself (--user)", NEEDS_DATABASE, ctl_client_add },
	{ "client", "list", "[--all]", "show the programs with access; --all: those too that only registered", NEEDS_DATABASE, ctl_client_list },
	{ "client", "revoke", "CLIENT_ID", "refuse a program and all its tokens from now on", NEEDS_DATABASE, ctl_client_revoke },
	{ "client", "pin", "URL FILE", "know a client by this copy of its metadata document, which is not fetched any more", NEEDS_DATABASE,
	  ctl_client_pin },
	{ "client", "unpin", "URL", "fetch a client's metadata document again", NEEDS_DATABASE, ctl_client_unpin },
	{ "keys", "rotate", "[--distrust]",
	  "sign access tokens with a new key; --distrust: and refuse those signed before, for when a key has leaked", NEEDS_DATABASE,
	  ctl_keys_rotate },
	{ "export", NULL, "WORKSPACE [--format jsonl|csv] [--trash] [--bom] [FILE]",
	  "write a workspace (id or name) as JSON lines, or its tasks as CSV; to standard output without FILE", NEEDS_DATABASE, ctl_export },
	{ "import", NULL,
	  "[--format jsonl|csv|asana|todoist] [--workspace W] [--project P] [--as EMAIL] [--add-members] [--dry-run] [FILE]",
	  "read such a file, or standard input, into a workspace: W, or a new one; a bad line is told and the rest goes on", NEEDS_DATABASE,
	  ctl_import },
	{ "undo", NULL, "CHANGE_ID…", "take changes back, such as those of an import", NEEDS_DATABASE, ctl_undo },
	{ "config", NULL, "", "print a commented configuration with all settings", NEEDS_NOTHING, show_config },
	{ "version", NULL, "", "print the version", NEEDS_NOTHING, show_version },
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static int usage(void)
{
	fputs("usage: taskdeskctl [--config FILE] COMMAND\n"
	      "The configuration is FILE, else what TASKDESK_CONFIG names, else taskdesk.conf beside this program.\n\n", stderr);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(stderr, "  %s%s%s %s\n      %s\n", commands[i].noun, commands[i].verb ? " " : "",
			commands[i].verb ? commands[i].verb : "", commands[i].arguments, commands[i].meaning);
	return 2;
}

/* Takes the command's words off the arguments. */
static const struct command *command_for(struct ctl *ctl)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		const struct command *command = &commands[i];
		int words = command->verb ? 2 : 1;

		if (ctl->count < words || strcmp(ctl->arguments[0], command->noun) != 0 ||
		    (command->verb && strcmp(ctl->arguments[1], command->verb) != 0))
			continue;
		ctl->arguments += words;
		ctl->count -= words;
		return command;
	}
	return NULL;
}

static bool open_database(struct ctl *ctl, const char *config_argument, enum need need)
{
	ctl->config_path = config_find(&ctl->arena, config_argument);
	if (!config_load(&ctl->config, &ctl->arena, ctl->config_path, environ, &ctl->error))
		return false;
	if (need == NEEDS_PATIENCE)
		ctl->config.database_timeout_seconds = PATIENT_SECONDS;
	ctl->log.level = LOG_ERROR;
	ctl->db = db_new(&ctl->config, &ctl->log);
	if (!ctl->db)
		return fail(&ctl->error, ERROR_UNAVAILABLE, "out of memory");
	db_begin_request(ctl->db, &ctl->arena, &ctl->error);
	return true;
}

/* What was to be printed may be a key that is shown only once. */
static int written(int status)
{
	if (status != 0 || (fflush(stdout) == 0 && !ferror(stdout)))
		return status;
	fprintf(stderr, "taskdeskctl: what was done stands, but what it had to print is lost: %s\n", strerror(errno));
	return 1;
}

int main(int count, char **arguments)
{
	struct ctl ctl = { .arguments = arguments + 1, .count = count - 1 };
	const char *config_argument = NULL;
	const struct command *command;
	int status;

	arena_init(&ctl.arena, CTL_MEMORY_BYTES);
	if (ctl.count >= 2 && strcmp(ctl.arguments[0], "--config") == 0) {
		config_argument = ctl.arguments[1];
		ctl.arguments += 2;
		ctl.count -= 2;
	}
	command = command_for(&ctl);
	if (!command)
		return usage();
	for (int i = 0; i < ctl.count; i++)
		if (!utf8_is_valid(ctl.arguments[i], strlen(ctl.arguments[i])))
			return ctl_misused("argument %d is not UTF-8", i + 1);
	if (command->need != NEEDS_NOTHING && !open_database(&ctl, config_argument, command->need))
		status = ctl_failed(&ctl);
	else
		status = command->run(&ctl);
	if (ctl.db)
		db_end_request(ctl.db);
	db_free(ctl.db);
	arena_free(&ctl.arena);
	return written(status);
}
