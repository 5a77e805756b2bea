#include "app/log_in.h"

#include "app/exchange.h"
#include "oauth/login.h"
#include "oauth/scope_words.h"

/* The desk is the exchange's first member. A token may do no more than the credential by which it was asked for. */
bool exchange_log_in(struct desk *desk, const char *email, const char *password, struct desk_token *token)
{
	struct oauth oauth = exchange_oauth((struct exchange *)desk);
	const struct login wanted = {
		.email = email,
		.password = password,
		.scopes = oauth_scopes_within(desk->principal->scopes),
	};
	struct login_token issued;

	if (!login_token(&oauth, &wanted, &issued))
		return false;
	*token = (struct desk_token){
		.text = issued.text,
		.scope = oauth_scope_words(desk->arena, issued.scopes),
		.lives_seconds = desk->config->access_token_seconds,
		.resource = issued.resource,
		.user = issued.user,
	};
	return true;
}
