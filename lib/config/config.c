#include "config/config.h"

#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "config/lists.h"
#include "config/public_url.h"
#include "config/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENVIRONMENT_PREFIX "TASKDESK_"
#define BOOTSTRAP_KEY_VARIABLE "MCP_API_KEY"
#define SHORTEST_KEY 24

const char *const *config_names(struct arena *arena)
{
	size_t count = 0;
	const char **names;

	while (settings[count].name)
		count++;
	names = arena_array(arena, count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = settings[i].name;
	return names;
}

static const struct setting *setting_find(const char *name)
{
	for (size_t i = 0; settings[i].name; i++)
		if (strcmp(settings[i].name, name) == 0)
			return &settings[i];
	return NULL;
}

static const char *choice_list(struct arena *arena, const struct setting *setting)
{
	struct text list = text_in(arena);

	for (size_t i = 0; setting->choices[i]; i++)
		text_printf(&list, "%s%s", i ? ", " : "", setting->choices[i]);
	return text_string(&list);
}

static bool set_integer(int64_t *number, const struct setting *setting, const char *value, const char *where,
			struct error *error)
{
	if (!text_to_int64(value, number) || *number < setting->minimum || *number > setting->maximum)
		return fail(error, ERROR_INVALID, "%s: %s must be a whole number from %lld to %lld", where,
			    setting->name, (long long)setting->minimum, (long long)setting->maximum);
	return true;
}

static bool set_choice(struct arena *arena, int64_t *number, const struct setting *setting, const char *value,
		       const char *where, struct error *error)
{
	for (size_t i = 0; setting->choices[i]; i++) {
		if (text_equals_ignoring_case(setting->choices[i], value)) {
			*number = (int64_t)i;
			return true;
		}
	}
	return fail(error, ERROR_INVALID, "%s: %s must be one of: %s", where, setting->name,
		    choice_list(arena, setting));
}

static void add_line(const char **lines, struct arena *arena, const char *line)
{
	*lines = *lines && **lines ? arena_printf(arena, "%s\n%s", *lines, line) : arena_strdup(arena, line);
}

/* What the environment says replaces what the file said, all lines of it. */
static void clear_lines(struct config *config, const struct setting *setting)
{
	if (setting->type == SETTING_LINES)
		*(const char **)((char *)config + setting->offset) = "";
}

static bool set(struct config *config, struct arena *arena, const struct setting *setting, const char *value,
		const char *where, struct error *error)
{
	void *member = (char *)config + setting->offset;

	switch (setting->type) {
	case SETTING_TEXT:
		*(const char **)member = arena_strdup(arena, value);
		return true;
	case SETTING_INTEGER:
		return set_integer(member, setting, value, where, error);
	case SETTING_CHOICE:
		return set_choice(arena, member, setting, value, where, error);
	case SETTING_LINES:
		add_line(member, arena, value);
		return true;
	}
	return false;
}

static char *trim(char *string)
{
	size_t length;

	string += strspn(string, " \t\r\n");
	length = strlen(string);
	while (length && strchr(" \t\r\n", string[length - 1]))
		string[--length] = '\0';
	return string;
}

static bool unknown_setting(struct arena *arena, const char *where, const char *name, struct error *error)
{
	const char *nearest = text_nearest(name, config_names(arena));

	return fail(error, ERROR_INVALID, "%s: there is no setting '%.60s'%s%s%s", where, name,
		    nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

/* Passwords may hold anything; in other values a remark would become a part that nobody meant. */
static bool has_remark(const struct setting *setting, const char *value)
{
	return !setting->secret && (strstr(value, " #") || strstr(value, "\t#"));
}

static bool load_line(struct config *config, struct arena *arena, char *line, const char *where, struct error *error)
{
	char *equals, *name;
	const struct setting *setting;

	line = trim(line);
	if (!*line || *line == '#')
		return true;
	equals = strchr(line, '=');
	if (!equals)
		return fail(error, ERROR_INVALID, "%s: expected 'name = value'", where);
	*equals = '\0';
	name = trim(line);
	setting = setting_find(name);
	if (!setting)
		return unknown_setting(arena, where, name, error);
	if (has_remark(setting, equals + 1))
		return fail(error, ERROR_INVALID, "%s: a remark stands on a line of its own, not behind a value", where);
	return set(config, arena, setting, trim(equals + 1), where, error);
}

static bool unreadable(const char *what, const char *path, struct error *error)
{
	return fail(error, ERROR_INVALID, "the %s %s cannot be read: %s", what, path, strerror(errno));
}

/* Some editors put it before the first line. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static bool load_file(struct config *config, struct arena *arena, const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	char line[4096];
	bool loaded = true;

	if (!file)
		return unreadable("configuration", path, error);
	for (int number = 1; loaded && fgets(line, sizeof(line), file); number++)
		loaded = load_line(config, arena, line + (number == 1 && text_starts_with(line, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0),
				   arena_printf(arena, "%s line %d", path, number), error);
	/* A folder can be opened, and only not read. */
	if (loaded && ferror(file))
		loaded = unreadable("configuration", path, error);
	fclose(file);
	return loaded;
}

static const char *environment_value(char *const *environment, const char *name)
{
	size_t length = strlen(name);

	for (; environment && *environment; environment++)
		if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=')
			return *environment + length + 1;
	return NULL;
}

static bool load_environment(struct config *config, struct arena *arena, char *const *environment,
			     struct error *error)
{
	for (size_t i = 0; settings[i].name; i++) {
		char *name = arena_printf(arena, ENVIRONMENT_PREFIX "%s", settings[i].name);
		const char *value;

		for (char *at = name; *at; at++)
			if (*at >= 'a' && *at <= 'z')
				*at = (char)(*at - 'a' + 'A');
		value = environment_value(environment, name);
		if (value)
			clear_lines(config, &settings[i]);
		if (value && !set(config, arena, &settings[i], value, name, error))
			return false;
	}
	return true;
}

static bool load_key_file(struct config *config, struct arena *arena, struct error *error)
{
	char line[512];
	FILE *file = fopen(config->api_key_file, "re");
	bool found, failed;

	if (!file)
		return unreadable("api_key_file", config->api_key_file, error);
	found = fgets(line, sizeof(line), file) && *trim(line);
	failed = ferror(file);
	fclose(file);
	if (failed)
		return unreadable("api_key_file", config->api_key_file, error);
	if (!found)
		return fail(error, ERROR_INVALID, "the api_key_file %s is empty", config->api_key_file);
	config->api_key = arena_strdup(arena, trim(line));
	secret_wipe(line, sizeof(line));
	return true;
}

static bool load_bootstrap_key(struct config *config, struct arena *arena, char *const *environment,
			       struct error *error)
{
	const char *key = environment_value(environment, BOOTSTRAP_KEY_VARIABLE);

	if (key && *key)
		config->api_key = arena_strdup(arena, key);
	else if (*config->api_key_file && !load_key_file(config, arena, error))
		return false;
	if (*config->api_key && strlen(config->api_key) < SHORTEST_KEY)
		return fail(error, ERROR_INVALID,
			    "the bootstrap API key is too short to be safe: it needs at least %d characters, for example from 'openssl rand -base64 32'",
			    SHORTEST_KEY);
	return true;
}

static bool check_oauth(const struct config *config, struct error *error)
{
	if (*config->signing_secret && strlen(config->signing_secret) < SHORTEST_KEY)
		return fail(error, ERROR_INVALID, "signing_secret is too short to be safe: it needs at least %d characters",
			    SHORTEST_KEY);
	if (config->oauth != OAUTH_OFF && !*config->public_url)
		return fail(error, ERROR_INVALID, "oauth needs public_url, the address clients reach this installation at");
	if (config->oauth == OAUTH_OUTSIDE && !*config->email_claim)
		return fail(error, ERROR_INVALID, "email_claim is empty: it names the claim with the person's e-mail address, such as email");
	return !*config->public_url || public_url_check(config->public_url, error);
}

bool config_load(struct config *config, struct arena *arena, const char *path, char *const *environment,
		 struct error *error)
{
	*config = (struct config){ 0 };
	for (size_t i = 0; settings[i].name; i++)
		if (!set(config, arena, &settings[i], settings[i].standard, "default", error))
			return false;
	if (path && !load_file(config, arena, path, error))
		return false;
	return load_environment(config, arena, environment, error) &&
	       load_bootstrap_key(config, arena, environment, error) && check_oauth(config, error) &&
	       config_lists_check(config, arena, error) &&
	       endpoints_read(arena, config->endpoint, &config->endpoints, error);
}

const char *config_find(struct arena *arena, const char *argument)
{
	const char *named = getenv("TASKDESK_CONFIG");
	char executable[4096];
	struct stat status;
	ssize_t length;
	char *slash, *beside;

	if (argument)
		return arena_strdup(arena, argument);
	if (named && *named)
		return arena_strdup(arena, named);
	length = readlink("/proc/self/exe", executable, sizeof(executable) - 1);
	if (length <= 0)
		return NULL;
	executable[length] = '\0';
	slash = strrchr(executable, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	beside = arena_printf(arena, "%s/taskdesk.conf", executable);
	return stat(beside, &status) == 0 ? beside : NULL;
}

static void write_wrapped(FILE *file, const char *text)
{
	const size_t width = 90;

	while (*text) {
		size_t length = strlen(text);

		if (length > width) {
			length = width;
			while (length && text[length] != ' ')
				length--;
		}
		fprintf(file, "# %.*s\n", (int)length, text);
		text += length;
		text += strspn(text, " ");
	}
}

void config_write_example(FILE *file)
{
	fputs("# Taskdesk configuration. Keep it outside the document root and readable by its user only.\n"
	      "# A line is 'name = value'; each setting can also be given as an environment variable,\n"
	      "# TASKDESK_ and the name in capitals. The values shown are the defaults.\n", file);
	for (size_t i = 0; settings[i].name; i++) {
		const struct setting *setting = &settings[i];

		fputc('\n', file);
		write_wrapped(file, setting->meaning);
		if (setting->type == SETTING_INTEGER)
			fprintf(file, "# A whole number from %lld to %lld.\n", (long long)setting->minimum,
				(long long)setting->maximum);
		for (size_t j = 0; setting->type == SETTING_CHOICE && setting->choices[j]; j++)
			fprintf(file, "%s%s%s", j ? ", " : "# One of: ", setting->choices[j],
				setting->choices[j + 1] ? "" : ".\n");
		fprintf(file, "#%s =%s%s\n", setting->name, *setting->standard ? " " : "", setting->standard);
	}
}
