#include "http/unavailable.h"

#include "base/arena.h"

static int status_for(enum error_kind kind)
{
	return kind == ERROR_UNAVAILABLE ? 503 : kind == ERROR_LIMITED ? 429 : 500;
}

void http_response_unavailable(struct http_response *response, const struct error *error)
{
	int status = status_for(error->kind);

	if (status != 500)
		http_response_header(response, "Retry-After",
				     arena_printf(response->arena, "%d",
						  error->retry_after_seconds > 0 ? error->retry_after_seconds : 2));
	http_response_problem(response, status, error_kind_name(error->kind), error->message);
}

void http_response_abandon(struct http_response *response, const struct error *error)
{
	if (response->open) {
		response->status = 503;
		return;
	}
	http_response_init(response, response->arena);
	http_response_unavailable(response, error);
}
