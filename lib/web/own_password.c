#include "web/own_password.h"

#include "auth/password.h"
#include "base/log.h"
#include "desk/change.h"
#include "desk/users.h"
#include "store/browser_session_store.h"
#include "web/entrance.h"
#include "web/look.h"

#include <string.h>

/* What is wrong with each field; NULL: nothing. */
struct mistakes {
	const char *present, *wanted, *again;
};

static void add_fields(struct html *html, const struct mistakes *mistakes)
{
	look_field(html, &(struct look_field){ .name = "password", .label = "Present password", .type = "password",
					       .autocomplete = "current-password", .mistake = mistakes->present,
					       .has_focus = mistakes->present || (!mistakes->wanted && !mistakes->again) });
	look_field(html, &(struct look_field){ .name = "new_password", .label = "New password", .type = "password",
					       .autocomplete = "new-password", .mistake = mistakes->wanted,
					       .has_focus = !mistakes->present && mistakes->wanted,
					       .hint = "At least 10 characters; a few words in a row do well." });
	look_field(html, &(struct look_field){ .name = "new_password_again", .label = "New password once more", .type = "password",
					       .autocomplete = "new-password", .mistake = mistakes->again,
					       .has_focus = !mistakes->present && !mistakes->wanted && mistakes->again });
}

static void show(struct visit *visit, int status, const char *complaint, const struct mistakes *mistakes)
{
	struct page page = look_begin(visit->oauth->arena, complaint ? "Error: Change your password" : "Change your password");
	struct html *html = &page.body;

	html_add(html, "<h1>Change your password</h1>\n<p class=\"lead\">Your other browsers are signed out, and applications have to "
		       "ask you to sign in again. API keys go on working.</p>\n");
	if (complaint)
		look_box(html, LOOK_FAILURE, complaint);
	visit_form_begin(visit, html);
	/* So that password managers know whose passwords these are. */
	html_add(html, "<input type=\"email\" autocomplete=\"username\" value=\"{}\" readonly hidden>\n", visit->session.user.email);
	add_fields(html, mistakes);
	html_add(html, "<div class=\"buttons\"><button class=\"first\" name=\"action\" value=\"change_password\">Change password"
		       "</button></div>\n");
	visit_form_end(html);
	html_add(html, "<p class=\"below\"><a href=\"{}\">Back to your account</a></p>\n", visit_address(visit, NULL));
	look_answer(visit->oauth->response, status, &page);
}

void own_password_show(struct visit *visit)
{
	show(visit, visit->is_stale ? 403 : 200, visit->is_stale ? VISIT_STALE : NULL, &(struct mistakes){ 0 });
}

/* What was typed. */
struct passwords {
	const char *present, *wanted, *again;
};

/* What can be told without looking at the account. */
static bool is_sound(const struct passwords *passwords, struct mistakes *mistakes)
{
	size_t characters = passwords->wanted ? utf8_length(passwords->wanted) : 0;

	*mistakes = (struct mistakes){ 0 };
	if (!passwords->present)
		mistakes->present = "Fill in the password that you signed in with.";
	if (characters < PASSWORD_SHORTEST || characters > PASSWORD_LONGEST)
		mistakes->wanted = "Choose a password of 10 to 200 characters.";
	else if (passwords->present && strcmp(passwords->present, passwords->wanted) == 0)
		mistakes->wanted = "This is the present password; choose another one.";
	else if (!passwords->again || strcmp(passwords->wanted, passwords->again) != 0)
		mistakes->again = "This is not the same as above; type the new password twice.";
	return !mistakes->present && !mistakes->wanted && !mistakes->again;
}

static bool is_right(struct visit *visit, const char *password)
{
	struct oauth *oauth = visit->oauth;
	const struct error *error = oauth->error;
	struct user user;

	if (entrance_check(visit, &(struct claim){ visit->session.user.email, password, "password_change_refused" }, &user))
		return true;
	if (error->kind == ERROR_DENIED)
		show(visit, 403, "Nothing was changed; see below.", &(struct mistakes){ .present = "This is not your present password." });
	else if (error->kind == ERROR_LIMITED)
		show(visit, 429, visit_sentence(oauth->arena, error->message), &(struct mistakes){ 0 });
	else
		visit_failed(visit);
	return false;
}

struct replacement {
	struct desk *desk;
	const char *hash;
};

/* Whose browser was signed out since the page was sent, by the administrator perhaps, may not do this any more. */
static bool replace(void *context, const char **result)
{
	const struct replacement *replacement = context;
	struct desk *desk = replacement->desk;
	const struct user *user = &desk->principal->user;

	(void)result;
	if (!browser_session_store_delete_of_user(desk->db, user->id))
		return false;
	if (!db_affected_rows(desk->db))
		return fail(desk->error, ERROR_CONFLICT, "you were signed out meanwhile");
	return users_set_password(desk, user, replacement->hash);
}

static void tell(struct visit *visit)
{
	struct page page = look_begin(visit->oauth->arena, "Your password was changed");

	html_add(&page.body,
		 "<h1>Your password was changed</h1>\n<p>You are signed in with this browser only. Each application that you allowed "
		 "will send you to a page like this, to sign in with the new password.</p>\n"
		 "<p class=\"small\">API keys go on working; whoever administers this server can revoke them.</p>\n"
		 "<div class=\"buttons\"><a class=\"button\" href=\"{}\">Back to your account</a></div>\n",
		 visit_address(visit, NULL));
	look_answer(visit->oauth->response, 200, &page);
}

/* The change is kept by now: whoever cannot be told so is led to the account's page, which asks for the new password. */
static void finish(struct visit *visit, const struct user *user)
{
	log_event(visit->oauth->log, LOG_INFO, "password_changed", "user=%lld", (long long)user->id);
	if (browser_session_begin(&visit->session, user) && entrance_know_browser(visit, user))
		tell(visit);
	else
		visit_again(visit);
}

void own_password_change(struct visit *visit)
{
	struct oauth *oauth = visit->oauth;
	const struct passwords passwords = { http_form_value(&visit->form, "password"), http_form_value(&visit->form, "new_password"),
					     http_form_value(&visit->form, "new_password_again") };
	struct principal principal;
	struct mistakes mistakes;
	struct desk desk;
	struct replacement replacement = { .desk = &desk };
	struct change change = { .work = replace, .context = &replacement };

	visit_desk(visit, &desk, &principal);
	if (!is_sound(&passwords, &mistakes)) {
		show(visit, 400, "Nothing was changed; see below.", &mistakes);
		return;
	}
	if (!is_right(visit, passwords.present))
		return;
	replacement.hash = password_hash(oauth->arena, passwords.wanted, oauth->error);
	if (replacement.hash && change_run(&desk, &change))
		finish(visit, &principal.user);
	else if (oauth->error->kind == ERROR_CONFLICT)
		visit_again(visit);
	else
		visit_failed(visit);
}
