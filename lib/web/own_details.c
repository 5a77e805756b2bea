#include "web/own_details.h"

#include "base/log.h"
#include "desk/change.h"
#include "desk/users.h"
#include "web/look.h"
#include "web/zone_field.h"

/* What stands in the form, and what is wrong with each; NULL: nothing. */
struct details {
	const char *name, *time_zone;
	const char *name_mistake, *zone_mistake;
};

static void show(struct visit *visit, int status, const char *complaint, const struct details *details)
{
	struct page page = look_begin(visit->oauth->arena, complaint ? "Error: Your name and time zone" : "Your name and time zone");
	struct html *html = &page.body;

	html_add(html, "<h1>Your name and time zone</h1>\n<p class=\"lead\">{}</p>\n", visit->session.user.email);
	if (complaint)
		look_box(html, LOOK_FAILURE, complaint);
	visit_form_begin(visit, html);
	look_field(html, &(struct look_field){ .name = "name", .label = "Name", .type = "text", .autocomplete = "name",
					       .value = details->name, .hint = "As others should see it.",
					       .mistake = details->name_mistake, .has_focus = !details->zone_mistake });
	zone_field(html, details->time_zone, details->zone_mistake);
	html_add(html, "<div class=\"buttons\"><button class=\"first\" name=\"action\" value=\"change_details\">Save</button></div>\n");
	visit_form_end(html);
	html_add(html, "<p class=\"below\"><a href=\"{}\">Back to your account</a></p>\n", visit_address(visit, NULL));
	look_answer(visit->oauth->response, status, &page);
}

void own_details_show(struct visit *visit)
{
	const struct user *user = &visit->session.user;

	show(visit, visit->is_stale ? 403 : 200, visit->is_stale ? VISIT_STALE : NULL,
	     &(struct details){ .name = user->name, .time_zone = user->time_zone });
}

static bool is_sound(struct desk *desk, struct details *details)
{
	if (!users_check_name(desk, details->name ? details->name : ""))
		details->name_mistake = "Fill in a name, of at most 200 characters.";
	if (!users_check_zone(desk, details->time_zone ? details->time_zone : ""))
		details->zone_mistake = details->time_zone ? visit_sentence(desk->arena, desk->error->message) :
							     "Fill in a time zone, such as Europe/Berlin or UTC.";
	return !details->name_mistake && !details->zone_mistake;
}

struct saving {
	struct desk *desk;
	const struct details *details;
};

static bool save(void *context, const char **result)
{
	const struct saving *saving = context;
	struct user user = saving->desk->principal->user;

	(void)result;
	return users_change(saving->desk, &user, saving->details->name, saving->details->time_zone);
}

void own_details_change(struct visit *visit)
{
	struct details details = { .name = http_form_value(&visit->form, "name"),
				   .time_zone = http_form_value(&visit->form, "time_zone") };
	struct principal principal;
	struct desk desk;
	struct saving saving = { &desk, &details };
	struct change change = { .work = save, .context = &saving };

	visit_desk(visit, &desk, &principal);
	if (!is_sound(&desk, &details)) {
		show(visit, 400, "Nothing was changed; see below.", &details);
	} else if (!change_run(&desk, &change)) {
		visit_failed(visit);
	} else {
		log_event(visit->oauth->log, LOG_INFO, "details_changed", "user=%lld", (long long)principal.user.id);
		visit_again(visit);
	}
}
