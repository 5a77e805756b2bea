#include "web/sign_up.h"

#include "auth/guess.h"
#include "auth/password.h"
#include "base/text.h"
#include "desk/change.h"
#include "desk/resolve.h"
#include "desk/users.h"
#include "http/client_network.h"
#include "web/look.h"
#include "web/zone_field.h"

/* What is wrong with each field; NULL: nothing. */
struct mistakes {
	const char *email;
	const char *name;
	const char *password;
	const char *time_zone;
};

static void add_fields(struct visit *visit, struct html *html, const struct mistakes *mistakes)
{
	const struct http_form *form = &visit->form;
	bool any = mistakes->email || mistakes->name || mistakes->password || mistakes->time_zone;
	const char *zone = http_form_value(form, "time_zone");

	look_field(html, &(struct look_field){ .name = "name", .label = "Name", .type = "text", .autocomplete = "name",
					       .value = http_form_value(form, "name"), .hint = "As others should see it.",
					       .mistake = mistakes->name, .has_focus = !any || mistakes->name });
	look_field(html, &(struct look_field){ .name = "email", .label = "E-mail address", .type = "email",
					       .autocomplete = "username", .value = http_form_value(form, "email"),
					       .mistake = mistakes->email, .has_focus = mistakes->email && !mistakes->name });
	look_field(html, &(struct look_field){ .name = "password", .label = "Password", .type = "password",
					       .autocomplete = "new-password",
					       .hint = "At least 10 characters; a few words in a row do well.",
					       .mistake = mistakes->password });
	zone_field(html, zone ? zone : "UTC", mistakes->time_zone);
}

static void show(struct visit *visit, int status, const char *complaint, const struct mistakes *mistakes)
{
	struct page page = look_begin(visit->oauth->arena, complaint ? "Error: Create an account" : "Create an account");
	struct html *html = &page.body;

	html_add(html, "<h1>Create an account</h1>\n<p class=\"lead\">You see nothing of others until they invite you to a workspace.</p>\n");
	if (complaint)
		look_box(html, LOOK_FAILURE, complaint);
	visit_form_begin(visit, html);
	add_fields(visit, html, mistakes);
	html_add(html, "<div class=\"buttons\"><button class=\"first\" name=\"action\" value=\"sign_up\">Create account</button></div>\n");
	visit_form_end(html);
	html_add(html, "<p class=\"below\">Already have an account? <a href=\"{}\">Sign in</a></p>\n", visit_address(visit, "sign_in"));
	look_answer(visit->oauth->response, status, &page);
}

void sign_up_show(struct visit *visit, const char *mistake)
{
	show(visit, mistake ? 403 : 200, mistake, &(struct mistakes){ 0 });
}

/* Whether all of it can be an account; what is wrong is said field by field. */
static bool is_sound(struct desk *desk, const struct new_user *wanted, struct mistakes *mistakes)
{
	size_t characters = wanted->password ? utf8_length(wanted->password) : 0;

	*mistakes = (struct mistakes){ 0 };
	if (!wanted->email || !resolve_email(desk, wanted->email))
		mistakes->email = "Fill in an e-mail address, like ada@example.com.";
	if (!wanted->name || !users_check_name(desk, wanted->name))
		mistakes->name = "Fill in a name, of at most 200 characters.";
	if (characters < PASSWORD_SHORTEST || characters > PASSWORD_LONGEST)
		mistakes->password = "Choose a password of 10 to 200 characters.";
	if (!users_check_zone(desk, wanted->time_zone))
		mistakes->time_zone = visit_sentence(desk->arena, desk->error->message);
	return !mistakes->email && !mistakes->name && !mistakes->password && !mistakes->time_zone;
}

struct making {
	struct desk *desk;
	struct prepared_user *prepared;
};

static bool create(void *context, const char **result)
{
	const struct making *making = context;

	(void)result;
	return users_create(making->desk, making->prepared);
}

static bool make(struct desk *desk, const struct new_user *wanted, const char *network, struct user *user)
{
	struct prepared_user prepared;
	struct making making = { desk, &prepared };
	struct change change = { .work = create, .context = &making };

	if (!guess_admit(desk->db, &(struct guess){ GUESS_SIGN_UP, network }, 1) || !users_prepare(desk, wanted, &prepared) ||
	    !change_run(desk, &change))
		return false;
	*user = prepared.user;
	return true;
}

static bool refuse(struct visit *visit)
{
	struct oauth *oauth = visit->oauth;
	const struct error *error = oauth->error;
	struct mistakes mistakes = { 0 };
	int status = 429;

	if (error->kind == ERROR_CONFLICT) {
		mistakes.email = "There is an account with this e-mail address already; sign in with it, or use another.";
		status = 409;
	} else if (error->kind == ERROR_LIMITED) {
		http_response_header(oauth->response, "Retry-After", arena_printf(oauth->arena, "%d", error->retry_after_seconds));
	} else {
		return visit_failed(visit);
	}
	show(visit, status, mistakes.email ? "The account was not made." : visit_sentence(oauth->arena, error->message), &mistakes);
	return false;
}

bool sign_up_make(struct visit *visit, struct user *user)
{
	struct oauth *oauth = visit->oauth;
	const char *zone = http_form_value(&visit->form, "time_zone");
	const struct new_user wanted = {
		.email = http_form_value(&visit->form, "email"),
		.name = http_form_value(&visit->form, "name"),
		.password = http_form_value(&visit->form, "password"),
		.time_zone = zone ? zone : "UTC",
	};
	const struct principal principal = { .user = { .id = SYSTEM_USER_ID, .is_system = true },
					     .credential = CREDENTIAL_BROWSER, .credential_name = "sign-up page" };
	struct mistakes mistakes;
	struct desk desk;

	desk_init(&desk, oauth->db, oauth->arena, oauth->error, oauth->config, &principal);
	if (!is_sound(&desk, &wanted, &mistakes)) {
		show(visit, 400, "Something is missing or cannot be used; see below.", &mistakes);
		return false;
	}
	return make(&desk, &wanted, http_client_network(oauth->request, oauth->config->trusted_proxies), user) || refuse(visit);
}
