/* config: settings from defaults, file and environment, and what is refused. */
#include "unit.h"

#include "base/log.h"
#include "config/config.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char *const no_environment[] = { NULL };

#define LONG_KEY "a-key-of-more-than-24-characters"

static void remove_file(void *path)
{
	unlink(path);
}

/* A file with this text that goes with the arena. */
static const char *file_with(struct arena *arena, const char *text)
{
	char *path = arena_strdup(arena, "/tmp/taskdesk-unit-XXXXXX");
	int file = mkstemp(path);

	assert_true(file >= 0);
	arena_defer(arena, remove_file, path);
	assert_int_equal(write(file, text, strlen(text)), strlen(text));
	close(file);
	return path;
}

static void refused(struct arena *arena, const char *text, char *const *environment, struct error *error)
{
	struct config config;

	*error = (struct error){ 0 };
	assert_false(config_load(&config, arena, text ? file_with(arena, text) : NULL, environment, error));
	assert_int_equal(error->kind, ERROR_INVALID);
}

static void starts_from_the_defaults(void **state)
{
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, NULL, no_environment, &error));
	assert_string_equal(config.database_name, "taskdesk");
	assert_true(config.database_port == 3306);
	assert_true(config.request_limit_bytes == 1048576);
	assert_true(config.unknown_user == UNKNOWN_USER_FALLBACK);
	assert_true(config.log_level == LOG_INFO);
	assert_string_equal(config.api_key, "");
	assert_string_equal(config.database_password, "");
	assert_true(config.read_only == 0);
}

static void reads_a_file(void **state)
{
	const char *path = file_with(*state, "# a comment\n"
					     "\n"
					     "  database_name =  shop_tasks  \r\n"
					     "database_password=a = b # c\n"
					     "\tdatabase_port\t=\t3307\n"
					     "unknown_user = Reject\n"
					     "database_socket =\n"
					     "read_only = on");
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, path, no_environment, &error));
	assert_string_equal(config.database_name, "shop_tasks");
	assert_string_equal(config.database_password, "a = b # c");
	assert_true(config.database_port == 3307);
	assert_true(config.unknown_user == UNKNOWN_USER_REJECT);
	assert_string_equal(config.database_socket, "");
	assert_true(config.read_only == 1);
}

static void puts_the_environment_before_the_file(void **state)
{
	static char name[] = "TASKDESK_DATABASE_NAME=from_environment", other[] = "TASKDESK_DATABASE_NAMES=unrelated";
	char *const environment[] = { other, name, NULL };
	const char *path = file_with(*state, "database_name = from_file\ndatabase_user = from_file\n");
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, path, environment, &error));
	assert_string_equal(config.database_name, "from_environment");
	assert_string_equal(config.database_user, "from_file");
}

static void says_where_a_setting_is_unknown_and_which_is_nearest(void **state)
{
	struct error error;

	refused(*state, "\n# x\ndatabase_pasword = very-secret\n", no_environment, &error);
	assert_mentions(error.message, "line 3");
	assert_mentions(error.message, "'database_pasword'");
	assert_mentions(error.message, "did you mean 'database_password'?");
	assert_silent_about(error.message, "very-secret");
}

static void suggests_nothing_for_a_setting_like_no_other(void **state)
{
	struct error error;

	refused(*state, "colour = blue\n", no_environment, &error);
	assert_silent_about(error.message, "did you mean");
}

static void refuses_a_line_without_an_equals_sign(void **state)
{
	struct error error;

	refused(*state, "database_name\n", no_environment, &error);
	assert_mentions(error.message, "line 1");
	assert_mentions(error.message, "name = value");
}

static void refuses_a_remark_behind_a_value_but_not_in_a_password(void **state)
{
	struct config config;
	struct error error = { 0 };

	refused(*state, "\npublic_url = https://your.host   # where people reach you\n", no_environment, &error);
	assert_mentions(error.message, "line 2");
	assert_mentions(error.message, "a line of its own");
	refused(*state, "database_name = tasks\t# ours\n", no_environment, &error);
	assert_true(config_load(&config, *state, file_with(*state, "database_password = a #b\ndatabase_name = a#b\n"), no_environment, &error));
	assert_string_equal(config.database_password, "a #b");
	assert_string_equal(config.database_name, "a#b");
}

