#include "web/account.h"

#include "base/log.h"
#include "base/plain.h"
#include "oauth/scope_words.h"
#include "store/oauth_allowed_store.h"
#include "web/consent_page.h"
#include "web/entrance.h"
#include "web/look.h"
#include "web/own_details.h"
#include "web/own_password.h"

#include <string.h>

#define DAY_LENGTH (sizeof("2026-07-28") - 1)

/* The pages that are reached from here: how the address names them, and what their forms want done. */
struct chapter {
	const char *name;
	void (*show)(struct visit *visit);
	const char *action;
	void (*act)(struct visit *visit);
};

static const struct chapter chapters[] = {
	{ "details", own_details_show, "change_details", own_details_change },
	{ "password", own_password_show, "change_password", own_password_change },
};

static const struct chapter *chapter_named(const char *name)
{
	for (size_t i = 0; i < sizeof(chapters) / sizeof(chapters[0]); i++)
		if (name && strcmp(chapters[i].name, name) == 0)
			return &chapters[i];
	return NULL;
}

static const char *meanings(struct arena *arena, unsigned scopes)
{
	struct text list = text_in(arena);

	for (const struct oauth_scope_row *row = oauth_scope_rows; row->word; row++)
		if (scopes & row->scope)
			text_printf(&list, "%s%s", list.length ? "; " : "May ", row->meaning);
	return text_string(&list);
}

static void add_application(struct visit *visit, struct html *html, const struct oauth_allowed *allowed)
{
	struct arena *arena = visit->oauth->arena;
	const char *name = consent_client_name(arena, &allowed->client);

	html_add(html, "<li><div class=\"what\"><strong><bdi>{}</bdi></strong><span>{}.</span><span>Since {}</span></div>\n", name,
		 meanings(arena, allowed->scopes), arena_copy(arena, allowed->since, DAY_LENGTH));
	visit_form_begin(visit, html);
	html_add(html, "<input type=\"hidden\" name=\"client\" value=\"{}\">"
		       "<button name=\"action\" value=\"withdraw\" aria-label=\"Take back what {} may do\">Take back</button>\n",
		 arena_printf(arena, "%lld", (long long)allowed->client.id), name);
	visit_form_end(html);
	html_add(html, "</li>\n");
}

static void add_applications(struct visit *visit, struct html *html, const struct oauth_allowed_list *list)
{
	html_add(html, "<h2>Applications</h2>\n");
	if (!list->count) {
		html_add(html, "<p>No application may use your account.</p>\n");
		return;
	}
	html_add(html, "<ul class=\"apps\">\n");
	for (size_t i = 0; i < list->count; i++)
		add_application(visit, html, &list->rows[i]);
	html_add(html, "</ul>\n");
}

static void add_person(struct visit *visit, struct html *html)
{
	const struct user *user = &visit->session.user;

	html_add(html, "<div class=\"person\"><div class=\"who\"><strong><bdi>{}</bdi></strong><span>{}</span></div></div>\n",
		 plain_text(visit->oauth->arena, user->name, 200), user->email);
}

static void add_own_things(struct visit *visit, struct html *html)
{
	const struct user *user = &visit->session.user;

	html_add(html, "<h2>You</h2>\n<ul class=\"apps\">\n"
		       "<li><div class=\"what\"><strong>Name and time zone</strong><span>{}</span></div>"
		       "<a class=\"quiet\" href=\"{}\" aria-label=\"Change name or time zone\">Change</a></li>\n"
		       "<li><div class=\"what\"><strong>Password</strong></div>"
		       "<a class=\"quiet\" href=\"{}\" aria-label=\"Change password\">Change</a></li>\n</ul>\n",
		 user->time_zone, visit_address(visit, "details"), visit_address(visit, "password"));
}

static void add_ways_out(struct visit *visit, struct html *html)
{
	html_add(html, "<h2>Signing out</h2>\n<p class=\"small\">Applications keep what you allowed them.</p>\n");
	visit_form_begin(visit, html);
	html_add(html, "<div class=\"buttons\"><button name=\"action\" value=\"sign_out\">Sign out here</button>"
		       "<button name=\"action\" value=\"sign_out_everywhere\">Sign out everywhere</button></div>\n");
	visit_form_end(html);
}

static void show(struct visit *visit, const struct oauth_allowed_list *list)
{
	struct page page = look_begin(visit->oauth->arena, "Your account");
	struct html *html = &page.body;

	html_add(html, "<h1>Your account</h1>\n");
	if (visit->is_stale)
		look_box(html, LOOK_FAILURE, VISIT_STALE);
	add_person(visit, html);
	add_own_things(visit, html);
	add_applications(visit, html, list);
	add_ways_out(visit, html);
	look_answer(visit->oauth->response, visit->is_stale ? 403 : 200, &page);
}

struct withdrawal {
	struct db *db;
	int64_t user_id;
	int64_t client_id;
};

static bool withdraw_once(void *context)
{
	const struct withdrawal *withdrawal = context;

	return oauth_allowed_store_withdraw(withdrawal->db, withdrawal->user_id, withdrawal->client_id);
}

static bool withdraw(struct visit *visit)
{
	const char *client = http_form_value(&visit->form, "client");
	struct withdrawal withdrawal = { .db = visit->oauth->db, .user_id = visit->session.user.id };

	if (!client || !text_to_int64(client, &withdrawal.client_id) || withdrawal.client_id <= 0)
		return true;
	if (!db_transaction(visit->oauth->db, withdraw_once, &withdrawal))
		return false;
	log_event(visit->oauth->log, LOG_INFO, "withdrawn", "user=%lld client=%lld", (long long)withdrawal.user_id,
		  (long long)withdrawal.client_id);
	return true;
}

static bool act_in_chapter(struct visit *visit)
{
	for (size_t i = 0; i < sizeof(chapters) / sizeof(chapters[0]); i++)
		if (visit_wants(visit, chapters[i].action)) {
			chapters[i].act(visit);
			return true;
		}
	return false;
}

/* Does what a button asks for, and shows the page by GET; false when none was pressed that it knows. */
static bool act(struct visit *visit)
{
	bool done;

	if (act_in_chapter(visit))
		return true;
	if (visit_wants(visit, "withdraw"))
		done = withdraw(visit);
	else if (visit_wants(visit, "sign_out_everywhere"))
		done = browser_session_end_all(&visit->session);
	else if (!visit->is_fresh)
		return false;
	else
		done = true;
	if (done)
		visit_again(visit);
	else
		visit_failed(visit);
	return true;
}

void web_account(struct oauth *oauth)
{
	const struct occasion occasion = { .purpose = "to see your account and which applications may use it" };
	const struct chapter *chapter;
	struct oauth_allowed_list list;
	struct visit visit;

	if (!visit_begin(&visit, oauth) || !entrance_pass(&visit, &occasion) || act(&visit))
		return;
	chapter = chapter_named(http_form_value(&visit.query, "page"));
	if (chapter)
		chapter->show(&visit);
	else if (oauth_allowed_store_list(oauth->db, visit.session.user.id, &list))
		show(&visit, &list);
	else
		visit_failed(&visit);
}
