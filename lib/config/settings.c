#include "config/settings.h"

#include "config/config.h"

static const char *const on_off[] = { "off", "on", NULL };
static const char *const unknown_user_choices[] = { "fallback", "reject", NULL };
static const char *const tls_choices[] = { "off", "required", NULL };
static const char *const oauth_choices[] = { "off", "on", "outside", NULL };
static const char *const log_choices[] = { "error", "info", "debug", NULL };

#define AT(member) .name = #member, .offset = offsetof(struct config, member)

const struct setting settings[] = {
	{ AT(database_socket), .type = SETTING_TEXT, .standard = "",
	  .meaning = "Path of MariaDB's unix socket. Empty: the usual places are tried, or database_host is used if set." },
	{ AT(database_host), .type = SETTING_TEXT, .standard = "",
	  .meaning = "Host name or address of MariaDB over TCP. Several, separated by commas, are tried in order." },
	{ AT(database_port), .type = SETTING_INTEGER, .standard = "3306", .minimum = 1, .maximum = 65535,
	  .meaning = "TCP port for database_host." },
	{ AT(database_name), .type = SETTING_TEXT, .standard = "taskdesk",
	  .meaning = "Name of the database. On shared hosting it usually has your account as a prefix." },
	{ AT(database_user), .type = SETTING_TEXT, .standard = "taskdesk",
	  .meaning = "Database account." },
	{ AT(database_password), .type = SETTING_TEXT, .standard = "", .secret = true,
	  .meaning = "Its password. Empty where the account signs in through the socket." },
	{ AT(database_tls), .type = SETTING_CHOICE, .standard = "off", .choices = tls_choices,
	  .meaning = "required: encrypt the TCP connection and verify the server's certificate." },
	{ AT(database_tls_ca), .type = SETTING_TEXT, .standard = "",
	  .meaning = "File of certificates to trust for database_tls = required. Empty: the system's." },
	{ AT(database_timeout_seconds), .type = SETTING_INTEGER, .standard = "5", .minimum = 1, .maximum = 60,
	  .meaning = "How long connecting, and any one statement, may take." },
	{ AT(database_idle_seconds), .type = SETTING_INTEGER, .standard = "60", .minimum = 0, .maximum = 86400,
	  .meaning = "An idle worker closes its database connection after this time, which keeps below a host's connection limit. 0: never." },

	{ AT(api_key), .type = SETTING_TEXT, .standard = "", .secret = true,
	  .meaning = "The bootstrap API key: all scopes, may act as any user. At least 24 characters. Better kept in api_key_file; the environment variable MCP_API_KEY comes before both." },
	{ AT(api_key_file), .type = SETTING_TEXT, .standard = "",
	  .meaning = "File whose first line is the bootstrap API key." },
	{ AT(unknown_user), .type = SETTING_CHOICE, .standard = "fallback", .choices = unknown_user_choices,
	  .meaning = "What to do with an X-Mcp-User that nobody has: fallback acts as the system user and says so in the result, reject refuses the request." },
	{ AT(registration), .type = SETTING_CHOICE, .standard = "on", .choices = on_off,
	  .meaning = "Whether the tool register may create accounts. off: only the administrator does (taskdeskctl user add)." },
	{ AT(allowed_origins), .type = SETTING_TEXT, .standard = "",
	  .meaning = "Web origins, separated by commas, whose pages may call this server (https://app.example.com). Pages on localhost always may." },
	{ AT(trusted_proxies), .type = SETTING_TEXT, .standard = "",
	  .meaning = "Addresses, separated by commas, of reverse proxies in front of the web server. Only from them X-Forwarded-For is believed, for limits per address. Not needed where the web server sees the client's own address." },

	{ AT(oauth), .type = SETTING_CHOICE, .standard = "off", .choices = oauth_choices,
	  .meaning = "Signing in with OAuth 2.1 beside API keys. on: with Taskdesk's own authorization server. outside: with the tokens of another one." },
	{ AT(public_url), .type = SETTING_TEXT, .standard = "",
	  .meaning = "Where clients reach this installation: https://your.host, or https://your.host/folder in a sub-folder, without /mcp and without a slash at the end. Needed for oauth. http only for localhost." },
	{ AT(access_token_seconds), .type = SETTING_INTEGER, .standard = "900", .minimum = 60, .maximum = 86400,
	  .meaning = "How long an access token is valid. Clients renew it by themselves." },
	{ AT(refresh_token_days), .type = SETTING_INTEGER, .standard = "30", .minimum = 1, .maximum = 365,
	  .meaning = "How long a client may stay away and still renew its access without the person." },
	{ AT(dynamic_registration), .type = SETTING_CHOICE, .standard = "on", .choices = on_off,
	  .meaning = "Whether clients may register themselves (RFC 7591). off: only those of taskdeskctl client add, and clients with a metadata document." },
	{ AT(redirect_schemes), .type = SETTING_TEXT, .standard = "",
	  .meaning = "Further schemes of redirect addresses, separated by commas, for desktop applications that bring their own (cursor, vscode). https, and http on the person's own machine, are always allowed." },
	{ AT(signing_secret), .type = SETTING_TEXT, .standard = "", .secret = true,
	  .meaning = "Seals the keys that sign access tokens, so that a copy of the database alone cannot be used to forge them. At least 24 characters. When it changes, taskdeskctl keys rotate makes new ones." },

	{ AT(request_limit_bytes), .type = SETTING_INTEGER, .standard = "1048576", .minimum = 1024, .maximum = 67108864,
	  .meaning = "Longest request body. Apache's mod_fcgid has its own limit, 131072 unless the administrator raised FcgidMaxRequestLen." },
	{ AT(request_memory_bytes), .type = SETTING_INTEGER, .standard = "67108864", .minimum = 1048576, .maximum = 1073741824,
	  .meaning = "Memory one request may use before it is refused." },
	{ AT(page_size), .type = SETTING_INTEGER, .standard = "100", .minimum = 1, .maximum = 1000,
	  .meaning = "Entries per page of tools/list, resources/list and prompts/list." },
	{ AT(read_only), .type = SETTING_CHOICE, .standard = "off", .choices = on_off,
	  .meaning = "on: only reading tools are offered, to every key." },
	{ AT(result_limit_characters), .type = SETTING_INTEGER, .standard = "20000", .minimum = 1000, .maximum = 1000000,
	  .meaning = "Longest result of a list, as JSON; what does not fit comes with the next page." },
	{ AT(toolsets), .type = SETTING_TEXT, .standard = "",
	  .meaning = "Groups of tools to offer, separated by commas: users, workspaces, projects, tasks, comments, search, activity. Empty: all of them. whoami is always offered." },
	{ AT(ask_timeout_seconds), .type = SETTING_INTEGER, .standard = "30", .minimum = 1, .maximum = 300,
	  .meaning = "How long a call waits for an answer that it asked of the client in mid-call (revisions before 2026-07-28)." },
	{ AT(log_level), .type = SETTING_CHOICE, .standard = "info", .choices = log_choices,
	  .meaning = "error: failures only. info: one line per request too. debug: more." },
	{ 0 },
};
