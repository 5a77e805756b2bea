#include "web/authorize.h"

#include "base/log.h"
#include "base/plain.h"
#include "oauth/authorization_request.h"
#include "oauth/code.h"
#include "oauth/scope_words.h"
#include "store/oauth_allowed_store.h"
#include "store/oauth_consent_store.h"
#include "web/consent_page.h"
#include "web/entrance.h"

#include <string.h>

/* One authorization on its way. */
struct authorization {
	struct visit *visit;
	struct authorization_request request;
	unsigned allowed;            /* before, by this person to this client */
};

static bool prompts(const struct authorization *authorization, const char *wanted)
{
	const char *rest = authorization->request.prompt;
	const char *word;

	while (rest && (word = text_next_word(authorization->visit->oauth->arena, &rest)))
		if (strcmp(word, wanted) == 0)
			return true;
	return false;
}

static void fail_back(struct authorization *authorization)
{
	consent_fail_back(authorization->visit, &authorization->request, authorization->allowed);
}

static void refuse(struct authorization *authorization, enum oauth_error error, const char *reason)
{
	oauth_refuse(authorization->visit->oauth, error, "%s", reason);
	fail_back(authorization);
}

static void issue(struct authorization *authorization, unsigned granted)
{
	struct visit *visit = authorization->visit;
	struct oauth *oauth = visit->oauth;
	const char *url;

	if (!oauth_code_issue(oauth, &authorization->request, visit->session.user.id, granted, &url)) {
		fail_back(authorization);
		return;
	}
	log_event(oauth->log, LOG_INFO, "allowed", "user=%lld client=%lld scopes=%s", (long long)visit->session.user.id,
		  (long long)authorization->request.client.id, log_quote(oauth->arena, oauth_scope_words(oauth->arena, granted)));
	visit_leave(visit, url, consent_destination(oauth->arena, &authorization->request));
}

struct remembering {
	struct db *db;
	struct oauth_decision decision;
};

static bool remember_once(void *context)
{
	const struct remembering *remembering = context;

	return oauth_allowed_store_decide(remembering->db, &remembering->decision);
}

/* What is unticked now is no longer allowed, whatever was before; what was not asked for stays. */
static bool remember(const struct authorization *authorization, unsigned granted)
{
	const struct authorization_request *request = &authorization->request;
	const struct visit *visit = authorization->visit;
	unsigned withheld = oauth_scopes_including(request->scopes & ~granted);
	struct remembering remembering = {
		.db = visit->oauth->db,
		.decision = {
			.user_id = visit->session.user.id,
			.client_id = request->client.id,
			.resource = request->resource,
			.allowed = (authorization->allowed | granted) & ~withheld,
			.withheld = withheld,
		},
	};

	return db_transaction(remembering.db, remember_once, &remembering);
}

static void allow(struct authorization *authorization)
{
	struct visit *visit = authorization->visit;
	const struct authorization_request *request = &authorization->request;
	unsigned granted = consent_granted(visit, request);

	if (!(granted & ~(unsigned)OAUTH_OFFLINE_ACCESS)) {
		consent_show(visit, request, authorization->allowed, "Tick at least one thing that it may do, and what that includes, or choose Deny.");
		return;
	}
	if (remember(authorization, granted))
		issue(authorization, granted);
	else
		fail_back(authorization);
}

/*
 * Without asking again: what the person allowed this client before, where the client can be told
 * by its redirect address. On the person's computer any program may answer to a client's name
 * (RFC 8252 section 8.6), so there it is asked each time.
 */
static bool may_go_unasked(const struct authorization *authorization)
{
	return (authorization->allowed & authorization->request.scopes) == authorization->request.scopes &&
	       !consent_is_unproven(&authorization->request) && !prompts(authorization, "consent") &&
	       !prompts(authorization, "select_account");
}

static bool find_allowed(struct authorization *authorization)
{
	const struct visit *visit = authorization->visit;

	return oauth_consent_store_find(visit->oauth->db, visit->session.user.id, authorization->request.client.id,
					authorization->request.resource, &authorization->allowed);
}

/* prompt=none: the client wants an answer without anything being shown. */
static void answer_silently(struct authorization *authorization)
{
	if (!authorization->visit->session.is_signed_in)
		refuse(authorization, OAUTH_LOGIN_REQUIRED, "the person is not signed in");
	else if (!find_allowed(authorization))
		fail_back(authorization);
	else if (!may_go_unasked(authorization))
		refuse(authorization, OAUTH_CONSENT_REQUIRED, "the person has to be asked first");
	else
		issue(authorization, authorization->request.scopes);
}

static bool pass_entrance(struct authorization *authorization)
{
	struct visit *visit = authorization->visit;
	struct arena *arena = visit->oauth->arena;
	const struct occasion occasion = {
		.purpose = arena_printf(arena, "to continue to %s", consent_client_name(arena, &authorization->request.client)),
		.email = authorization->request.login_hint ? plain_text(arena, authorization->request.login_hint, 254) : NULL,
		.must_sign_in = prompts(authorization, "login"),
		.wants_account = prompts(authorization, "create"),
	};

	return entrance_pass(visit, &occasion);
}

static void decide(struct authorization *authorization)
{
	struct visit *visit = authorization->visit;

	if (!pass_entrance(authorization))
		return;
	if (!find_allowed(authorization))
		fail_back(authorization);
	else if (visit_wants(visit, "deny"))
		refuse(authorization, OAUTH_ACCESS_DENIED, "the person refused");
	else if (visit_wants(visit, "allow"))
		allow(authorization);
	else if (may_go_unasked(authorization))
		issue(authorization, authorization->request.scopes);
	else if (visit->is_fresh)
		visit_again(visit);
	else
		consent_show(visit, &authorization->request, authorization->allowed,
			     visit->is_stale ? "This page was too old; look at it once more, then decide." : NULL);
}

void web_authorize(struct oauth *oauth)
{
	struct authorization authorization;
	struct visit visit;

	if (!visit_begin(&visit, oauth))
		return;
	authorization = (struct authorization){ .visit = &visit };
	switch (oauth_authorization_request_read(oauth, &visit.query, &authorization.request)) {
	case AUTHORIZATION_SHOW:
		if (oauth->refusal.error)
			consent_distrust(&visit);
		else
			visit_failed(&visit);
		break;
	case AUTHORIZATION_REDIRECT:
		fail_back(&authorization);
		break;
	case AUTHORIZATION_GOOD:
		if (prompts(&authorization, "none"))
			answer_silently(&authorization);
		else
			decide(&authorization);
		break;
	}
}
