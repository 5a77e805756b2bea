#include "app/page_routes.h"

#include "oauth/oauth.h"
#include "web/account.h"
#include "web/authorize.h"

/* Answers by the page, where people sign in with our own authorization server. */
static void serve_page(struct exchange *exchange, void (*page)(struct oauth *oauth))
{
	struct oauth oauth = exchange_oauth(exchange);

	if (oauth.config->oauth == OAUTH_ON)
		page(&oauth);
	else
		http_response_problem(&exchange->response, 404, "not_found", "Nobody signs in here with a browser: oauth is not on.");
}

void serve_authorize(struct exchange *exchange)
{
	serve_page(exchange, web_authorize);
}

void serve_account(struct exchange *exchange)
{
	serve_page(exchange, web_account);
}