static void refuses_numbers_out_of_range_and_what_is_no_number(void **state)
{
	static const char *const lines[] = {
		"database_port = 0\n", "database_port = 65536\n", "database_port = 33 06\n", "database_port = x\n",
		"database_port =\n", "database_port = 99999999999999999999\n", "database_port = 3306.0\n",
	};
	struct error error;

	for (size_t i = 0; i < COUNT(lines); i++) {
		refused(*state, lines[i], no_environment, &error);
		assert_mentions(error.message, "database_port must be a whole number from 1 to 65535");
	}
}

static void refuses_a_bad_number_in_the_environment_by_its_variable(void **state)
{
	static char port[] = "TASKDESK_DATABASE_PORT=none";
	char *const environment[] = { port, NULL };
	struct error error;

	refused(*state, NULL, environment, &error);
	assert_mentions(error.message, "TASKDESK_DATABASE_PORT");
}

static void refuses_choices_that_do_not_exist_and_lists_those_that_do(void **state)
{
	struct error error;

	refused(*state, "unknown_user = maybe\n", no_environment, &error);
	assert_mentions(error.message, "unknown_user must be one of: fallback, reject");
}

static void never_shows_a_secret_in_an_error(void **state)
{
	static char key[] = "MCP_API_KEY=short-but-secret";
	char *const environment[] = { key, NULL };
	struct error error;

	refused(*state, "api_key = tooshort-secret\n", no_environment, &error);
	assert_silent_about(error.message, "tooshort-secret");
	refused(*state, NULL, environment, &error);
	assert_silent_about(error.message, "short-but-secret");
}

static void refuses_a_key_that_is_too_short(void **state)
{
	struct config config;
	struct error error;

	refused(*state, "api_key = 12345678901234567890123\n", no_environment, &error);
	assert_mentions(error.message, "at least 24 characters");
	assert_true(config_load(&config, *state, file_with(*state, "api_key = 123456789012345678901234\n"),
				no_environment, &error));
}

static void takes_the_key_from_a_file(void **state)
{
	const char *key_path = file_with(*state, "  " LONG_KEY "\r\nanother line\n");
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, file_with(*state, arena_printf(*state, "api_key_file = %s\n", key_path)),
				no_environment, &error));
	assert_string_equal(config.api_key, LONG_KEY);
}

static void puts_the_key_of_the_environment_before_all_others(void **state)
{
	static char key[] = "MCP_API_KEY=the-key-of-the-environment";
	char *const environment[] = { key, NULL };
	const char *path = file_with(*state, "api_key = " LONG_KEY "\napi_key_file = /nowhere/at/all\n");
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, path, environment, &error));
	assert_string_equal(config.api_key, "the-key-of-the-environment");
}

static void ignores_an_empty_key_in_the_environment(void **state)
{
	static char key[] = "MCP_API_KEY=";
	char *const environment[] = { key, NULL };
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, file_with(*state, "api_key = " LONG_KEY "\n"), environment, &error));
	assert_string_equal(config.api_key, LONG_KEY);
}

static void refuses_key_files_that_are_missing_or_empty(void **state)
{
	struct error error;

	refused(*state, "api_key_file = /nowhere/at/all\n", no_environment, &error);
	assert_mentions(error.message, "/nowhere/at/all");
	refused(*state, arena_printf(*state, "api_key_file = %s\n", file_with(*state, "")), no_environment, &error);
	assert_mentions(error.message, "is empty");
	refused(*state, arena_printf(*state, "api_key_file = %s\n", file_with(*state, " \n")), no_environment, &error);
	assert_mentions(error.message, "is empty");
}

static void refuses_a_folder_in_place_of_a_file(void **state)
{
	struct config config;
	struct error error = { 0 };

	assert_false(config_load(&config, *state, "/tmp", no_environment, &error));
	assert_mentions(error.message, "/tmp cannot be read: Is a directory");
	refused(*state, "api_key_file = /tmp\n", no_environment, &error);
	assert_mentions(error.message, "/tmp cannot be read: Is a directory");
}

