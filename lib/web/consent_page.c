#include "web/consent_page.h"

#include "base/plain.h"
#include "oauth/redirect.h"
#include "oauth/scope_words.h"
#include "web/look.h"

#include <string.h>

#define NAME_CHARACTERS 60
#define ADDRESS_CHARACTERS 600    /* never cut: the end of a host says whose it is */

const char *consent_client_name(struct arena *arena, const struct oauth_client *client)
{
	const char *name = plain_text(arena, client->name, NAME_CHARACTERS);

	return *name ? name : "An application without a name";
}

bool consent_is_unproven(const struct authorization_request *request)
{
	return strncmp(request->redirect_uri, "https://", 8) != 0 || oauth_redirect_is_loopback(request->redirect_uri);
}

const char *consent_destination(struct arena *arena, const struct authorization_request *request)
{
	if (consent_is_unproven(request))
		return "the application";
	return plain_text(arena, oauth_redirect_host(arena, request->redirect_uri), ADDRESS_CHARACTERS);
}

/* How far its word can be trusted. */
const char *consent_standing(struct arena *arena, const struct oauth_client *client)
{
	switch (client->kind) {
	case OAUTH_CLIENT_PRE_REGISTERED:
		return "The administrator of this server has entered this application.";
	case OAUTH_CLIENT_DOCUMENT:
		return arena_printf(arena, "This application describes itself at %s.", plain_text(arena, client->client_id, ADDRESS_CHARACTERS));
	case OAUTH_CLIENT_DYNAMIC:
		break;
	}
	return "This application registered itself; nobody has checked its name.";
}

void consent_distrust(struct visit *visit)
{
	visit_refused(visit, "This request cannot be trusted",
		      "You were sent here by an application, and nothing was given to it. Try again from there; if this comes "
		      "again, tell whoever makes the application what stands above.");
}

void consent_fail_back(struct visit *visit, const struct authorization_request *request, unsigned allowed)
{
	const char *url = oauth_authorization_error_url(visit->oauth, request);
	const char *whereto = consent_destination(visit->oauth->arena, request);

	if (visit->action || allowed || request->client.kind == OAUTH_CLIENT_PRE_REGISTERED)
		visit_leave(visit, url, whereto);
	else
		visit_offer_way(visit, url, whereto);
}

static void add_person(struct visit *visit, struct html *html)
{
	const struct user *user = &visit->session.user;

	visit_form_begin(visit, html);
	html_add(html, "<div class=\"person\"><div class=\"who\"><strong><bdi>{}</bdi></strong><span>{}</span></div>"
		       "<button class=\"plain\" name=\"action\" value=\"sign_out\">Use another account</button></div>\n",
		 plain_text(visit->oauth->arena, user->name, NAME_CHARACTERS), user->email);
	visit_form_end(html);
}

/* Whether unticking one of them takes away another. */
static bool some_include_others(unsigned scopes)
{
	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if ((row->scope & scopes) && (oauth_scopes_including(row->scope) & scopes) != row->scope)
			return true;
	return false;
}

static void add_ticks(struct html *html, const struct authorization_request *request)
{
	html_add(html, "<fieldset><legend>It asks to be allowed to</legend>\n");
	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (request->scopes & row->scope)
			html_add(html, "<label class=\"tick\"><input type=\"checkbox\" name=\"allow {}\" checked><span>{}</span></label>\n",
				 row->word, row->meaning);
	html_add(html, "</fieldset>\n");
	if (some_include_others(request->scopes))
		html_add(html, "<p class=\"small\">What includes something that you untick is not allowed either.</p>\n");
}

void consent_add_destination(struct arena *arena, struct html *html, const struct authorization_request *request)
{
	const char *host = plain_text(arena, oauth_redirect_host(arena, request->redirect_uri), ADDRESS_CHARACTERS);

	if (consent_is_unproven(request))
		html_add(html,
			 "<div class=\"box caution\">What you allow goes to a program on this computer (<strong><bdi>{}</bdi></strong>), "
			 "which could be any. Go on only if you have just started this yourself.</div>\n", host);
	else
		html_add(html, "<div class=\"box\">What you allow goes to <strong><bdi>{}</bdi></strong>. Go on only if you came from there.</div>\n",
			 host);
}

static void add_decision(struct visit *visit, struct html *html, const struct authorization_request *request)
{
	struct arena *arena = visit->oauth->arena;

	visit_form_begin(visit, html);
	add_ticks(html, request);
	consent_add_destination(arena, html, request);
	html_add(html, "<p class=\"small\">{} You can take back what you allow at any time on <a href=\"{}\">your account’s page</a>.</p>\n",
		 consent_standing(arena, &request->client), oauth_url(visit->oauth, "/auth/"));
	html_add(html, "<div class=\"buttons\"><button class=\"first\" name=\"action\" value=\"allow\">Allow</button>"
		       "<button name=\"action\" value=\"deny\">Deny</button></div>\n");
	visit_form_end(html);
}

void consent_show(struct visit *visit, const struct authorization_request *request, unsigned allowed, const char *mistake)
{
	const char *name = consent_client_name(visit->oauth->arena, &request->client);
	struct page page = look_begin(visit->oauth->arena, arena_printf(visit->oauth->arena, "%sAllow %s?", mistake ? "Error: " : "", name));
	struct html *html = &page.body;

	html_add(html, "<h1>Allow <bdi>{}</bdi> to use your Taskdesk account?</h1>\n", name);
	html_add(html, "<p class=\"lead\">{}</p>\n", (allowed & request->scopes) == request->scopes ?
		 "You allowed this before. What you untick is taken back." : "Untick what it should not be able to do.");
	if (mistake)
		look_box(html, LOOK_FAILURE, mistake);
	add_person(visit, html);
	add_decision(visit, html, request);
	look_answer(visit->oauth->response, mistake ? 403 : 200, &page);
}

unsigned consent_granted(const struct visit *visit, const struct authorization_request *request)
{
	unsigned unticked = 0;

	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (!http_form_value(&visit->form, arena_printf(visit->oauth->arena, "allow %s", row->word)))
			unticked |= row->scope & request->scopes;
	return request->scopes & ~oauth_scopes_including(unticked);
}
