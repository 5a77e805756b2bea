#include "app/app.h"

#include "app/exchange.h"
#include "app/product.h"
#include "app/routes.h"
#include "base/watch.h"
#include "http/unavailable.h"
#include "oauth/cache.h"
#include "oauth/outside_token.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROCESS_MEMORY_BYTES ((size_t)4 * 1024 * 1024)
#define UNCONFIGURED_MEMORY_BYTES ((size_t)4 * 1024 * 1024)

struct app {
	struct app_parts parts;
	struct arena arena;              /* lives as long as the process */
	const char *config_argument;
	const char *config_path;         /* NULL: environment only */
	struct watch config_watch;
	struct timespec config_changed_at;
	bool is_configured;
	bool is_spent;                   /* memory ran out half-way: what libraries held then stays lost */
	struct arena request_arena;
};

static struct timespec changed_at(const char *path)
{
	struct stat status;

	return path && stat(path, &status) == 0 ? status.st_mtim : (struct timespec){ 0 };
}

/*
 * Reads the configuration. Under mod_fcgid a process knows nothing but PATH, so the variable
 * of the first request (SetEnv TASKDESK_CONFIG) may name the file as well.
 */
static bool configure(struct app *app, const struct gateway *gateway, struct error *error)
{
	const char *named = gateway ? gateway_param(gateway, "TASKDESK_CONFIG") : NULL;
	struct config *config = &app->parts.config;

	arena_reset(&app->arena);
	app->config_path = config_find(&app->arena, app->config_argument ? app->config_argument : named);
	watch_end(&app->config_watch);
	if (app->config_path)
		watch_begin(&app->config_watch, app->config_path);
	app->config_changed_at = changed_at(app->config_path);
	if (!config_load(config, &app->arena, app->config_path, environ, error) ||
	    !outside_token_check_settings(&app->arena, config, error) ||
	    !product_servers(config, &app->arena, &app->parts.servers, error))
		return false;
	app->parts.log.level = (enum log_level)config->log_level;
	app->request_arena.limit_bytes = (size_t)config->request_memory_bytes;
	app->is_configured = true;
	return true;
}

struct app *app_new(const char *config_path)
{
	struct app *app = calloc(1, sizeof(*app));

	if (!app)
		return NULL;
	arena_init(&app->arena, PROCESS_MEMORY_BYTES);
	arena_init(&app->request_arena, UNCONFIGURED_MEMORY_BYTES);
	app->config_argument = config_path;
	app->config_watch.descriptor = -1;
	app->parts.log.level = LOG_INFO;
	app->parts.oauth_cache = oauth_cache_new();
	app->parts.db = db_new(&app->parts.config, &app->parts.log);
	if (!app->parts.oauth_cache || !app->parts.db) {
		app_free(app);
		return NULL;
	}
	return app;
}

void app_free(struct app *app)
{
	if (!app)
		return;
	watch_end(&app->config_watch);
	db_free(app->parts.db);
	oauth_cache_free(app->parts.oauth_cache);
	arena_free(&app->request_arena);
	arena_free(&app->arena);
	free(app);
}

/* Whether this request is the first that names a file, where there was none so far. */
static bool names_configuration(const struct app *app, const struct gateway *gateway)
{
	return app->is_configured && !app->config_path && gateway_param(gateway, "TASKDESK_CONFIG");
}

static bool is_ready(struct app *app, struct exchange *exchange)
{
	struct error *error = &exchange->error;

	if (names_configuration(app, exchange->request.gateway)) {
		db_close(app->parts.db);
		app->is_configured = false;
	}
	if (app->is_configured || configure(app, exchange->request.gateway, error))
		return true;
	log_event(&app->parts.log, LOG_ERROR, "configuration", "reason=%s", log_quote(exchange->request.arena, error->message));
	fail(error, ERROR_UNAVAILABLE, "the server is not configured correctly; its administrator finds the reason in the log");
	error->retry_after_seconds = 30;
	http_response_unavailable(&exchange->response, error);
	return false;
}

static void answer(struct app *app, struct exchange *exchange)
{
	if (is_ready(app, exchange))
		route_request(exchange);
}

static void out_of_memory(struct app *app, struct exchange *exchange)
{
	fail(&exchange->error, ERROR_UNAVAILABLE, "the request needs more memory than one request may use; ask for less");
	http_response_abandon(&exchange->response, &exchange->error);
	exchange->rpc_outcome = "out_of_memory";
	app->is_spent = true;
}

static void finish(struct app *app, struct exchange *exchange)
{
	bool without_body = strcmp(exchange->request.method, "HEAD") == 0;

	db_end_request(app->parts.db);
	http_request_discard_body(&exchange->request);
	http_response_write(&exchange->response, exchange->request.gateway, without_body);
	exchange_log(exchange);
}

/* Answers, and comes back with a refusal where the memory is used up half-way. */
static void answer_within_memory(struct app *app, struct exchange *exchange)
{
	struct arena *arena = exchange->request.arena;
	jmp_buf exhausted;

	if (setjmp(exhausted) == 0) {
		arena_on_exhausted(arena, &exhausted);
		answer(app, exchange);
		finish(app, exchange);
		return;
	}
	/* A little more than the limit, for the refusal; a second time there is no way on. */
	arena_on_exhausted(arena, NULL);
	arena->limit_bytes += UNCONFIGURED_MEMORY_BYTES;
	out_of_memory(app, exchange);
	finish(app, exchange);
	arena->limit_bytes -= UNCONFIGURED_MEMORY_BYTES;
}

void app_answer(struct app *app, const struct gateway *gateway)
{
	struct exchange exchange = { .parts = &app->parts };

	log_begin_request(&app->parts.log);
	exchange_begin(&exchange, &app->request_arena, gateway);
	answer_within_memory(app, &exchange);
	arena_reset(&app->request_arena);
	app->parts.log.request_id[0] = '\0';
}

void app_idle(struct app *app, int idle_seconds)
{
	int64_t limit = app->parts.config.database_idle_seconds;

	if (app->is_configured && limit && idle_seconds >= limit)
		db_close(app->parts.db);
}

/* Looked for again where there was none: on shared hosting it often comes after the program. */
static bool has_appeared(struct app *app)
{
	bool found = config_find(&app->request_arena, app->config_argument) != NULL;

	arena_reset(&app->request_arena);
	return found;
}

bool app_is_outdated(struct app *app)
{
	struct timespec now;

	if (app->is_spent)
		return true;
	if (!app->is_configured)
		return false;
	if (!app->config_path)
		return has_appeared(app);
	if (!watch_is_touched(&app->config_watch))
		return false;
	now = changed_at(app->config_path);
	return now.tv_sec != app->config_changed_at.tv_sec || now.tv_nsec != app->config_changed_at.tv_nsec;
}
