/*
 * What the commands of taskdeskctl share.
 */
#ifndef TASKDESK_CTL_CTL_H
#define TASKDESK_CTL_CTL_H

#include "auth/principal.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "config/config.h"
#include "desk/desk.h"
#include "store/db.h"

#define CTL_MEMORY_BYTES ((size_t)256 * 1024 * 1024)

struct ctl {
	struct arena arena;
	const char *config_path;        /* NULL: none was found */
	struct config config;
	struct log log;
	struct error error;
	struct db *db;
	char **arguments;       /* behind the command's own words */
	int count;
};

/* Each returns the exit status: 0 done, 1 failed with a sentence on stderr, 2 called wrongly. */
int ctl_migrate(struct ctl *ctl);
int ctl_optimize(struct ctl *ctl);
int ctl_user_add(struct ctl *ctl);
int ctl_user_change(struct ctl *ctl);
int ctl_user_list(struct ctl *ctl);
int ctl_user_password(struct ctl *ctl);
int ctl_user_bind(struct ctl *ctl);
int ctl_user_unbind(struct ctl *ctl);
int ctl_key_create(struct ctl *ctl);
int ctl_key_list(struct ctl *ctl);
int ctl_key_revoke(struct ctl *ctl);
int ctl_keys_rotate(struct ctl *ctl);
int ctl_client_add(struct ctl *ctl);
int ctl_client_list(struct ctl *ctl);
int ctl_client_revoke(struct ctl *ctl);
int ctl_client_pin(struct ctl *ctl);
int ctl_client_unpin(struct ctl *ctl);
int ctl_export(struct ctl *ctl);
int ctl_import(struct ctl *ctl);
int ctl_undo(struct ctl *ctl);

/* Prints the error; 1. */
int ctl_failed(const struct ctl *ctl);

/* Prints what was wrong about the call; 2. */
int ctl_misused(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Takes "--name VALUE" or a bare "--name" out of the arguments. */
bool ctl_option(struct ctl *ctl, const char *name, const char **value);
bool ctl_flag(struct ctl *ctl, const char *name);

/* The argument that is left; NULL, with a sentence on stderr, unless it is exactly one and no option. */
const char *ctl_argument(struct ctl *ctl, const char *what);

/* Between least and most arguments that are no options are left; else false, with a sentence on stderr that asks for them. */
bool ctl_arguments(struct ctl *ctl, int least, int most, const char *wanted);

/* A desk for the administrator, acting as the system user. */
bool ctl_desk(struct ctl *ctl, struct desk *desk, struct principal *principal);

#endif
