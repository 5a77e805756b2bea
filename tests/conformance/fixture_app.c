/*
 * The fixture as the application behind the door: no keys, no users, one endpoint. The
 * database carries what one process leaves for another.
 */
#include "app/app.h"
#include "app/questions.h"
#include "base/log.h"
#include "config/config.h"
#include "fixture.h"
#include "http/origin.h"
#include "mcp/endpoint.h"
#include "store/migration.h"
#include "store/secret_store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROCESS_MEMORY_BYTES ((size_t)1024 * 1024)
#define MOST_TOOLS 40

static_assert(SERVER_SECRET_BYTES == SHA256_BYTES, "a server secret is a key for requestState");

struct app {
	struct arena arena;
	struct arena request_arena;
	struct config config;
	struct log log;
	struct fixture fixture;
	const struct tool *tools[MOST_TOOLS + 1];
	struct mcp_server server;
};

static const struct principal anybody = {
	.user = { .id = SYSTEM_USER_ID, .email = "anybody@fixture.invalid", .name = "Anybody" },
	.credential = CREDENTIAL_BOOTSTRAP_KEY,
	.credential_name = "fixture",
	.scopes = SCOPE_ALL,
};

static bool state_key(struct mcp_call *call, unsigned char key[SHA256_BYTES])
{
	const struct fixture *fixture = call->context;

	return secret_store_get(fixture->db, "request_state", key);
}

static bool ask(struct mcp_call *call, const char *question_id)
{
	const struct fixture *fixture = call->context;

	return questions_ask(fixture->db, call, question_id);
}

static const char *wait_for_answer(struct mcp_call *call, const char *question_id)
{
	const struct fixture *fixture = call->context;

	return questions_wait(fixture->db, call, question_id, fixture->ask_timeout_seconds);
}

static bool take_answer(struct mcp_call *call, const char *question_id, const char *reply, bool *taken)
{
	const struct fixture *fixture = call->context;

	return questions_answer(fixture->db, call, question_id, reply, taken);
}

static size_t add_tools(const struct tool **list, size_t count, const struct fixture_tool *rows)
{
	for (; rows->tool.name && count < MOST_TOOLS; rows++)
		list[count++] = &rows->tool;
	return count;
}

static struct mcp_server describe(struct app *app)
{
	size_t count = add_tools(app->tools, 0, fixture_plain_tools);

	add_tools(app->tools, count, fixture_asking_tools);
	return (struct mcp_server){
		.name = "taskdesk-conformance-fixture",
		.title = "Conformance fixture",
		.version = "1.0.0",
		.instructions = "Serves what the official conformance suite calls by name.",
		.tools = app->tools,
		.page_size = (size_t)app->config.page_size,
		.prompts = fixture_prompts,
		.resources = &fixture_resources,
		.sends_log_messages = true,
		.accepts_subscriptions = true,
		.complete = fixture_complete,
		.run_tool = fixture_run_tool,
		.state_key = state_key,
		.ask = ask,
		.wait = wait_for_answer,
		.answer = take_answer,
		.cache = mcp_cache_new(),
	};
}

static void ignore_name(const char *name)
{
	(void)name;
}

/* Every process tries; one does it. */
static bool migrate(struct app *app, struct error *error)
{
	bool migrated;

	db_begin_request(app->fixture.db, &app->request_arena, error);
	migrated = migration_apply(app->fixture.db, ignore_name);
	db_end_request(app->fixture.db);
	arena_reset(&app->request_arena);
	return migrated;
}

static bool prepare(struct app *app, const char *config_path, struct error *error)
{
	arena_init(&app->arena, PROCESS_MEMORY_BYTES);
	arena_init(&app->request_arena, PROCESS_MEMORY_BYTES);
	if (!config_load(&app->config, &app->arena, config_path, environ, error))
		return false;
	app->log.level = (enum log_level)app->config.log_level;
	app->request_arena.limit_bytes = (size_t)app->config.request_memory_bytes;
	app->fixture.ask_timeout_seconds = app->config.ask_timeout_seconds;
	app->fixture.db = db_new(&app->config, &app->log);
	app->server = describe(app);
	if (!app->fixture.db || !app->server.cache)
		return fail(error, ERROR_UNAVAILABLE, "out of memory");
	return migrate(app, error);
}

struct app *app_new(const char *config_path)
{
	struct app *app = calloc(1, sizeof(*app));
	struct error error = { 0 };

	if (!app || prepare(app, config_path, &error))
		return app;
	log_event(&app->log, LOG_ERROR, "fixture", "reason=%s", log_quote(&app->arena, error.message));
	app_free(app);
	return NULL;
}

void app_free(struct app *app)
{
	db_free(app->fixture.db);
	mcp_cache_free(app->server.cache);
	arena_free(&app->request_arena);
	arena_free(&app->arena);
	free(app);
}

static void answer(struct app *app, struct http_request *request, struct http_response *response,
		   struct error *error)
{
	if (strcmp(request->path, "/mcp") != 0) {
		http_response_problem(response, 404, "not_found", "The endpoint is /mcp.");
		return;
	}
	if (http_origin_admits(request, app->config.allowed_origins, response) &&
	    mcp_endpoint_admits(request, response) &&
	    http_request_read_body(request, (size_t)app->config.request_limit_bytes, response))
		mcp_endpoint_answer(&app->server, request, &anybody, &app->fixture, error, response);
}

void app_answer(struct app *app, const struct gateway *gateway)
{
	struct http_request request;
	struct http_response response;
	struct error error = { 0 };

	log_begin_request(&app->log);
	http_request_init(&request, &app->request_arena, gateway);
	http_response_init(&response, &app->request_arena);
	db_begin_request(app->fixture.db, &app->request_arena, &error);
	answer(app, &request, &response, &error);
	db_end_request(app->fixture.db);
	http_response_write(&response, gateway, false);
	log_event(&app->log, LOG_INFO, "request", "process=%ld status=%d reason=%s body=%s", (long)getpid(),
		  response.status, log_quote(&app->request_arena, error.message),
		  log_quote(&app->request_arena, request.body));
	arena_reset(&app->request_arena);
}

void app_idle(struct app *app, int idle_seconds)
{
	(void)app;
	(void)idle_seconds;
}

bool app_is_outdated(struct app *app)
{
	(void)app;
	return false;
}
