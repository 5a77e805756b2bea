#include "web/visit.h"

#include "base/plain.h"
#include "config/public_url.h"
#include "http/unavailable.h"
#include "web/look.h"

#include <string.h>

#define FORM_LIMIT_BYTES ((size_t)16 * 1024)
#define REASON_CHARACTERS 300

const char *visit_sentence(struct arena *arena, const char *words)
{
	char *sentence = arena_printf(arena, "%s%s", words, text_ends_with(words, "?") ? "" : ".");

	if (*sentence >= 'a' && *sentence <= 'z')
		*sentence = (char)(*sentence - 'a' + 'A');
	return sentence;
}

void visit_notice(struct visit *visit, int status, const char *heading, const char *sentence, const char *advice)
{
	struct page page = look_begin(visit->oauth->arena, heading);

	html_add(&page.body, "<h1>{}</h1>\n<p>{}</p>\n", heading, sentence);
	if (advice)
		html_add(&page.body, "<p class=\"small\">{}</p>\n", advice);
	look_answer(visit->oauth->response, status, &page);
}

bool visit_failed(struct visit *visit)
{
	const struct error *error = visit->oauth->error;
	struct http_response *response = visit->oauth->response;

	http_response_unavailable(response, error);
	visit_notice(visit, response->status, "This does not work just now", visit_sentence(visit->oauth->arena, error->message),
		     "Nothing was changed. Load this page again in a moment.");
	return false;
}

/* What is left of prompt when the person has signed in. */
static const char *prompt_left(struct arena *arena, const char *prompt)
{
	struct text left = text_in(arena);
	const char *word;

	while ((word = text_next_word(arena, &prompt)))
		if (strcmp(word, "login") != 0 && strcmp(word, "select_account") != 0 && strcmp(word, "create") != 0)
			text_printf(&left, "%s%s", left.length ? " " : "", word);
	return text_string(&left);
}

static const char *address(const struct visit *visit, const char *page, bool is_signed_in)
{
	struct arena *arena = visit->oauth->arena;
	struct text url = text_in(arena);
	size_t bare;

	text_printf(&url, "%s%s", visit->oauth->config->public_url, visit->oauth->request->path);
	bare = url.length;
	text_add_char(&url, '?');
	for (size_t i = 0; i < visit->query.count; i++) {
		const struct http_field *field = &visit->query.fields[i];
		bool is_prompt = strcmp(field->name, "prompt") == 0;
		const char *value = is_prompt && is_signed_in ? prompt_left(arena, field->value) : field->value;

		if (*value && strcmp(field->name, "page") != 0)
			http_form_add(&url, field->name, value);
	}
	if (page)
		http_form_add(&url, "page", page);
	return url.length == bare + 1 ? arena_copy(arena, url.bytes, bare) : text_string(&url);
}

static void redirect(struct visit *visit, int status, const char *url)
{
	http_response_header(visit->oauth->response, "Location", url);
	http_response_empty(visit->oauth->response, status);
}

const char *visit_address(const struct visit *visit, const char *page)
{
	return address(visit, page, false);
}

void visit_again(struct visit *visit)
{
	redirect(visit, 303, address(visit, NULL, true));
}

void visit_refused(struct visit *visit, const char *heading, const char *advice)
{
	struct arena *arena = visit->oauth->arena;

	if (visit->oauth->refusal.error)
		visit_notice(visit, 400, heading,
			     visit_sentence(arena, plain_text(arena, visit->oauth->refusal.description, REASON_CHARACTERS)), advice);
	else
		visit_failed(visit);
}

/* Scheme, host and port of the address we are reached at. */
static const char *own_origin(const struct visit *visit)
{
	const char *url = visit->oauth->config->public_url;

	return arena_copy(visit->oauth->arena, url, strlen(url) - strlen(public_url_path(url)));
}

static bool read_sent_form(struct visit *visit)
{
	struct oauth *oauth = visit->oauth;

	if (http_form_read_body(&visit->form, oauth->request, FORM_LIMIT_BYTES, oauth->response))
		return true;
	visit_notice(visit, oauth->response->status, "This form cannot be read",
		     "What your browser sent is not a form of ours, or it is too long.", NULL);
	return false;
}

/* A client's authorization request may come as a form (RFC 6749 section 3.1); from then on it stands in the address. */
static bool is_request_of_client(const struct visit *visit)
{
	return http_form_value(&visit->form, "client_id") && !http_form_value(&visit->form, "form_token");
}

