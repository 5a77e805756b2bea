#include "oauth/login.h"

#include "auth/sign_in.h"
#include "http/client_network.h"
#include "oauth/grant.h"
#include "oauth/keys.h"
#include "oauth/resource.h"
#include "oauth/scope_words.h"
#include "store/oauth_client_store.h"

#define CLIENT_ID "taskdesk-login"

/* What the transaction works with. */
struct issue {
	struct oauth *oauth;
	struct oauth_client client;
	struct oauth_family family;
	const char *private_key;
	struct grant grant;
};

static bool issue_token(void *context)
{
	struct issue *issue = context;
	struct oauth *oauth = issue->oauth;

	return oauth_family_store_insert(oauth->db, &issue->family, oauth->config->access_token_seconds) &&
	       grant_tokens(oauth, &issue->family, CLIENT_ID, issue->family.scopes, issue->private_key, &issue->grant);
}

static bool find_client(struct oauth *oauth, struct oauth_client *client)
{
	bool found;

	if (!oauth_client_store_find(oauth->db, CLIENT_ID, client, &found))
		return false;
	return (found && !client->is_revoked) ||
	       fail(oauth->error, ERROR_DENIED, "the administrator has switched this way to sign in off; sign in with a browser");
}

bool login_token(struct oauth *oauth, const struct login *login, struct login_token *token)
{
	const struct sign_in attempt = {
		.email = login->email,
		.password = login->password,
		.network = http_client_network(oauth->request, oauth->config->trusted_proxies),
	};
	struct issue issue = { .oauth = oauth };

	token->resource = oauth_resource_url(oauth, oauth_resource_at(oauth, "/mcp"));
	if (!find_client(oauth, &issue.client) || !sign_in_check(oauth->db, &attempt, &token->user))
		return false;
	token->scopes = login->scopes & issue.client.scopes;
	if (!token->scopes)
		return fail(oauth->error, ERROR_DENIED, "the credential of this call has no scope to hand on");
	issue.family = (struct oauth_family){
		.client_id = issue.client.id,
		.user_id = token->user.id,
		.scopes = token->scopes,
		.resource = token->resource,
	};
	if (!keys_for_signing(oauth->db, oauth->config, oauth->log, &issue.private_key) || !db_transaction(oauth->db, issue_token, &issue))
		return false;
	token->text = issue.grant.access_token;
	return true;
}
