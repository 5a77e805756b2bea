#include "web/relay.h"

#include "oauth/redirect.h"
#include "oauth/relay.h"
#include "oauth/scope_words.h"
#include "web/consent_page.h"
#include "web/look.h"
#include "web/visit.h"

#include <string.h>

/* Who the person is, is known only at the provider, so nothing was allowed before. */
static void fail_back(struct visit *visit, const struct authorization_request *request)
{
	consent_fail_back(visit, request, 0);
}

static void refuse(struct visit *visit, const struct authorization_request *request, enum oauth_error error,
		   const char *reason)
{
	oauth_refuse(visit->oauth, error, "%s", reason);
	fail_back(visit, request);
}

static void go_on(struct visit *visit, const struct authorization_request *request)
{
	struct oauth *oauth = visit->oauth;
	const char *url;

	if (relay_begin(oauth, request, visit->session.token, &url))
		visit_leave(visit, url, oauth_redirect_host(oauth->arena, oauth->config->issuer_url));
	else
		fail_back(visit, request);
}

static void add_scopes(struct html *html, const struct authorization_request *request)
{
	html_add(html, "<p>It asks to be allowed to</p>\n<ul>\n");
	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (request->scopes & row->scope)
			html_add(html, "<li>{}</li>\n", row->meaning);
	html_add(html, "</ul>\n");
}

/* Asked each time: who the person is, is known only at the provider. */
static void ask(struct visit *visit, const struct authorization_request *request)
{
	struct arena *arena = visit->oauth->arena;
	const char *name = consent_client_name(arena, &request->client);
	struct page page = look_begin(arena, arena_printf(arena, "Go on with %s?", name));
	struct html *html = &page.body;

	html_add(html, "<h1>Go on with <bdi>{}</bdi>?</h1>\n", name);
	html_add(html, "<p class=\"lead\">You will sign in at <strong>{}</strong>, and come back here.</p>\n",
		 oauth_redirect_host(arena, visit->oauth->config->issuer_url));
	if (visit->is_stale)
		look_box(html, LOOK_FAILURE, "This page was too old; look at it once more, then decide.");
	visit_form_begin(visit, html);
	if (request->scopes)
		add_scopes(html, request);
	consent_add_destination(arena, html, request);
	html_add(html, "<p class=\"small\">{}</p>\n", consent_standing(arena, &request->client));
	html_add(html, "<div class=\"buttons\"><button class=\"first\" name=\"action\" value=\"allow\">Continue</button>"
		       "<button name=\"action\" value=\"deny\">Cancel</button></div>\n");
	visit_form_end(html);
	look_answer(visit->oauth->response, visit->is_stale ? 403 : 200, &page);
}

static void decide(struct visit *visit, const struct authorization_request *request)
{
	if (request->prompt && strstr(request->prompt, "none"))
		refuse(visit, request, OAUTH_CONSENT_REQUIRED, "the person has to be asked first");
	else if (visit_wants(visit, "deny"))
		refuse(visit, request, OAUTH_ACCESS_DENIED, "the person refused");
	else if (visit_wants(visit, "allow"))
		go_on(visit, request);
	else
		ask(visit, request);
}

void web_relay_authorize(struct oauth *oauth)
{
	struct authorization_request request;
	struct visit visit;

	if (!visit_begin(&visit, oauth))
		return;
	switch (oauth_authorization_request_read(oauth, &visit.query, &request)) {
	case AUTHORIZATION_SHOW:
		consent_distrust(&visit);
		break;
	case AUTHORIZATION_REDIRECT:
		fail_back(&visit, &request);
		break;
	case AUTHORIZATION_GOOD:
		decide(&visit, &request);
		break;
	}
}

static bool is_unambiguous(struct visit *visit)
{
	const char *repeated = visit->query.repeated;

	return !repeated ||
	       oauth_refuse(visit->oauth, OAUTH_INVALID_REQUEST, "the parameter %.60s was sent more than once", repeated);
}

void web_relay_callback(struct oauth *oauth)
{
	struct visit visit;
	const char *url;

	if (!visit_begin(&visit, oauth))
		return;
	if (is_unambiguous(&visit) && relay_return(oauth, &visit.query, visit.session.token, &url)) {
		visit_leave(&visit, url, "the application");
		return;
	}
	visit_refused(&visit, "This sign-in cannot be finished", "Nothing was given to any application. Begin again from there.");
}