/* A form of ours counts only when it comes from a page in this session; of another nothing is even looked at. */
static bool read_form(struct visit *visit)
{
	if (!read_sent_form(visit))
		return false;
	if (is_request_of_client(visit)) {
		visit->query = visit->form;
		redirect(visit, 303, visit_address(visit, NULL));
		return false;
	}
	if (browser_session_sent(&visit->session, visit->oauth->request, own_origin(visit),
				 http_form_value(&visit->form, "form_token"))) {
		visit->action = http_form_value(&visit->form, "action");
		return true;
	}
	visit->form = (struct http_form){ 0 };
	visit->is_stale = true;
	return true;
}

bool visit_begin(struct visit *visit, struct oauth *oauth)
{
	enum cookie_transport transport = public_url_is_https(oauth->config->public_url) ? COOKIE_OVER_HTTPS : COOKIE_OVER_HTTP;

	*visit = (struct visit){ .oauth = oauth };
	if (!http_form_read_query(&visit->query, oauth->request, oauth->error) && !visit->query.repeated) {
		visit_notice(visit, 400, "This address is broken", visit_sentence(oauth->arena, oauth->error->message),
			     "Go back to where you came from and try again.");
		return false;
	}
	*oauth->error = (struct error){ 0 };
	if (!browser_session_open(&visit->session, oauth->request, transport, oauth->db, oauth->response))
		return visit_failed(visit);
	return strcmp(oauth->request->method, "POST") != 0 || read_form(visit);
}

bool visit_wants(const struct visit *visit, const char *action)
{
	return visit->action && strcmp(visit->action, action) == 0;
}

static void lead_there(struct visit *visit, const char *url, const char *whereto)
{
	struct page page = look_begin(visit->oauth->arena, "Going on");
	struct html head = html_in(visit->oauth->arena);

	html_add(&head, "<meta http-equiv=\"refresh\" content=\"0; url={}\">\n", url);
	page.head = &head;
	html_add(&page.body,
		 "<h1>Going on to {}</h1>\n<p class=\"lead\">If nothing happens, choose Continue.</p>\n"
		 "<div class=\"buttons\"><a class=\"button\" href=\"{}\" rel=\"noreferrer\">Continue</a></div>\n",
		 whereto, url);
	look_answer(visit->oauth->response, 200, &page);
}

static bool shows_pages(const struct http_request *request)
{
	const char *accept = http_request_header(request, "Accept");

	return accept && strstr(accept, "text/html");
}

void visit_leave(struct visit *visit, const char *url, const char *whereto)
{
	bool after_form = strcmp(visit->oauth->request->method, "POST") == 0;

	if (after_form && shows_pages(visit->oauth->request))
		lead_there(visit, url, whereto);
	else
		redirect(visit, after_form ? 303 : 302, url);
}

void visit_offer_way(struct visit *visit, const char *url, const char *whereto)
{
	struct page page = look_begin(visit->oauth->arena, "Nothing was allowed");

	if (!shows_pages(visit->oauth->request)) {
		redirect(visit, 302, url);
		return;
	}
	html_add(&page.body,
		 "<h1>Nothing was allowed</h1>\n<p class=\"lead\">An application sent you here with a request that cannot be answered: {}</p>\n"
		 "<p>You can close this page, or go on to where it wants you to go. Do so only if you came from there.</p>\n"
		 "<div class=\"buttons\"><a class=\"button\" href=\"{}\" rel=\"noreferrer\">Go on to {}</a></div>\n",
		 visit_sentence(visit->oauth->arena, oauth_refusal_of(visit->oauth).description), url, whereto);
	look_answer(visit->oauth->response, 400, &page);
}

void visit_form_begin(const struct visit *visit, struct html *html)
{
	html_add(html, "<form method=\"post\"><input type=\"hidden\" name=\"form_token\" value=\"{}\">\n", visit->session.form_token);
}

void visit_form_end(struct html *html)
{
	html_add(html, "</form>\n");
}

void visit_desk(const struct visit *visit, struct desk *desk, struct principal *principal)
{
	struct oauth *oauth = visit->oauth;

	*principal = (struct principal){ .user = visit->session.user, .credential = CREDENTIAL_BROWSER,
					 .credential_name = "account page" };
	desk_init(desk, oauth->db, oauth->arena, oauth->error, oauth->config, principal);
}