static void reads_a_file_that_begins_with_a_byte_order_mark(void **state)
{
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, file_with(*state, "\xEF\xBB\xBFpublic_url = https://one.example\n"), no_environment, &error));
	assert_string_equal(config.public_url, "https://one.example");
}

static void refuses_what_would_be_passed_over_in_lists(void **state)
{
	static const struct {
		const char *line;
		const char *word;
	} wrong[] = {
		{ "trusted_proxies = 127.0.0.1, 10.0.0.0/8", "'10.0.0.0/8'" }, { "trusted_proxies = localhost", "'localhost'" },
		{ "trusted_proxies = 127.0.0.1;10.0.0.1", "'127.0.0.1;10.0.0.1'" }, { "allowed_origins = example.com", "'example.com'" },
		{ "allowed_origins = https://example.com/", "'https://example.com/'" }, { "allowed_origins = *", "'*'" },
		{ "allowed_origins = https://Example.com", "'https://Example.com'" }, { "redirect_schemes = cursor://", "'cursor://'" },
		{ "redirect_schemes = vscode, VSCode", "'VSCode'" },
	};
	struct config config;
	struct error error = { 0 };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		refused(*state, wrong[i].line, no_environment, &error);
		assert_mentions(error.message, wrong[i].word);
	}
	assert_true(config_load(&config, *state, file_with(*state, "trusted_proxies = 127.0.0.1, ::1\n"
		"allowed_origins = https://one.example:8443 http://[::1]:80\nredirect_schemes = cursor, com.example.app\n"), no_environment, &error));
}

static void refuses_a_file_that_is_not_there(void **state)
{
	struct config config;
	struct error error = { 0 };

	assert_false(config_load(&config, *state, "/nowhere/taskdesk.conf", no_environment, &error));
	assert_mentions(error.message, "/nowhere/taskdesk.conf cannot be read");
}

static void finds_the_file_by_argument_before_the_environment(void **state)
{
	setenv("TASKDESK_CONFIG", "/from/the/environment", 1);
	assert_string_equal(config_find(*state, "/from/the/argument"), "/from/the/argument");
	assert_string_equal(config_find(*state, NULL), "/from/the/environment");
	unsetenv("TASKDESK_CONFIG");
	assert_null(config_find(*state, NULL));
}

/* The example with every setting switched on is a configuration, and the same as none at all. */
static void writes_an_example_that_says_the_defaults(void **state)
{
	char *text = NULL, *active;
	size_t length = 0;
	FILE *file = open_memstream(&text, &length);
	struct config defaults, config;
	struct error error = { 0 };

	config_write_example(file);
	fclose(file);
	active = arena_strdup(*state, text);
	for (const char *const *name = config_names(*state); *name; name++) {
		char *line = strstr(active, arena_printf(*state, "\n#%s =", *name));

		assert_non_null(line);
		line[1] = ' ';
	}
	free(text);
	assert_true(config_load(&defaults, *state, NULL, no_environment, &error));
	assert_true(config_load(&config, *state, file_with(*state, active), no_environment, &error));
	assert_string_equal(config.database_name, defaults.database_name);
	assert_true(config.request_limit_bytes == defaults.request_limit_bytes);
	assert_true(config.log_level == defaults.log_level);
}

static void needs_an_address_for_oauth(void **state)
{
	struct config config;
	struct error error = { 0 };

	refused(*state, "oauth = on\n", no_environment, &error);
	assert_mentions(error.message, "public_url");
	refused(*state, "oauth = on\npublic_url = http://tasks.example\n", no_environment, &error);
	refused(*state, "public_url = tasks.example\n", no_environment, &error);
	error = (struct error){ 0 };
	assert_true(config_load(&config, *state, file_with(*state, "oauth = on\npublic_url = https://tasks.example\n"),
				no_environment, &error));
	assert_true(config.oauth == OAUTH_ON);
}

static void refuses_a_signing_secret_that_can_be_guessed(void **state)
{
	struct error error = { 0 };

	refused(*state, "signing_secret = short\n", no_environment, &error);
	assert_mentions(error.message, "24");
	assert_null(strstr(error.message, "short\n"));
}

