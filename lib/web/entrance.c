#include "web/entrance.h"

#include "auth/known_browser.h"
#include "auth/sign_in.h"
#include "base/log.h"
#include "http/client_network.h"
#include "web/look.h"
#include "web/sign_up.h"

#include <string.h>

#define MARKS_COOKIE "taskdesk_known"
#define MARKS_DAYS 365

/* What the page says when it is shown again. */
struct reply {
	int status;
	const char *mistake;     /* NULL: none */
	const char *email;
};

static void add_heading(struct html *html, const struct occasion *occasion)
{
	html_add(html, "<h1>Sign in</h1>\n");
	if (occasion->purpose)
		html_add(html, "<p class=\"lead\">{}</p>\n", occasion->purpose);
}

static void add_fields(struct html *html, const struct reply *reply)
{
	bool has_email = reply->email != NULL;

	look_field(html, &(struct look_field){ .name = "email", .label = "E-mail address", .type = "email",
					       .autocomplete = "username", .value = reply->email, .has_focus = !has_email });
	look_field(html, &(struct look_field){ .name = "password", .label = "Password", .type = "password",
					       .autocomplete = "current-password", .has_focus = has_email });
}

static void show_sign_in(struct visit *visit, const struct occasion *occasion, const struct reply *reply)
{
	struct page page = look_begin(visit->oauth->arena, reply->mistake ? "Error: Sign in" : "Sign in");
	struct html *html = &page.body;

	add_heading(html, occasion);
	if (reply->mistake)
		look_box(html, LOOK_FAILURE, reply->mistake);
	visit_form_begin(visit, html);
	add_fields(html, reply);
	html_add(html, "<div class=\"buttons\"><button class=\"first\" name=\"action\" value=\"sign_in\">Sign in</button></div>\n");
	visit_form_end(html);
	if (visit->oauth->config->registration)
		html_add(html, "<p class=\"below\">New here? <a href=\"{}\">Create an account</a></p>\n",
			 visit_address(visit, "sign_up"));
	look_answer(visit->oauth->response, reply->status, &page);
}

static const char *const stale_page =
	"This page was too old, or your browser keeps no cookies for it. Please try once more.";

static void show_entrance(struct visit *visit, const struct occasion *occasion)
{
	const char *page = http_form_value(&visit->query, "page");
	const struct reply reply = {
		.status = visit->is_stale ? 403 : 200,
		.mistake = visit->is_stale ? stale_page : NULL,
		.email = occasion->email,
	};

	if (visit->oauth->config->registration && (page ? strcmp(page, "sign_up") == 0 : occasion->wants_account))
		sign_up_show(visit, visit->is_stale ? stale_page : NULL);
	else
		show_sign_in(visit, occasion, &reply);
}

static const char *marks_sent(const struct visit *visit)
{
	return http_cookie_get(visit->oauth->request, visit->session.transport, MARKS_COOKIE);
}

bool entrance_know_browser(struct visit *visit, const struct user *user)
{
	const char *marks = known_browser_add(visit->oauth->db, user->email, marks_sent(visit));

	if (marks)
		http_cookie_keep(visit->oauth->response, visit->session.transport, MARKS_COOKIE, marks, MARKS_DAYS);
	return marks != NULL;
}

static bool welcome(struct visit *visit, const struct user *user, const char *how)
{
	if (!entrance_know_browser(visit, user) || !browser_session_begin(&visit->session, user))
		return visit_failed(visit);
	log_event(visit->oauth->log, LOG_INFO, how, "user=%lld", (long long)user->id);
	visit->is_fresh = true;
	return true;
}

bool entrance_check(struct visit *visit, const struct claim *claim, struct user *user)
{
	struct oauth *oauth = visit->oauth;
	const struct error *error = oauth->error;
	const char *network = http_client_network(oauth->request, oauth->config->trusted_proxies);

	if (sign_in_check(oauth->db, &(struct sign_in){ claim->email, claim->password, network, marks_sent(visit) }, user))
		return true;
	if (error->kind == ERROR_DENIED || error->kind == ERROR_LIMITED)
		log_event(oauth->log, LOG_INFO, claim->refusal, "reason=%s network=%s", error_kind_name(error->kind), network);
	if (error->kind == ERROR_LIMITED)
		http_response_header(oauth->response, "Retry-After", arena_printf(oauth->arena, "%d", error->retry_after_seconds));
	return false;
}

/* Says what went wrong without telling whether there is such an account. */
static bool turn_away(struct visit *visit, const struct occasion *occasion, const char *email)
{
	const struct error *error = visit->oauth->error;

	if (error->kind != ERROR_DENIED && error->kind != ERROR_LIMITED)
		return visit_failed(visit);
	show_sign_in(visit, occasion,
		     &(struct reply){ .status = error->kind == ERROR_LIMITED ? 429 : 403, .email = email,
				      .mistake = visit_sentence(visit->oauth->arena, error->message) });
	return false;
}

static bool sign_in(struct visit *visit, const struct occasion *occasion)
{
	const struct claim claim = { http_form_value(&visit->form, "email"), http_form_value(&visit->form, "password"),
				     "sign_in_refused" };
	struct user user;

	if (!claim.email || !claim.password) {
		show_sign_in(visit, occasion,
			     &(struct reply){ 400, "Fill in your e-mail address and your password.", claim.email });
		return false;
	}
	if (!entrance_check(visit, &claim, &user))
		return turn_away(visit, occasion, claim.email);
	return welcome(visit, &user, "sign_in");
}

static bool sign_up(struct visit *visit)
{
	struct user user;

	return sign_up_make(visit, &user) && welcome(visit, &user, "sign_up");
}

static bool sign_out(struct visit *visit)
{
	if (!browser_session_end(&visit->session))
		return visit_failed(visit);
	visit_again(visit);
	return false;
}

bool entrance_pass(struct visit *visit, const struct occasion *occasion)
{
	if (visit_wants(visit, "sign_out"))
		return sign_out(visit);
	if (visit_wants(visit, "sign_in"))
		return sign_in(visit, occasion);
	if (visit_wants(visit, "sign_up") && visit->oauth->config->registration)
		return sign_up(visit);
	if (visit->session.is_signed_in && !occasion->must_sign_in)
		return true;
	show_entrance(visit, occasion);
	return false;
}
