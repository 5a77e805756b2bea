#include "app/oauth_routes.h"

#include "oauth/metadata.h"
#include "oauth/register.h"
#include "oauth/revoke.h"
#include "oauth/token.h"

static void answer_nothing(struct exchange *exchange)
{
	http_response_problem(&exchange->response, 404, "not_found", "There is nothing at this path.");
}

/* For what only our own authorization server has. */
static void serve(struct exchange *exchange, void (*answer)(struct oauth *oauth))
{
	struct oauth oauth = exchange_oauth(exchange);

	if (oauth.config->oauth == OAUTH_ON)
		answer(&oauth);
	else
		answer_nothing(exchange);
}

void serve_well_known(struct exchange *exchange)
{
	struct oauth oauth = exchange_oauth(exchange);

	if (oauth.config->oauth == OAUTH_OFF || !metadata_answer(&oauth, exchange->request.path))
		answer_nothing(exchange);
}

void serve_jwks(struct exchange *exchange)
{
	serve(exchange, metadata_answer_keys);
}

void serve_register(struct exchange *exchange)
{
	serve(exchange, register_answer);
}

void serve_token(struct exchange *exchange)
{
	serve(exchange, token_answer);
}

void serve_revoke(struct exchange *exchange)
{
	serve(exchange, revoke_answer);
}

void serve_introspect(struct exchange *exchange)
{
	serve(exchange, introspect_answer);
}
