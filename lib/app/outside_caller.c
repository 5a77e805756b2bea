#include "app/outside_caller.h"

#include "base/plain.h"
#include "base/secret.h"
#include "desk/change.h"
#include "desk/users.h"
#include "http/unavailable.h"
#include "oauth/bearer.h"
#include "oauth/outside_token.h"
#include "oauth/scope_words.h"

#include <stdio.h>
#include <string.h>

#define NAME_CHARACTERS 200
#define HASH_DIGITS 20

static bool refuse(struct exchange *exchange, const char *code, const char *message)
{
	http_response_problem(&exchange->response, 403, code, message);
	return false;
}

static bool unavailable(struct exchange *exchange)
{
	http_response_unavailable(&exchange->response, &exchange->error);
	return false;
}

/* An address that no mail ever reaches (RFC 2606), for somebody whose own is not known. */
static const char *stand_in_email(struct arena *arena, const struct identity *identity)
{
	const char *name = arena_printf(arena, "%s\n%s", identity->issuer, identity->subject);
	unsigned char digest[SHA256_BYTES];
	char digits[HASH_DIGITS + 1];

	sha256(name, strlen(name), digest);
	for (size_t i = 0; i < HASH_DIGITS / 2; i++)
		snprintf(digits + 2 * i, 3, "%02x", digest[i]);
	return arena_printf(arena, "%s@outside.invalid", digits);
}

/* Somebody's arrival, within one change. */
struct arrival {
	struct desk *desk;
	const struct outside_token *token;
	struct prepared_user prepared;
};

static bool create(void *context, const char **result)
{
	struct arrival *arrival = context;
	struct desk *desk = arrival->desk;

	(void)result;
	return users_create(desk, &arrival->prepared) &&
	       identity_store_bind(desk->db, &arrival->token->identity, arrival->prepared.user.id);
}

/* The account is made by the system user, since nobody else is there yet. */
static bool make_account(struct exchange *exchange, const struct outside_token *token, struct user *user)
{
	struct arena *arena = exchange->request.arena;
	const char *email = token->email ? token->email : stand_in_email(arena, &token->identity);
	const char *name = plain_text(arena, token->name ? token->name : email, NAME_CHARACTERS - 1);
	struct principal system = { .credential = CREDENTIAL_OUTSIDE_TOKEN };
	struct desk desk;
	struct arrival arrival = { .desk = &desk, .token = token };
	struct change change = { .work = create, .context = &arrival };
	bool found;

	if (!user_store_find(exchange->parts->db, SYSTEM_USER_ID, &system.user, &found))
		return unavailable(exchange);
	desk_init(&desk, exchange->parts->db, arena, &exchange->error, &exchange->parts->config, &system);
	if (!users_prepare(&desk, &(struct new_user){ .email = email, .name = *name ? name : email }, &arrival.prepared) ||
	    !change_run(&desk, &change)) {
		if (exchange->error.kind == ERROR_CONFLICT || exchange->error.kind == ERROR_INVALID)
			return refuse(exchange, "unknown_user",
				      "No account could be made for the e-mail address of this token; ask the administrator.");
		return unavailable(exchange);
	}
	*user = arrival.prepared.user;
	log_event(&exchange->parts->log, LOG_INFO, "arrived", "user=%lld", (long long)user->id);
	return true;
}

/* Two calls at once may both be the first. */
static bool has_arrived_meanwhile(struct exchange *exchange, const struct outside_token *token, struct user *user)
{
	struct db *db = exchange->parts->db;
	bool found;

	exchange->error = (struct error){ 0 };
	return identity_store_find(db, &token->identity, user, &found) && found;
}

static bool bind_by_email(struct exchange *exchange, const struct outside_token *token, struct user *user, bool *bound)
{
	struct db *db = exchange->parts->db;

	*bound = false;
	if (!token->email)
		return true;
	if (!user_store_find_by_email(db, token->email, user, bound))
		return unavailable(exchange);
	if (*bound && user->is_system)
		return refuse(exchange, "unknown_user", "Nobody acts as the system user with a token of the sign-in provider.");
	return !*bound || identity_store_bind(db, &token->identity, user->id) || unavailable(exchange);
}

static bool welcome(struct exchange *exchange, const struct outside_token *token, struct user *user)
{
	bool bound;

	if (!bind_by_email(exchange, token, user, &bound))
		return false;
	if (bound)
		return true;
	if (!exchange->parts->config.create_users)
		return refuse(exchange, "unknown_user",
			      "The sign-in provider knows you, but you have no account here; ask the administrator for one.");
	return make_account(exchange, token, user) || has_arrived_meanwhile(exchange, token, user);
}

static bool is_somebody_else(const struct credentials *credentials, const struct user *user)
{
	return credentials->email && strcmp(credentials->email, user->email) != 0;
}

bool outside_caller_authenticate(struct exchange *exchange, const struct credentials *credentials,
				 const struct oauth_resource *resource)
{
	struct oauth oauth = exchange_oauth(exchange);
	struct outside_token token;
	struct user user;

	exchange->principal = (struct principal){ 0 };
	if (!outside_token_check(&oauth, credentials->key, oauth_resource_url(&oauth, resource), &token)) {
		if (!oauth.refusal.error)
			return unavailable(exchange);
		bearer_challenge(&oauth, resource);
		return false;
	}
	user = token.caller.user;
	if (!token.caller.is_known && !welcome(exchange, &token, &user))
		return false;
	if (is_somebody_else(credentials, &user))
		return refuse(exchange, "may_not_act_as",
			      "A token of the sign-in provider acts as the person who signed in; leave X-Mcp-User out.");
	exchange->principal = (struct principal){
		.user = user,
		.credential = CREDENTIAL_OUTSIDE_TOKEN,
		.credential_name = token.client_name ? token.client_name : "outside",
		.scopes = oauth_scopes_allow(token.scopes),
	};
	return true;
}
