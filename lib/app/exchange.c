#include "app/exchange.h"

#include "base/clock.h"
#include "base/text.h"

#include <assert.h>
#include <stddef.h>

static_assert(offsetof(struct exchange, desk) == 0, "the tools' context is the exchange as well");

void exchange_begin(struct exchange *exchange, struct arena *arena, const struct gateway *gateway)
{
	exchange->started_microseconds = clock_monotonic_microseconds();
	http_request_init(&exchange->request, arena, gateway);
	http_response_init(&exchange->response, arena);
	db_begin_request(exchange->parts->db, arena, &exchange->error);
}

struct oauth exchange_oauth(struct exchange *exchange)
{
	struct app_parts *parts = exchange->parts;

	return (struct oauth){
		.db = parts->db,
		.arena = exchange->request.arena,
		.error = &exchange->error,
		.config = &parts->config,
		.log = &parts->log,
		.request = &exchange->request,
		.response = &exchange->response,
		.cache = parts->oauth_cache,
	};
}

void exchange_denied(struct mcp_call *call, unsigned needed)
{
	struct exchange *exchange = call->context;

	exchange->missing_scopes |= needed;
}

void exchange_note(struct mcp_call *call, const char *method, const char *name, const char *outcome)
{
	struct exchange *exchange = call->context;

	exchange->rpc_method = method;
	exchange->rpc_name = name;
	exchange->rpc_outcome = outcome;
}

static void add(struct text *line, const char *name, const char *value)
{
	text_add(line, name);
	text_add(line, log_quote(line->arena, value));
}

static void add_number(struct text *line, const char *name, int64_t number)
{
	text_add(line, name);
	text_add_integer(line, number);
}

void exchange_log(const struct exchange *exchange)
{
	struct arena *arena = exchange->request.arena;
	struct text line = text_in(arena);
	int status = exchange->response.status;

	add(&line, "http=", exchange->request.method);
	add(&line, " path=", exchange->request.path);
	add(&line, " method=", exchange->rpc_method);
	add(&line, " tool=", exchange->rpc_name);
	add(&line, " outcome=", exchange->rpc_outcome);
	add(&line, " principal=", exchange->is_authenticated ? principal_label(arena, &exchange->principal) : NULL);
	add_number(&line, " status=", status);
	add_number(&line, " us=", clock_monotonic_microseconds() - exchange->started_microseconds);
	add_number(&line, " statements=", db_statement_count(exchange->parts->db));
	/* Why we could not answer, as far as it may be told. */
	if (status >= 500 && exchange->error.kind != ERROR_NONE)
		add(&line, " reason=", exchange->error.message);
	log_event(&exchange->parts->log, status >= 500 ? LOG_ERROR : LOG_INFO, "request", "%s", text_string(&line));
}
