/*
 * The settings: one row per setting says its name, type, default and meaning; the file, the
 * environment and the commented example are all read or written from these rows.
 */
#ifndef TASKDESK_CONFIG_CONFIG_H
#define TASKDESK_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/error.h"
#include "config/endpoints.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum unknown_user {
	UNKNOWN_USER_FALLBACK, /* act as the system user and say so */
	UNKNOWN_USER_REJECT,
};

enum database_tls {
	DATABASE_TLS_OFF,
	DATABASE_TLS_REQUIRED, /* encrypted and the certificate verified */
};

enum oauth_mode {
	OAUTH_OFF,     /* API keys only */
	OAUTH_ON,      /* our own authorization server */
	OAUTH_OUTSIDE, /* another one's tokens */
};

enum token_check {
	TOKEN_CHECK_JWT,           /* by signature, with the provider's keys */
	TOKEN_CHECK_INTROSPECTION, /* by asking the provider (RFC 7662) */
};

/* All strings live as long as the arena given to config_load. */
struct config {
	const char *database_socket;
	const char *database_host;
	int64_t database_port;
	const char *database_name;
	const char *database_user;
	const char *database_password;
	int64_t database_tls;               /* enum database_tls */
	const char *database_tls_ca;
	int64_t database_timeout_seconds;
	int64_t database_idle_seconds;

	const char *api_key;                /* the bootstrap key; "" for none */
	const char *api_key_file;
	int64_t unknown_user;               /* enum unknown_user */
	int64_t registration;               /* boolean */
	const char *allowed_origins;
	const char *trusted_proxies;

	int64_t oauth;                      /* enum oauth_mode */
	const char *public_url;             /* without a slash at its end; "" only while oauth is off */
	int64_t access_token_seconds;
	int64_t refresh_token_days;
	int64_t dynamic_registration;       /* boolean */
	const char *redirect_schemes;
	const char *signing_secret;         /* "": signing keys are kept unsealed */

	/* oauth = outside: the provider, whose tokens count here */
	const char *issuer_url;
	const char *audience;               /* "": each endpoint's own address */
	const char *required_scopes;
	const char *scope_map;              /* "": the provider uses our words */
	int64_t token_check;                /* enum token_check */
	const char *token_algorithms;
	const char *jwks_url;               /* this and the next ones "": as the provider's metadata say */
	const char *introspection_url;
	const char *authorize_url;
	const char *token_url;
	const char *oauth_metadata_url;     /* "": where the standards put it */
	const char *client_id;              /* what we are to the provider; "": nothing */
	const char *client_secret;
	const char *default_scope;
	int64_t setup_proxies;              /* boolean */
	const char *custom_oauth_metadata;
	const char *email_claim;
	int64_t create_users;               /* boolean */
	const char *provider_ca;

	int64_t request_limit_bytes;
	int64_t request_memory_bytes;
	int64_t page_size;
	int64_t read_only;                  /* boolean */
	int64_t result_limit_characters;
	int64_t trash_days;                 /* 0: for ever */
	const char *toolsets;               /* "": all */
	const char *endpoint;               /* entries, one a line */
	struct endpoint_list endpoints;     /* all there are, read from it */
	int64_t ask_timeout_seconds;
	int64_t log_level;                  /* enum log_level */
};

/*
 * Reads the settings: defaults, then the file (NULL: none), then the environment over both.
 * Fails with ERROR_INVALID and a sentence that names file, line and setting.
 */
bool config_load(struct config *config, struct arena *arena, const char *path, char *const *environment,
		 struct error *error);

/*
 * Where the configuration is: the --config argument if given, else TASKDESK_CONFIG from the
 * environment, else "taskdesk.conf" beside the executable when it is there. NULL for none.
 */
const char *config_find(struct arena *arena, const char *argument);

/* Writes the commented example, one entry per setting. */
void config_write_example(FILE *file);

/* The names of all settings, NULL at the end. */
const char *const *config_names(struct arena *arena);

#endif
