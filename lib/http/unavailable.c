#include "http/unavailable.h"

#include "base/arena.h"

void http_response_unavailable(struct http_response *response, const struct error *error)
{
	bool is_temporary = error->kind == ERROR_UNAVAILABLE;

	if (is_temporary)
		http_response_header(response, "Retry-After",
				     arena_printf(response->arena, "%d",
						  error->retry_after_seconds > 0 ? error->retry_after_seconds : 2));
	http_response_problem(response, is_temporary ? 503 : 500, error_kind_name(error->kind), error->message);
}
