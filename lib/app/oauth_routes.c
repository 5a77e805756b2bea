#include "app/oauth_routes.h"

#include "oauth/metadata.h"
#include "oauth/register.h"
#include "oauth/relay.h"
#include "oauth/revoke.h"
#include "oauth/token.h"

static void answer_nothing(struct exchange *exchange)
{
	http_response_problem(&exchange->response, 404, "not_found", "There is nothing at this path.");
}

/* own: what our own authorization server does; relay: what we do before another one. NULL: nothing. */
static void serve(struct exchange *exchange, void (*own)(struct oauth *oauth), void (*relay)(struct oauth *oauth))
{
	struct oauth oauth = exchange_oauth(exchange);
	void (*answer)(struct oauth *oauth) = oauth.config->oauth == OAUTH_ON ? own : relay_is_on(oauth.config) ? relay : NULL;

	if (answer)
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
	serve(exchange, metadata_answer_keys, NULL);
}

void serve_register(struct exchange *exchange)
{
	serve(exchange, register_answer, register_answer);
}

void serve_token(struct exchange *exchange)
{
	serve(exchange, token_answer, relay_token_answer);
}

void serve_revoke(struct exchange *exchange)
{
	serve(exchange, revoke_answer, NULL);
}

void serve_introspect(struct exchange *exchange)
{
	serve(exchange, introspect_answer, NULL);
}
