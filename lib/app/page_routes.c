#include "app/page_routes.h"

#include "oauth/relay.h"
#include "web/account.h"
#include "web/authorize.h"
#include "web/relay.h"

/* Answers by the page, where people come here to sign in: with our own authorization server, or on the way to another. */
static void serve_page(struct exchange *exchange, void (*page)(struct oauth *oauth))
{
	struct oauth oauth = exchange_oauth(exchange);

	if (page && (oauth.config->oauth == OAUTH_ON || relay_is_on(oauth.config)))
		page(&oauth);
	else
		http_response_problem(&exchange->response, 404, "not_found", "Nobody signs in here with a browser.");
}

void serve_authorize(struct exchange *exchange)
{
	serve_page(exchange, relay_is_on(&exchange->parts->config) ? web_relay_authorize : web_authorize);
}

void serve_callback(struct exchange *exchange)
{
	serve_page(exchange, relay_is_on(&exchange->parts->config) ? web_relay_callback : NULL);
}

void serve_account(struct exchange *exchange)
{
	serve_page(exchange, exchange->parts->config.oauth == OAUTH_ON ? web_account : NULL);
}
