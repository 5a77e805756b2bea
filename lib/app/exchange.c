#include "app/exchange.h"

#include "base/clock.h"

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

/* Why we could not answer, as far as it may be told. */
static const char *reason(const struct exchange *exchange)
{
	bool failed = exchange->response.status >= 500 && exchange->error.kind != ERROR_NONE;

	return failed ? arena_printf(exchange->request.arena, " reason=%s",
				     log_quote(exchange->request.arena, exchange->error.message)) :
			"";
}

void exchange_log(const struct exchange *exchange)
{
	struct arena *arena = exchange->request.arena;
	int64_t spent = clock_monotonic_microseconds() - exchange->started_microseconds;

	log_event(&exchange->parts->log, exchange->response.status >= 500 ? LOG_ERROR : LOG_INFO, "request",
		  "http=%s path=%s method=%s tool=%s outcome=%s principal=%s status=%d us=%lld statements=%u%s",
		  log_quote(arena, exchange->request.method), log_quote(arena, exchange->request.path),
		  log_quote(arena, exchange->rpc_method), log_quote(arena, exchange->rpc_name),
		  log_quote(arena, exchange->rpc_outcome),
		  exchange->is_authenticated ? log_quote(arena, principal_label(arena, &exchange->principal)) : "-",
		  exchange->response.status, (long long)spent, db_statement_count(exchange->parts->db), reason(exchange));
}
