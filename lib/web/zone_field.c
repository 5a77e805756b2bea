#include "web/zone_field.h"

#include "web/look.h"

/* Suggestions; every name that the system knows is taken. */
static const char *const zones[] = {
	"UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Argentina/Buenos_Aires",
	"America/Bogota", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City",
	"America/New_York", "America/Sao_Paulo", "America/Toronto", "Asia/Bangkok", "Asia/Dhaka", "Asia/Dubai",
	"Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi", "Asia/Kolkata", "Asia/Manila", "Asia/Seoul",
	"Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Europe/Amsterdam",
	"Europe/Athens", "Europe/Berlin", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/London",
	"Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Stockholm", "Europe/Warsaw", "Europe/Zurich",
	"Pacific/Auckland", "Pacific/Honolulu",
};

void zone_field(struct html *html, const char *value, const char *mistake)
{
	look_field(html, &(struct look_field){ .name = "time_zone", .label = "Time zone", .type = "text", .autocomplete = "off",
					       .value = value, .list = "zones", .mistake = mistake,
					       .hint = "Dates are read in it, for example Europe/Berlin." });
	html_add(html, "<datalist id=\"zones\">");
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		html_add(html, "<option value=\"{}\">", zones[i]);
	html_add(html, "</datalist>\n");
}