static void has_the_usual_endpoints_always(void **state)
{
	struct config config;
	struct error error = { 0 };
	const struct endpoint *readonly;

	assert_true(config_load(&config, *state, NULL, no_environment, &error));
	readonly = endpoint_at(&config.endpoints, "/mcp/readonly");
	assert_int_equal(config.endpoints.count, 3);
	assert_false(endpoint_is_limited(endpoint_at(&config.endpoints, "/mcp/")));
	assert_false(endpoint_at(&config.endpoints, "/mcp/key")->takes_tokens);
	assert_true(endpoint_is_limited(readonly) && readonly->read_only && readonly->takes_tokens);
	assert_null(endpoint_at(&config.endpoints, "/mcp/other"));
	assert_null(endpoint_at(&config.endpoints, ""));
}

static void reads_each_line_of_a_setting_that_may_be_given_again(void **state)
{
	const char *path = file_with(*state, "endpoint = /mcp/sales read_only toolsets=tasks,comments\n"
					     "endpoint = /mcp/two-1 scopes=tasks:read,tasks:write  workspaces=3,7,12\n");
	struct config config;
	struct error error = { 0 };
	const struct endpoint *sales, *two;

	assert_true(config_load(&config, *state, path, no_environment, &error));
	sales = endpoint_at(&config.endpoints, "/mcp/sales");
	two = endpoint_at(&config.endpoints, "/mcp/two-1");
	assert_true(sales->read_only);
	assert_string_equal(sales->toolsets, "tasks,comments");
	assert_string_equal(sales->scopes, "");
	assert_int_equal(sales->workspace_count, 0);
	assert_false(two->read_only);
	assert_string_equal(two->scopes, "tasks:read,tasks:write");
	assert_int_equal(two->workspace_count, 3);
	assert_true(two->workspaces[0] == 3 && two->workspaces[1] == 7 && two->workspaces[2] == 12);
}

static void replaces_all_lines_by_what_the_environment_says(void **state)
{
	const char *path = file_with(*state, "endpoint = /mcp/one\nendpoint = /mcp/two\n");
	static char endpoints[] = "TASKDESK_ENDPOINT=/mcp/three read_only; /mcp/four ;";
	char *const environment[] = { endpoints, NULL };
	struct config config;
	struct error error = { 0 };

	assert_true(config_load(&config, *state, path, environment, &error));
	assert_null(endpoint_at(&config.endpoints, "/mcp/one"));
	assert_true(endpoint_at(&config.endpoints, "/mcp/three")->read_only);
	assert_non_null(endpoint_at(&config.endpoints, "/mcp/four"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(starts_from_the_defaults),
		TEST(reads_a_file),
		TEST(puts_the_environment_before_the_file),
		TEST(says_where_a_setting_is_unknown_and_which_is_nearest),
		TEST(suggests_nothing_for_a_setting_like_no_other),
		TEST(refuses_a_line_without_an_equals_sign),
		TEST(refuses_a_remark_behind_a_value_but_not_in_a_password),
		TEST(refuses_numbers_out_of_range_and_what_is_no_number),
		TEST(refuses_a_bad_number_in_the_environment_by_its_variable),
		TEST(refuses_choices_that_do_not_exist_and_lists_those_that_do),
		TEST(never_shows_a_secret_in_an_error),
		TEST(refuses_a_key_that_is_too_short),
		TEST(takes_the_key_from_a_file),
		TEST(puts_the_key_of_the_environment_before_all_others),
		TEST(ignores_an_empty_key_in_the_environment),
		TEST(refuses_key_files_that_are_missing_or_empty),
		TEST(refuses_a_folder_in_place_of_a_file),
		TEST(reads_a_file_that_begins_with_a_byte_order_mark),
		TEST(refuses_what_would_be_passed_over_in_lists),
		TEST(refuses_a_file_that_is_not_there),
		TEST(finds_the_file_by_argument_before_the_environment),
		TEST(writes_an_example_that_says_the_defaults),
		TEST(needs_an_address_for_oauth),
		TEST(refuses_a_signing_secret_that_can_be_guessed),
		TEST(has_the_usual_endpoints_always),
		TEST(reads_each_line_of_a_setting_that_may_be_given_again),
		TEST(replaces_all_lines_by_what_the_environment_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
